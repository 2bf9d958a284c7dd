import type { Database } from './client.ts';

/** The steps by which a restored database is told what it has lost (prisma/migrations/…_recovery). Each may be said again. */

export type JournalLine = Readonly<Record<string, unknown>>;

export type ReplayedOrder = 'SOLD' | 'LOST' | 'VOIDED' | 'ALREADY' | 'WAITS' | 'NO_DROP' | 'CONFLICT';
export type ReplayedEntry = 'APPENDED' | 'ALREADY' | 'WAITS' | 'DIFFERS';

export async function replayOrder(database: Database, line: JournalLine): Promise<ReplayedOrder> {
  const rows = await database.$queryRaw<{ outcome: ReplayedOrder }[]>`
    select replay_order(${JSON.stringify(line)}::jsonb) as outcome`;
  return outcomeOf(rows);
}

export async function replayEntry(database: Database, line: JournalLine): Promise<ReplayedEntry> {
  const rows = await database.$queryRaw<{ outcome: ReplayedEntry }[]>`
    select replay_entry(${JSON.stringify(line)}::jsonb) as outcome`;
  return outcomeOf(rows);
}

export async function replayRow(database: Database, table: string, row: unknown): Promise<void> {
  await database.$queryRaw`select replay_row(${table}, ${JSON.stringify(row)}::jsonb)::text`;
}

export async function replayMoney(database: Database, line: JournalLine): Promise<void> {
  await database.$queryRaw`select replay_money(${JSON.stringify(line)}::jsonb)::text`;
}

export async function replayRefunded(database: Database, eventId: string, orderId: string): Promise<void> {
  await database.$queryRaw`select replay_refunded(${eventId}::uuid, ${orderId}::uuid)::text`;
}

/** How many quotas did not say what orders and ledger say. */
export async function recountQuotas(database: Database): Promise<number> {
  const [row] = await database.$queryRaw<{ changed: number }[]>`select recount_quotas() as changed`;
  return row?.changed ?? 0;
}

export interface CopiedTicket {
  readonly number: number;
  readonly version: number;
}

/**
 * What Stripe's metadata leaves out of an order, from the catalogue as it was restored: prices, categories and the drop of
 * its tickets. null: the event or one of the tickets is not there.
 */
export async function describeTickets(
  database: Database,
  eventId: string,
  tickets: readonly CopiedTicket[],
): Promise<{
  readonly dropId: string;
  readonly tickets: readonly JournalLine[];
  readonly amountMinor: number;
} | null> {
  const rows = await database.$queryRaw<
    { number: number; category: string; priceMinor: number; dropId: string }[]
  >`
    select t.number, t.category_id as category, c.price_minor as "priceMinor", t.drop_id as "dropId"
    from tickets t join categories c on c.event_id = t.event_id and c.id = t.category_id
    where t.event_id = ${eventId}::uuid and t.number = any (${tickets.map(({ number }) => number)}::int[])`;
  const [first] = rows;
  if (first === undefined || rows.length !== tickets.length) return null;
  const versions = new Map(tickets.map(({ number, version }) => [number, version]));
  return {
    dropId: first.dropId,
    tickets: rows.map(({ dropId: _, ...row }) => ({ ...row, version: versions.get(row.number) })),
    amountMinor: rows.reduce((sum, { priceMinor }) => sum + priceMinor, 0),
  };
}

export async function orderStateOf(
  database: Database,
  eventId: string,
  orderId: string,
): Promise<string | null> {
  const rows = await database.$queryRaw<{ state: string }[]>`
    select state from orders where event_id = ${eventId}::uuid and id = ${orderId}::uuid`;
  return rows[0]?.state ?? null;
}

function outcomeOf<T>(rows: readonly { readonly outcome: T }[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('the statement answered nothing');
  return row.outcome;
}
