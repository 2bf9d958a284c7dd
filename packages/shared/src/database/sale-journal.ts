import { setTimeout as sleep } from 'node:timers/promises';
import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';
import type { OrderRef } from './purchase.ts';

/** What must be on the journal's disk before it is acknowledged; made by triggers, in the statement that it tells of. */
export interface JournalRow {
  readonly id: bigint;
  readonly at: Date;
  readonly line: Readonly<Record<string, unknown>>;
}

/** A worker that died gives its rows to another after this. Seconds. */
const claimSeconds = 5;
const lookEveryMs = 20;

/** Takes rows to write, the oldest first, each for one worker at a time. */
export async function takeJournalRows(database: Database, max: number): Promise<JournalRow[]> {
  reach('take-journal-rows.before');
  const rows = await database.$queryRaw<JournalRow[]>`
    update sale_journal j set claimed_until = clock_timestamp() + make_interval(secs => ${claimSeconds}::float8)
    from (select id from sale_journal where claimed_until is null or claimed_until < clock_timestamp()
      order by id limit ${max}::int for update skip locked) due
    where j.id = due.id returning j.id, j.at, j.line`;
  if (rows.length > 0) reach('take-journal-rows.after');
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Their lines are on disk: what they tell of may be acknowledged. */
export async function dropJournalRows(database: Database, ids: readonly bigint[]): Promise<void> {
  reach('drop-journal-rows.before');
  await database.$executeRaw`delete from sale_journal where id = any (${[...ids]}::bigint[])`;
  reach('drop-journal-rows.after');
}

/** They could not be written: whoever can may take them. */
export async function giveBackJournalRows(database: Database, ids: readonly bigint[]): Promise<void> {
  reach('give-back-journal-rows.before');
  await database.$executeRaw`
    update sale_journal set claimed_until = null where id = any (${[...ids]}::bigint[])`;
  reach('give-back-journal-rows.after');
}

/** Off: what still waits for the journal is acknowledged without it. */
export async function switchJournal(database: Database, on: boolean): Promise<void> {
  reach('switch-journal.before');
  const switched =
    await database.$executeRaw`update recovery_state set journal_on = ${on} where id = 1 and journal_on <> ${on}`;
  if (!on) await database.$executeRaw`delete from sale_journal`;
  if (switched > 0) reach('switch-journal.after');
}

/** Ends of an order (PAID, VOIDED, REFUNDED) that are not on disk yet; none while the journal is off. */
export async function unwrittenEnds(database: Database, order: OrderRef): Promise<readonly string[]> {
  const rows = await database.$queryRaw<{ kind: string }[]>`
    select line ->> 'kind' as kind from sale_journal
    where event_id = ${order.eventId}::uuid and order_id = ${order.orderId}::uuid
      and line ->> 'kind' in ('PAID', 'VOIDED', 'REFUNDED') and journal_is_on()`;
  return rows.map(({ kind }) => kind);
}

/** Waits until everything of an order is on disk; false: it is not yet, and must not be acknowledged. */
export async function untilJournaled(
  database: Database,
  order: OrderRef,
  withinMs: number,
): Promise<boolean> {
  const until = Date.now() + withinMs;
  for (;;) {
    const [row] = await database.$queryRaw<{ journaled: boolean }[]>`
      select is_journaled(${order.eventId}::uuid, ${order.orderId}::uuid) as journaled`;
    if (row?.journaled === true) return true;
    if (Date.now() > until) return false;
    await sleep(lookEveryMs);
  }
}
