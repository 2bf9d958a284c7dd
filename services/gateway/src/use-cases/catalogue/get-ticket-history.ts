import type { HistoryEntry } from '@fairgate/shared/contracts/tickets.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { LedgerEntryRow } from '@fairgate/shared/database/rows.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { seesDrafts } from '../../catalogue/event-access.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';

const cursor = listCursor('history', ['whole']);

/**
 * A ticket's ledger entries from its minting on. The vendor's members and operations see all of them whole; its holder
 * sees all, but of other people only that there were some; to everybody else there is no such ticket.
 */
export async function getTicketHistory(
  database: Database,
  account: Account,
  eventId: string,
  number: number,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<HistoryEntry>> {
  const after = cursor.read(page.after);
  const [head, event] = await Promise.all([
    database.ticketHolder.findUnique({ where: { eventId_ticketNumber: { eventId, ticketNumber: number } } }),
    database.event.findUnique({ where: { id: eventId }, select: { vendorId: true } }),
  ]);
  if (head === null || event === null) throw new Problem('NOT_FOUND');
  const inside = await seesDrafts(database, account, event.vendorId);
  if (!inside && head.holder !== account.id) throw new Problem('NOT_FOUND');
  const rows = await database.ledgerEntry.findMany({
    where: { eventId, ticketNumber: number, version: { gt: Number(after?.[0] ?? -1) } },
    orderBy: { version: 'asc' },
    take: page.limit + 1,
  });
  return listPage(
    rows,
    page.limit,
    (row) => cursor.write([row.version]),
    (row) => showEntry(row, inside, account.id),
  );
}

function showEntry(row: LedgerEntryRow, inside: boolean, caller: string): HistoryEntry {
  const own = row.holder === caller;
  return {
    version: row.version,
    kind: row.kind,
    at: row.at.toISOString(),
    holder: inside || own ? row.holder : null,
    orderId: inside || own ? row.orderId : null,
    actor: inside ? row.actor : null,
    reason: inside ? row.reason : null,
    hash: Buffer.from(row.hash).toString('hex'),
  };
}
