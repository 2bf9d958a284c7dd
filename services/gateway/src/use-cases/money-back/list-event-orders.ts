import type { EventOrder, EventOrdersQuery } from '@fairgate/shared/contracts/event-orders.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { type EventOrderView, listEventOrders } from '@fairgate/shared/database/event-orders.ts';
import type { Account } from '../../access/policy.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';

const cursor = listCursor('event-orders', ['micros', 'uuid']);

/** An event's orders, newest first, for its vendor's members and operations. */
export async function showEventOrders(
  database: Database,
  account: Account,
  eventId: string,
  query: EventOrdersQuery,
): Promise<ListPage<EventOrder>> {
  const [createdMicros, orderId] = cursor.read(query.after) ?? [];
  const after = createdMicros === undefined || orderId === undefined ? null : { createdMicros, orderId };
  await requireEvent(database, account, eventId, 'read');
  const rows = await listEventOrders(database, eventId, query.state ?? null, after, query.limit + 1);
  return listPage(rows, query.limit, (row) => cursor.write([row.createdMicros, row.orderId]), showEventOrder);
}

function showEventOrder(view: EventOrderView): EventOrder {
  return {
    orderId: view.orderId,
    dropId: view.dropId,
    state: view.state,
    buyer: { name: view.buyerName, email: view.buyerEmail },
    amountMinor: view.amountMinor,
    refundedMinor: view.refundedMinor,
    currency: view.currency,
    tickets: view.tickets.map(({ number, priceMinor, lives }) => ({ number, priceMinor, lives })),
    createdAt: view.createdAt.toISOString(),
  };
}
