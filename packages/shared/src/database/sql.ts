import { Prisma } from './generated/client.ts';

/** Parts of statements for `$queryRaw` and `$executeRaw`. Tagged templates only: values are parameters, never text. */
export const sql = Prisma.sql;
export const joinSql = Prisma.join;
export type Sql = Prisma.Sql;

/** A statement that has not run yet: awaited by itself, or a member of a batch. */
export type Statement<T> = Prisma.PrismaPromise<T>;

export type JsonColumn = Prisma.InputJsonObject;
export type NewAuditEntry = Prisma.AuditEntryUncheckedCreateInput;
