import type { Database } from '@fairgate/shared/database/client.ts';
import { v7 } from 'uuid';

/** An account that everybody may sign in to, with its password in the open: never outside of loopback. */
export interface DemoAccount {
  readonly role: string;
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly isOps: boolean;
}

export const demoAccounts = {
  fan: {
    role: 'fan',
    email: 'fan@fairgate.example',
    password: 'front-row-please',
    name: 'Frida Fan',
    isOps: false,
  },
  vendor: {
    role: 'vendor',
    email: 'vendor@fairgate.example',
    password: 'doors-at-seven',
    name: 'Viktor Vendor',
    isOps: false,
  },
  ops: {
    role: 'operations',
    email: 'ops@fairgate.example',
    password: 'all-lights-green',
    name: 'Olga Operations',
    isOps: true,
  },
} as const satisfies Record<string, DemoAccount>;

/** The account's id; one that is there already keeps its password. */
export async function ensureAccount(
  database: Database,
  account: DemoAccount,
  hash: (password: string) => Promise<string>,
): Promise<string> {
  const { email, name, isOps } = account;
  const known = await database.user.findUnique({ where: { email }, select: { id: true } });
  if (known !== null) return known.id;
  const id = v7();
  const passwordHash = await hash(account.password);
  await database.user.create({ data: { id, email, name, isOps, passwordHash } });
  return id;
}
