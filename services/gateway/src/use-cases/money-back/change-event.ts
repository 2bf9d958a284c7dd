import type { EventCancellation, EventChanged, EventMove } from '@fairgate/shared/contracts/event-changes.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { cancelEvent, moveEvent } from '@fairgate/shared/database/event-changes.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { v7 as uuidv7 } from 'uuid';
import type { Account } from '../../access/policy.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { malformed } from '../../catalogue/malformed.ts';
import { readEnd, readTime } from '../../catalogue/read-time.ts';

/** Calls an event off for good and begins to refund every order. Said again it answers the same. */
export async function callEventOff(
  database: Database,
  account: Account,
  eventId: string,
  version: number,
  { reason }: EventCancellation,
): Promise<EventChanged> {
  await requireEvent(database, account, eventId, 'refund');
  const outcome = await cancelEvent(database, { eventId, version, actor: account.id, reason }, uuidv7());
  if (outcome === 'VERSION_CHANGED') throw new Problem('PRECONDITION_FAILED');
  if (outcome === 'NOT_PUBLISHED') throw new Problem('STATE_CONFLICT', { state: 'DRAFT' });
  return changed(database, eventId);
}

/** Gives an event another time: its holders are told, and refunded as the vendor says. */
export async function giveEventAnotherTime(
  database: Database,
  account: Account,
  eventId: string,
  version: number,
  move: EventMove,
): Promise<EventChanged> {
  const event = await requireEvent(database, account, eventId, 'refund');
  const startsAt = readTime(move.startsAt, event.timeZone, '/startsAt');
  const refundableUntil = readReturnTime(move, event.timeZone);
  const outcome = await moveEvent(
    database,
    { eventId, version, actor: account.id, reason: move.reason },
    { startsAt, endsAt: readEnd(move.endsAt, startsAt, event.timeZone, '/endsAt'), refundableUntil },
    move.refunds === 'all' ? uuidv7() : null,
  );
  if (outcome === 'VERSION_CHANGED') throw new Problem('PRECONDITION_FAILED');
  if (outcome === 'NOT_PUBLISHED') throw new Problem('STATE_CONFLICT', { state: event.status });
  if (outcome === 'RUN_UNFINISHED') throw new Problem('STATE_CONFLICT', { state: 'REFUNDS_RUNNING' });
  return changed(database, eventId);
}

function readReturnTime(move: EventMove, timeZone: string): Date | null {
  if (move.refunds !== 'onRequest') {
    if (move.refundableUntil !== undefined)
      throw malformed('/refundableUntil', 'goes with refunds: onRequest only');
    return null;
  }
  if (move.refundableUntil === undefined)
    throw malformed('/refundableUntil', 'is needed with refunds: onRequest');
  const until = readTime(move.refundableUntil, timeZone, '/refundableUntil');
  if (until.getTime() <= Date.now()) throw malformed('/refundableUntil', 'is over already');
  return until;
}

async function changed(database: Database, eventId: string): Promise<EventChanged> {
  const event = await database.event.findUniqueOrThrow({
    where: { id: eventId },
    select: {
      id: true,
      status: true,
      version: true,
      refundRuns: { where: { state: { not: 'DONE' } }, select: { id: true } },
    },
  });
  return {
    id: event.id,
    status: event.status as EventChanged['status'],
    version: event.version,
    runId: event.refundRuns[0]?.id ?? null,
  };
}
