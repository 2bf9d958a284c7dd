import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** What is still under way in the system. */
export interface UnderWay {
  readonly orders: number;
  readonly operations: number;
  readonly webhooks: number;
  readonly seatMarks: number;
}

const lookEveryMs = 500;

/** Waits until nothing is under way, at most so long, and says what is left. */
export async function settle(database: pg.Client, withinMs: number, signal: AbortSignal): Promise<UnderWay> {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    const left = await countUnderWay(database);
    const isQuiet = Object.values(left).every((count) => count === 0);
    if (isQuiet || Date.now() > untilMs || signal.aborted) return left;
    await sleep(lookEveryMs);
  }
}

async function countUnderWay(database: pg.Client): Promise<UnderWay> {
  const { rows } = await database.query<UnderWay>(
    `select
       (select count(*)::int from orders where state not in ('PAID', 'EXPIRED', 'LOST_RELEASED', 'VOIDED', 'REFUNDED')) as orders,
       (select count(*)::int from payment_operations where state in ('PENDING', 'SENT', 'UNKNOWN')) as operations,
       (select count(*)::int from stripe_inbox where processed_at is null) as webhooks,
       (select count(*)::int from outbox where topic = 'seat-marks' and done_at is null) as "seatMarks"`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the database counted nothing');
  return row;
}
