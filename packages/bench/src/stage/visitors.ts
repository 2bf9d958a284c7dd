import { randomUUID } from 'node:crypto';
import { createAccessTokens } from '@fairgate/gateway/access/access-tokens.ts';
import { importSigningKeys } from '@fairgate/gateway/access/signing-keys.ts';
import type { Stack } from '@fairgate/launcher/stack.ts';
import { seedAccounts } from '@fairgate/rehearsal/stage/seed-accounts.ts';
import { readConfig } from '@fairgate/shared/config.ts';

/** Somebody with an account's access token and a phone. */
export interface BenchVisitor {
  readonly accountId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Everybody that it gives has an address of their own, so that limits do not decide. */
export interface VisitorSource {
  /** Who joins and waits needs a token, and no row in the database. */
  readonly strangers: (count: number) => Promise<BenchVisitor[]>;
  /** Who comes in has an account. */
  readonly customers: (count: number) => Promise<BenchVisitor[]>;
}

/** Tokens signed with the gateway's own key: passwords would be what is measured. */
export async function openVisitors(stack: Stack): Promise<VisitorSource> {
  const { signingKey, publicUrl } = readConfig('gateway', stack.environment);
  const tokens = createAccessTokens(await importSigningKeys(signingKey), publicUrl);
  let made = 0;
  const signIn = async (accountId: string): Promise<BenchVisitor> => {
    made += 1;
    const forwarded = addressOf(made);
    const { token } = await tokens.issue({ id: accountId, isOps: false, isVendorMember: false }, new Date());
    return { accountId, headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': forwarded } };
  };
  return {
    strangers: (count) => Promise.all(Array.from({ length: count }, () => signIn(randomUUID()))),
    customers: async (count) =>
      Promise.all((await seedAccounts(stack.databaseUrl, count, 'bench.example')).map(signIn)),
  };
}

/** The n-th address of 10.0.0.0/8. */
export function addressOf(n: number): string {
  return `10.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`;
}
