import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Violation } from './violation.ts';

/** From the end of the faults to the end of everything; what began later has as long. Milliseconds. */
export const settleMsMax = 60_000;
const lookEveryMs = 150;
const rowsMax = 10;

/** What is unfinished, each with its place and when it began. A run of refunds that a person paused is that person's. */
const underWay = `
  select 'order' as what, id::text as id, state, created_at as since from orders
    where state not in ('PAID', 'EXPIRED', 'LOST_RELEASED', 'VOIDED', 'REFUNDED')
  union all select 'operation ' || kind, order_id::text, state || coalesce(' ' || error_code, ''), created_at
    from payment_operations where state in ('PENDING', 'SENT', 'UNKNOWN')
  union all select 'webhook ' || type, stripe_event_id, coalesce(last_error, 'kept'), received_at
    from stripe_inbox where processed_at is null
  union all select 'outbox ' || topic, dedupe_key, coalesce(last_error, 'due'), created_at
    from outbox where done_at is null
  union all select 'refund run', id::text, state, created_at from refund_runs where state = 'RUNNING'
  union all select 'journal line', order_id::text, coalesce(line ->> 'kind', ''), at from sale_journal
  order by 4`;

interface Unfinished {
  readonly what: string;
  readonly id: string;
  readonly state: string;
  readonly since: Date;
}

/**
 * Waits until nothing is under way; what still is `withinMs` after `fromMs`, or after it began where that was later, is a
 * violation.
 * @param fromMs when the faults had ended, and visits were over. Unix milliseconds.
 */
export async function settle(
  database: pg.Client,
  signal: AbortSignal,
  fromMs: number,
  withinMs = settleMsMax,
): Promise<readonly Violation[]> {
  const startedMs = Date.now();
  // What is made anew again and again while this waits is no excuse.
  const dueMs = ({ since }: Unfinished): number =>
    Math.max(fromMs, Math.min(since.getTime(), startedMs)) + withinMs;
  for (;;) {
    const { rows } = await database.query<Unfinished>(underWay);
    if (rows.length === 0 || signal.aborted) return [];
    const late = rows.filter((row) => Date.now() > dueMs(row));
    if (late.length > 0) {
      const sentence = `${late.length} are still under way ${withinMs / 1000} s after the faults`;
      return [{ rule: 'everything finishes', sentence, evidence: late.slice(0, rowsMax) }];
    }
    await sleep(lookEveryMs);
  }
}
