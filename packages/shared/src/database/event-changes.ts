import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';
import { askAgain } from './postgres-failure.ts';

/** What a vendor does to an event on which buyers rely already (prisma/migrations/…_money_back). */

export interface EventChange {
  readonly eventId: string;
  /** That the vendor saw; another one is VERSION_CHANGED. */
  readonly version: number;
  readonly actor: string;
  readonly reason: string;
}

export type CancelEventOutcome = 'CANCELLED' | 'ALREADY' | 'VERSION_CHANGED' | 'NOT_PUBLISHED';

/** Calls an event off and begins to refund it; `runId` is the run that does. */
export async function cancelEvent(
  database: Database,
  change: EventChange,
  runId: string,
): Promise<CancelEventOutcome> {
  reach('cancel-event.before');
  const [row] = await askAgain(
    () => database.$queryRaw<{ outcome: CancelEventOutcome }[]>`
    select cancel_event(${change.eventId}::uuid, ${change.version}::int, ${change.actor}::uuid, ${change.reason},
      ${runId}::uuid) as outcome`,
  );
  reach('cancel-event.after');
  if (row === undefined) throw new Error('cancel_event answered nothing');
  return row.outcome;
}

export interface EventTimes {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  /** Until when buyers may give their tickets back on their own; null: they may not. */
  readonly refundableUntil: Date | null;
}

export type MoveEventOutcome = 'MOVED' | 'VERSION_CHANGED' | 'NOT_PUBLISHED' | 'RUN_UNFINISHED';

/** Gives an event another time and tells every holder; with `runId` all its orders are refunded. */
export async function moveEvent(
  database: Database,
  change: EventChange,
  times: EventTimes,
  runId: string | null,
): Promise<MoveEventOutcome> {
  reach('move-event.before');
  const [row] = await askAgain(
    () => database.$queryRaw<{ outcome: MoveEventOutcome }[]>`
    select move_event(${change.eventId}::uuid, ${change.version}::int, ${times.startsAt}::timestamptz,
      ${times.endsAt}::timestamptz, ${times.refundableUntil}::timestamptz, ${change.actor}::uuid, ${change.reason},
      ${runId}::uuid) as outcome`,
  );
  reach('move-event.after');
  if (row === undefined) throw new Error('move_event answered nothing');
  return row.outcome;
}
