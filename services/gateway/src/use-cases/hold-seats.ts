import type { Hold, HoldRequest } from '@fairgate/shared/contracts/holds.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { DropRecord } from '@fairgate/shared/database/drop-record.ts';
import { categorySeating, loadTicketFacts } from '@fairgate/shared/database/ticket-facts.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { acquireHold, type HoldOutcome, type HoldWish } from '@fairgate/shared/redis/hold-seats.ts';
import type { AdmissionBearer, AdmissionTokens } from '../sale/admission-token.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';
import type { EpochView } from '../sale/epoch-view.ts';
import { dropProblem } from '../sale/refusals.ts';
import { requireDevice } from '../sale/require-device.ts';

export interface HoldStores {
  readonly database: Database;
  readonly redis: RedisConnection;
  readonly epoch: EpochView;
  readonly drops: DropDirectory;
  readonly admissionTokens: AdmissionTokens;
}

/** Leases what the shopper asked for, all of it or nothing. The shopper's own hold id makes repeating harmless. */
export async function holdSeats(
  stores: HoldStores,
  dropId: string,
  accountId: string,
  bearer: AdmissionBearer,
  request: HoldRequest,
): Promise<Hold> {
  const drop = await stores.drops.find(dropId);
  const admission = await stores.admissionTokens.prove(bearer, accountId, drop.id);
  const place = {
    epoch: stores.epoch.current(),
    eventId: drop.eventId,
    dropId: drop.id,
    holdId: request.holdId,
    accountId,
  };
  const [wish] = await Promise.all([
    wishOf(stores.database, drop, request),
    requireDevice(stores.database, drop.eventId, admission),
  ]);
  const outcome = await acquireHold(stores.redis, place, wish);
  if (outcome.kind !== 'held') throw holdProblem(outcome, drop);
  await stores.epoch.confirm(place.epoch);
  const tickets = await loadTicketFacts(stores.database, drop.eventId, outcome.tickets);
  return {
    holdId: request.holdId,
    dropId: drop.id,
    expiresAt: new Date(outcome.deadlineMs).toISOString(),
    tickets,
    amountMinor: tickets.reduce((sum, ticket) => sum + ticket.priceMinor, 0),
    currency: drop.currency,
  };
}

async function wishOf(database: Database, drop: DropRecord, request: HoldRequest): Promise<HoldWish> {
  if ('tickets' in request) return { kind: 'chosen', tickets: [...request.tickets].sort((a, b) => a - b) };
  const { categoryId, quantity, together = true } = request;
  const seating = await categorySeating(database, drop.eventId, drop.id, categoryId);
  if (seating === null) throw new Problem('NOT_FOUND', { categoryId });
  return seating === 'general'
    ? { kind: 'pool', categoryId, quantity }
    : { kind: 'best', categoryId, quantity, together };
}

function holdProblem(outcome: Exclude<HoldOutcome, { kind: 'held' }>, drop: DropRecord): Problem {
  switch (outcome.kind) {
    case 'taken':
      return new Problem('SEATS_TAKEN', { tickets: outcome.tickets });
    case 'limit':
      return new Problem('LIMIT_REACHED', { limit: outcome.limit });
    case 'tooFew':
      return new Problem('NOT_ENOUGH_LEFT', { left: outcome.left });
    case 'noneTogether':
      return new Problem('NONE_TOGETHER', { longest: outcome.longest });
    case 'noAdmission':
      return new Problem('NO_ADMISSION');
    case 'gone':
      return new Problem('HOLD_GONE');
    default:
      return dropProblem(outcome.kind, drop);
  }
}
