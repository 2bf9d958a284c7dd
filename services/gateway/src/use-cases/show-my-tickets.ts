import type { KeyObject } from 'node:crypto';
import type { MyTicket } from '@fairgate/shared/contracts/orders.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { type HeldTicketRow, listHeldTickets } from '@fairgate/shared/database/orders.ts';
import { signTicketCode } from '@fairgate/shared/tokens/ticket-code.ts';
import { type ListPage, listCursor, listPage } from '../catalogue/list-cursor.ts';

export interface TicketStores {
  readonly reads: Database;
  readonly ticketKey: { readonly key: KeyObject; readonly keyId: string };
}

const ticketsCursor = listCursor('my-tickets', ['uuid', 'whole']);

/** The tickets that the ledger says are the caller's, with their signed codes once paid. */
export async function showMyTickets(
  stores: TicketStores,
  accountId: string,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<MyTicket>> {
  const [eventId, number] = ticketsCursor.read(page.after) ?? [];
  const after = eventId === undefined ? null : { eventId, number: Number(number) };
  const rows = await listHeldTickets(stores.reads, accountId, after, page.limit + 1);
  return listPage(
    rows,
    page.limit,
    (row) => ticketsCursor.write([row.eventId, row.number]),
    (row) => ticketBody(row, stores.ticketKey),
  );
}

function ticketBody(row: HeldTicketRow, { key, keyId }: TicketStores['ticketKey']): MyTicket {
  const {
    zone,
    row: rowLabel,
    label,
    paid,
    issueEpoch: _,
    startsAt,
    enteredAt,
    transferId,
    toEmail,
    expiresAt,
    ...ticket
  } = row;
  const isOffered = transferId !== null && toEmail !== null && expiresAt !== null;
  return {
    ...ticket,
    startsAt: startsAt.toISOString(),
    seat: zone === null ? null : { zone, row: rowLabel ?? '', label: label ?? '' },
    code: paid ? signTicketCode(row, key, keyId) : null,
    enteredAt: enteredAt?.toISOString() ?? null,
    offer: isOffered ? { transferId, toEmail, expiresAt: expiresAt.toISOString() } : null,
  };
}
