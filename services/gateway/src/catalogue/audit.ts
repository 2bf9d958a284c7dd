import { Prisma } from '@fairgate/shared/database/generated/client.ts';

/** Who did what to which of a vendor's things. */
export interface AuditNote {
  readonly actor: string;
  readonly vendorId: string;
  /** Thing and verb, such as `event.publish`. */
  readonly action: string;
  /** Thing and id, such as `event:…`. */
  readonly subject: string;
  /** What was said, for the record; never a secret. */
  readonly detail: object;
}

/** For a batch of Prisma's. */
export function auditRow(note: AuditNote): { data: Prisma.AuditEntryUncheckedCreateInput } {
  return { data: { ...note, detail: note.detail as Prisma.InputJsonObject } };
}

/** For a statement whose CTE `changed` has the rows that it changed: one audit row if there are any. */
export function audited(note: AuditNote): Prisma.Sql {
  return Prisma.sql`audited as (
    insert into audit_log (actor, vendor_id, action, subject, detail)
      select ${note.actor}::uuid, ${note.vendorId}::uuid, ${note.action}, ${note.subject},
        ${JSON.stringify(note.detail)}::jsonb
      where exists (select from changed))`;
}
