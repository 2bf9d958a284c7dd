import type { Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { returnTurn } from '@fairgate/shared/database/priority-returns.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { returnTurn as returnInRedis } from '@fairgate/shared/redis/return-turn.ts';
import { verifyReturn } from '@fairgate/shared/tokens/return-ticket.ts';
import { generalLane, type JoinStores, takePlace } from './join-waiting-room.ts';

/** A ticket says nothing any more after this. Seconds. */
const ticketSecondsMax = 7_200;

/**
 * Gives a turn back that ended without an order while something of ours failed: the place is the same, and comes in before
 * new turns are given. RETURN_INVALID for every other ticket; the reason says why.
 */
export async function takeReturn(
  stores: JoinStores,
  dropId: string,
  accountId: string,
  returnTicket: string,
): Promise<Entry> {
  const drop = await stores.drops.find(dropId);
  const ticket = verifyReturn(returnTicket, stores.placeSecrets);
  if (ticket === null || ticket.accountId !== accountId)
    throw new Problem('RETURN_INVALID', { reason: 'foreign' });
  if (Date.now() / 1_000 - ticket.failedAt > ticketSecondsMax)
    throw new Problem('RETURN_INVALID', { reason: 'old' });
  const place = { epoch: stores.epoch.current(), eventId: drop.eventId, dropId: drop.id };
  const outcome = await returnTurn(stores.database, place, ticket.admissionId, accountId);
  if (outcome !== 'RETURNED') throw new Problem('RETURN_INVALID', { reason: reasons[outcome] });
  await returnInRedis(stores.redis, place, accountId, ticket.admissionId);
  return takePlace(stores, drop, accountId, generalLane, false);
}

const reasons = { NOT_ENDED: 'notEnded', BOUGHT: 'bought', TOO_MANY: 'tooMany' } as const;
