import type { Order } from '@fairgate/shared/contracts/orders.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { listOrders, loadOrder } from '@fairgate/shared/database/orders.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { type ListPage, listCursor, listPage } from '../catalogue/list-cursor.ts';
import { type BrowserStripe, orderBody } from '../sale/order-body.ts';

interface Stores {
  readonly database: Database;
  readonly reads: Database;
  readonly browserStripe: BrowserStripe;
}

/** Another account's order is not there. */
export async function showOrder(stores: Stores, orderId: string, accountId: string): Promise<Order> {
  const order = await loadOrder(stores.database, orderId, accountId);
  if (order === null) throw new Problem('NOT_FOUND');
  return orderBody(order, stores.browserStripe);
}

const ordersCursor = listCursor('orders', ['micros', 'uuid']);

/** The caller's orders, newest first. */
export async function showOrders(
  stores: Stores,
  accountId: string,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<Order>> {
  const [createdMicros, orderId] = ordersCursor.read(page.after) ?? [];
  const after = createdMicros === undefined || orderId === undefined ? null : { createdMicros, orderId };
  const orders = await listOrders(stores.reads, accountId, after, page.limit + 1);
  return listPage(
    orders,
    page.limit,
    (order) => ordersCursor.write([order.createdMicros, order.orderId]),
    (order) => orderBody(order, stores.browserStripe),
  );
}
