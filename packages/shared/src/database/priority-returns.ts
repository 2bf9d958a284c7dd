import type { Database } from './client.ts';

/**
 * RETURNED: the turn counts as not used, now or before. NOT_ENDED: the admission is none of the account's that ended, or its place is not the
 * account's any more.
 */
export type ReturnOutcome = 'RETURNED' | 'NOT_ENDED' | 'BOUGHT' | 'TOO_MANY';

/** An account gets back so many turns of a drop at most; and all of them so many, or this part of all who came in. */
const perAccountMax = 2;
const allLeast = 20;
const allPercent = 5;

/** Gives a turn back that a fault of ours cost, with a note in the audit log. Asked twice, it is given once. */
export async function returnTurn(
  database: Database,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
  admissionId: string,
  accountId: string,
): Promise<ReturnOutcome> {
  const [row] = await database.$queryRaw<{ outcome: ReturnOutcome }[]>`
    select return_turn(${eventId}::uuid, ${dropId}::uuid, ${admissionId}::uuid, ${accountId}::uuid, ${perAccountMax}::int, ${allLeast}::int,
      ${allPercent}::int) as outcome`;
  if (row === undefined) throw new Error('return_turn answered nothing');
  return row.outcome;
}
