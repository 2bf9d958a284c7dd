import { randomUUID } from 'node:crypto';
import { createAccessTokens } from '@fairgate/gateway/access/access-tokens.ts';
import { importSigningKeys } from '@fairgate/gateway/access/signing-keys.ts';
import type { TestGateway } from './gateway.ts';

export interface TestAccount {
  readonly id: string;
  readonly email: string;
  /** For `app.inject({ …, headers: account.headers })`. */
  readonly headers: { readonly authorization: string };
}

/**
 * An account that is signed in without the cost of a password; it has none, so it cannot sign in again.
 * `isVendorMember` is only what the token claims: make the membership itself where a test needs it.
 */
export async function createTestAccount(
  { stores, config }: Pick<TestGateway, 'stores' | 'config'>,
  facts: {
    readonly name?: string;
    readonly email?: string;
    readonly isOps?: boolean;
    readonly isVendorMember?: boolean;
  } = {},
): Promise<TestAccount> {
  const id = randomUUID();
  const { name = 'Ada', email = `${id}@example.org`, isOps = false, isVendorMember = false } = facts;
  await stores.database.user.create({ data: { id, email, name, isOps, passwordHash: 'none' } });
  const tokens = createAccessTokens(await importSigningKeys(config.signingKey), config.publicUrl);
  const { token } = await tokens.issue({ id, isOps, isVendorMember }, new Date());
  return { id, email, headers: { authorization: `Bearer ${token}` } };
}
