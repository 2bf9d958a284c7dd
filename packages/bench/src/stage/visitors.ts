import { randomUUID } from 'node:crypto';
import { createAccessTokens } from '@fairgate/gateway/access/access-tokens.ts';
import { importSigningKeys } from '@fairgate/gateway/access/signing-keys.ts';
import type { Stack } from '@fairgate/launcher/stack.ts';
import { readConfig } from '@fairgate/shared/config.ts';

/** Somebody with an account's access token and a phone. */
export interface BenchVisitor {
  readonly accountId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What was asked for in turn, so that no address and no account meets a limit. */
export interface VisitorSource {
  readonly make: (count: number) => Promise<BenchVisitor[]>;
}

/** Tokens signed with the gateway's own key: passwords would be what is measured. */
export async function openVisitors(stack: Stack): Promise<VisitorSource> {
  const { signingKey, publicUrl } = readConfig('gateway', stack.environment);
  const tokens = createAccessTokens(await importSigningKeys(signingKey), publicUrl);
  let made = 0;
  return {
    make(count) {
      const one = async (): Promise<BenchVisitor> => {
        made += 1;
        const forwarded = addressOf(made);
        const accountId = randomUUID();
        const account = { id: accountId, isOps: false, isVendorMember: false };
        const { token } = await tokens.issue(account, new Date());
        return { accountId, headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': forwarded } };
      };
      return Promise.all(Array.from({ length: count }, one));
    },
  };
}

/** The n-th address of 10.0.0.0/8. */
export function addressOf(n: number): string {
  return `10.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`;
}
