import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Violation } from './violation.ts';

/** From the end of the faults to the end of everything. Milliseconds. */
export const settleMsMax = 60_000;
const lookEveryMs = 150;
const rowsMax = 10;

/** What is unfinished, each with its place. */
const underWay = `
  select 'order' as what, id::text as id, state, updated_at as since from orders
    where state not in ('PAID', 'EXPIRED', 'LOST_RELEASED', 'VOIDED', 'REFUNDED')
  union all select 'operation ' || kind, order_id::text, state || coalesce(' ' || error_code, ''), created_at
    from payment_operations where state in ('PENDING', 'SENT', 'UNKNOWN')
  union all select 'webhook ' || type, stripe_event_id, coalesce(last_error, 'kept'), received_at
    from stripe_inbox where processed_at is null
  union all select 'outbox ' || topic, dedupe_key, coalesce(last_error, 'due'), created_at
    from outbox where done_at is null
  order by 4`;

/** Waits until nothing is under way, at most `settleMsMax`; what is left then is a violation. */
export async function settle(
  database: pg.Client,
  signal: AbortSignal,
  withinMs = settleMsMax,
): Promise<readonly Violation[]> {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    const { rows } = await database.query(underWay);
    if (rows.length === 0 || signal.aborted) return [];
    if (Date.now() > untilMs) {
      const sentence = `${rows.length} are still under way ${withinMs / 1000} s after the faults`;
      return [{ rule: 'everything finishes', sentence, evidence: rows.slice(0, rowsMax) }];
    }
    await sleep(lookEveryMs);
  }
}
