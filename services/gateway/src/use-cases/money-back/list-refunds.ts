import type { Dispute, Refund, RefundsQuery } from '@fairgate/shared/contracts/refunds.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { loadOrder } from '@fairgate/shared/database/orders.ts';
import {
  listDisputes,
  listRefunds,
  type RefundCursor,
  type RefundFilter,
} from '@fairgate/shared/database/refund-views.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';
import { showDispute, showRefund } from '../../money-back/show-refund.ts';

const refundsCursor = listCursor('refunds', ['micros', 'uuid']);
const disputesCursor = listCursor('disputes', ['micros', 'word']);

interface PageWish {
  readonly limit: number;
  readonly after?: string;
}

/** An event's refunds, newest first, for its vendor's members and operations. */
export async function listEventRefunds(
  database: Database,
  account: Account,
  eventId: string,
  query: RefundsQuery,
): Promise<ListPage<Refund>> {
  await requireEvent(database, account, eventId, 'read');
  return pageOf(database, eventId, { orderId: query.orderId, state: query.state }, query);
}

/** The refunds of the caller's own order. */
export async function listOrderRefunds(
  database: Database,
  account: Account,
  orderId: string,
  page: PageWish,
): Promise<ListPage<Refund>> {
  const order = await loadOrder(database, orderId, account.id);
  if (order === null) throw new Problem('NOT_FOUND');
  return pageOf(database, order.eventId, { orderId }, page);
}

async function pageOf(
  database: Database,
  eventId: string,
  filter: RefundFilter,
  page: PageWish,
): Promise<ListPage<Refund>> {
  const [createdMicros, refundId] = refundsCursor.read(page.after) ?? [];
  const after: RefundCursor | null =
    createdMicros === undefined || refundId === undefined ? null : { createdMicros, refundId };
  const rows = await listRefunds(database, eventId, filter, after, page.limit + 1);
  return listPage(
    rows,
    page.limit,
    (row) => refundsCursor.write([row.createdMicros, row.refundId]),
    showRefund,
  );
}

/** An event's disputes, newest first, for its vendor's members and operations. */
export async function listEventDisputes(
  database: Database,
  account: Account,
  eventId: string,
  page: PageWish,
): Promise<ListPage<Dispute>> {
  await requireEvent(database, account, eventId, 'read');
  const [openedMicros, disputeId] = disputesCursor.read(page.after) ?? [];
  const after = openedMicros === undefined || disputeId === undefined ? null : { openedMicros, disputeId };
  const rows = await listDisputes(database, eventId, after, page.limit + 1);
  return listPage(
    rows,
    page.limit,
    (row) => disputesCursor.write([row.openedMicros, row.disputeId]),
    showDispute,
  );
}
