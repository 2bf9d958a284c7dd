import { randomUUID } from 'node:crypto';
import type { Session } from '@fairgate/shared/contracts/accounts.ts';
import { type AccountRow, accountColumns } from '@fairgate/shared/database/account-columns.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import {
  type RefreshTokens,
  reuseGraceSeconds,
  sessionDaysMax,
  sessionIdleDays,
  tokenHash,
} from '../../access/refresh-tokens.ts';
import { handOutSession, type Identity } from '../../accounts/hand-out-session.ts';

export type RenewOutcome =
  | { readonly kind: 'renewed'; readonly session: Session }
  /** A token that was used before: the whole session is ended. */
  | { readonly kind: 'reused' }
  /** Unknown, expired, or its session was ended. */
  | { readonly kind: 'ended' };

type Verdict = 'RENEWED' | 'USED_JUST_NOW' | 'REUSED' | 'ENDED';
type RenewedRow = AccountRow & { readonly verdict: Verdict; readonly refreshExpiresAt: Date | null };

/** Exchanges a refresh token for the next pair, once. */
export async function renewSession(identity: Identity, presented: string): Promise<RenewOutcome> {
  const { database, refreshTokens, accessTokens } = identity;
  const successorId = randomUUID();
  const successor = refreshTokens.successor(presented, successorId);
  const row = await exchange(database, presented, successorId, successor);
  switch (row?.verdict) {
    case 'RENEWED': {
      const session = await handOutSession(accessTokens, row, successor, row.refreshExpiresAt ?? new Date());
      return { kind: 'renewed', session };
    }
    case 'USED_JUST_NOW': {
      const newest = await newestAfter(database, refreshTokens, presented);
      if (newest === null) return { kind: 'ended' };
      return {
        kind: 'renewed',
        session: await handOutSession(accessTokens, row, newest.token, newest.expiresAt),
      };
    }
    case 'REUSED':
      return { kind: 'reused' };
    default:
      return { kind: 'ended' };
  }
}

/**
 * A session is a chain of tokens; its first row stands for the whole. Every step locks that row first, so steps of one
 * session come one after the other, and a session ended by its first row has no token that could slip through.
 */
async function exchange(
  database: Database,
  presented: string,
  successorId: string,
  successor: string,
): Promise<RenewedRow | undefined> {
  const hash = tokenHash(presented);
  const [row] = await database.$queryRaw<RenewedRow[]>`
    with family as materialized (
      select r.id, r.user_id, r.created_at, r.revoked_at from refresh_tokens r
      where r.id = (select t.family_id from refresh_tokens t where t.token_hash = ${hash})
      for update
    ), presented as materialized (
      select t.id, f.id as family_id, f.user_id, f.created_at as family_created_at, case
          when f.revoked_at is not null then 'REUSED'
          when t.used_at is null and t.expires_at > now() then 'RENEWED'
          when t.used_at is null then 'ENDED'
          when t.used_at > now() - ${reuseGraceSeconds}::int * interval '1 second' then 'USED_JUST_NOW'
          else 'REUSED'
        end as verdict
      from family f join refresh_tokens t on t.family_id = f.id and t.token_hash = ${hash}
      for update of t
    ), used as (
      update refresh_tokens t set used_at = now() from presented p
      where t.id = p.id and p.verdict = 'RENEWED'
      returning p.family_id, p.user_id, p.family_created_at
    ), next as (
      insert into refresh_tokens (id, family_id, user_id, token_hash, expires_at)
      select ${successorId}::uuid, family_id, user_id, ${tokenHash(successor)},
        least(now() + ${sessionIdleDays}::int * interval '1 day',
          family_created_at + ${sessionDaysMax}::int * interval '1 day')
      from used
      returning expires_at
    ), betrayed as (
      update refresh_tokens r set revoked_at = now() from presented p
      where r.id = p.family_id and p.verdict = 'REUSED' and r.revoked_at is null
    )
    select p.verdict, (select expires_at from next) as "refreshExpiresAt", ${accountColumns}
    from presented p join users u on u.id = p.user_id`;
  return row;
}

interface ChainRow {
  readonly id: string;
  readonly tokenHash: Uint8Array;
  readonly expiresAt: Date;
}

/** The token that the session has come to since this one was used, worked out again step by step. */
async function newestAfter(
  database: Database,
  refreshTokens: RefreshTokens,
  presented: string,
): Promise<{ readonly token: string; readonly expiresAt: Date } | null> {
  const chain = await database.$queryRaw<ChainRow[]>`
    select n.id, n.token_hash as "tokenHash", n.expires_at as "expiresAt"
    from refresh_tokens t
      join refresh_tokens f on f.id = t.family_id and f.revoked_at is null
      join refresh_tokens n on n.family_id = t.family_id and n.created_at >= t.used_at
    where t.token_hash = ${tokenHash(presented)}
    order by n.created_at`;
  let newest: { token: string; expiresAt: Date } | null = null;
  for (const { id, tokenHash: expected, expiresAt } of chain) {
    const token = refreshTokens.successor(newest?.token ?? presented, id);
    if (!Buffer.from(expected).equals(tokenHash(token))) return null;
    newest = { token, expiresAt };
  }
  return newest;
}
