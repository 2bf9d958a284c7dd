import type { Database } from '@fairgate/shared/database/client.ts';
import {
  type JournalLine,
  replayEntry,
  replayMoney,
  replayOrder,
  replayRefunded,
  replayRow,
} from '@fairgate/shared/database/replay.ts';
import type { JournalEntry } from '@fairgate/shared/journal/journal-line.ts';

export interface JournalReplay {
  readonly lines: number;
  /** Orders that the restored database did not have as ended, by what became of them. */
  readonly orders: Readonly<Record<string, number>>;
  readonly entries: Readonly<Record<string, number>>;
  readonly rows: number;
  /** What a person has to look at, each a sentence that names the order or ticket. */
  readonly open: readonly string[];
}

const ORDER_KINDS = ['PAID', 'VOIDED', 'REFUNDED'];
/** Rows that others point at come first. */
const TABLES = ['refunds', 'refund_lines', 'payment_operations', 'transfers', 'disputes'];

/**
 * Applies lines in whatever order they need: an order or entry whose ticket lacks an earlier entry waits for it. Lines
 * that the database knows already change nothing.
 */
export async function replayJournal(
  database: Database,
  journal: readonly JournalEntry[],
): Promise<JournalReplay> {
  const lines = journal.map(({ line }) => line);
  const open: string[] = [];
  const orders: Record<string, number> = {};
  const entries: Record<string, number> = {};
  let waiting = lines.filter(({ kind }) => kind === 'ENTRY' || ORDER_KINDS.includes(String(kind)));
  for (let before = waiting.length + 1; waiting.length < before; ) {
    before = waiting.length;
    const still: JournalLine[] = [];
    for (const line of waiting) {
      const outcome =
        line.kind === 'ENTRY' ? await replayEntry(database, line) : await replayOrder(database, line);
      if (outcome === 'WAITS') {
        still.push(line);
        continue;
      }
      const counts = line.kind === 'ENTRY' ? entries : orders;
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      if (['LOST', 'NO_DROP', 'CONFLICT', 'DIFFERS'].includes(outcome))
        open.push(`${nameOf(line)}: ${outcome}`);
    }
    waiting = still;
  }
  open.push(...waiting.map((line) => `${nameOf(line)}: an earlier entry of its ticket is in no copy`));
  const rows = await replayRows(database, lines, open);
  for (const line of newestBy(lines, 'MONEY', ({ orderId }) => String(orderId)))
    await replayMoney(database, line);
  for (const line of lines.filter(({ kind }) => kind === 'REFUNDED'))
    await replayRefunded(database, String(line.eventId), String(line.orderId));
  return { lines: lines.length, orders, entries, rows, open };
}

async function replayRows(
  database: Database,
  lines: readonly JournalLine[],
  open: string[],
): Promise<number> {
  const newest = newestBy(lines, 'ROW', (line) => `${line.table} ${keyOf(line.row as JournalLine)}`);
  const inOrder = TABLES.flatMap((table) => newest.filter((line) => line.table === table));
  for (const { table, row } of inOrder) {
    await replayRow(database, String(table), row).catch((error: Error) =>
      open.push(`${table} ${keyOf(row as JournalLine)}: ${error.message.split('\n').at(-1)}`),
    );
  }
  return inOrder.length;
}

function keyOf(row: JournalLine): string {
  return [row.event_id, row.op_id ?? row.id ?? `${row.refund_id} ${row.ticket_number}`].join(' ');
}

/** Lines come in order: the last of each key counts. */
function newestBy(
  lines: readonly JournalLine[],
  kind: string,
  key: (line: JournalLine) => string,
): readonly JournalLine[] {
  return [...new Map(lines.filter((line) => line.kind === kind).map((line) => [key(line), line])).values()];
}

function nameOf(line: JournalLine): string {
  const what =
    line.kind === 'ENTRY' ? `${line.entry} of ticket ${line.ticket} at version ${line.version}, ` : '';
  return `${what}order ${line.orderId} of event ${line.eventId}`;
}
