import type { Refund, RefundRequest, TicketReturn } from '@fairgate/shared/contracts/refunds.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { loadOrder } from '@fairgate/shared/database/orders.ts';
import { findOpenOperation } from '@fairgate/shared/database/payment-operations.ts';
import { isRefundBegun, listRefunds } from '@fairgate/shared/database/refund-views.ts';
import { type RefundDraft, type RefundOutcome, refundTickets } from '@fairgate/shared/database/refunds.ts';
import { roleAllows, type VendorRole } from '@fairgate/shared/domain/vendor-roles.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { JobSender } from '@fairgate/shared/queues/jobs.ts';
import type { Account } from '../../access/policy.ts';
import { ownMembership } from '../../catalogue/vendor-access.ts';
import { refundHash, refundIdOf } from '../../money-back/refund-command.ts';
import { showRefund } from '../../money-back/show-refund.ts';
import { awaitJournal } from '../../sale/await-journal.ts';

export interface RefundStores {
  readonly database: Database;
  readonly jobs: JobSender;
}

export interface RefundPlace {
  readonly eventId: string;
  readonly orderId: string;
  readonly clientKey: string;
}

/**
 * A vendor gives money back: the tickets leave their holder at once, the money follows. The same key again shows the same
 * refund. Tickets that entered the venue are for operations only.
 */
export async function refundOrder(
  stores: RefundStores,
  account: Account,
  place: RefundPlace,
  request: RefundRequest,
): Promise<Refund> {
  await requireRefunder(stores.database, account, place.eventId);
  const tickets = request.tickets === undefined ? null : [...request.tickets].sort((a, b) => a - b);
  const fee = request.feeMinorPerTicket ?? 0;
  return giveBack(stores, account, place, {
    tickets,
    feeMinorPerTicket: fee,
    cause: 'VENDOR',
    reason: request.reason,
    requestHash: refundHash([place.orderId, tickets, fee, request.reason]),
    evenEntered: account.isOps && tickets !== null,
  });
}

/** A buyer gives tickets of a moved event back, as long as the vendor lets buyers do so. */
export async function returnTickets(
  stores: RefundStores,
  account: Account,
  orderId: string,
  clientKey: string,
  request: TicketReturn,
): Promise<Refund> {
  const order = await loadOrder(stores.database, orderId, account.id);
  if (order === null) throw new Problem('NOT_FOUND');
  const event = await stores.database.event.findUnique({
    where: { id: order.eventId },
    select: { refundableUntil: true },
  });
  const until = event?.refundableUntil ?? null;
  // Asked for again after the last moment, what was taken back in time is shown.
  const refundId = refundIdOf(account.id, clientKey);
  const isKnown = await isRefundBegun(stores.database, order.eventId, refundId);
  if (!isKnown && (until === null || until.getTime() < Date.now()))
    throw new Problem('STATE_CONFLICT', {
      state: 'NOT_REFUNDABLE',
      refundableUntil: until?.toISOString() ?? null,
    });
  const tickets = request.tickets === undefined ? null : [...request.tickets].sort((a, b) => a - b);
  return giveBack(
    stores,
    account,
    { eventId: order.eventId, orderId, clientKey },
    {
      tickets,
      feeMinorPerTicket: 0,
      cause: 'CUSTOMER',
      reason: 'the event was moved',
      requestHash: refundHash([orderId, tickets]),
      evenEntered: false,
    },
  );
}

async function giveBack(
  { database, jobs }: RefundStores,
  account: Account,
  { eventId, orderId, clientKey }: RefundPlace,
  wish: Omit<RefundDraft, 'eventId' | 'orderId' | 'refundId' | 'actor' | 'runId'>,
): Promise<Refund> {
  const refundId = refundIdOf(account.id, clientKey);
  const outcome = await refundTickets(database, {
    ...wish,
    eventId,
    orderId,
    refundId,
    actor: account.id,
    runId: null,
  });
  if (outcome.kind !== 'REFUNDING' && outcome.kind !== 'REPLAYED') throw refundProblem(outcome);
  // The same key again shows the refund once the journal has it; not before is the money sent.
  await awaitJournal(database, { eventId, orderId });
  await sendMoneyBack({ database, jobs }, eventId, orderId);
  const [refund] = await listRefunds(database, eventId, { refundId }, null, 1);
  if (refund === undefined) throw new Error(`refund ${refundId} is not there`);
  return showRefund(refund);
}

/** Says that an operation and the marks of freed seats are due. */
export async function sendMoneyBack(
  { database, jobs }: RefundStores,
  eventId: string,
  orderId: string,
): Promise<void> {
  const opId = await findOpenOperation(database, eventId, orderId);
  if (opId !== null) jobs.send('payment', { eventId, opId });
  jobs.send('outbox', {});
}

/** A member of the event's vendor with the right to refund, or operations. NOT_FOUND for strangers. */
export async function requireRefunder(database: Database, account: Account, eventId: string): Promise<void> {
  const event = await database.event.findUnique({
    where: { id: eventId },
    select: { vendor: { select: ownMembership(account) } },
  });
  const role = event?.vendor.members[0]?.role as VendorRole | undefined;
  if (event === null || (role === undefined && !account.isOps)) throw new Problem('NOT_FOUND');
  if (role !== undefined && !roleAllows(role, 'refund') && !account.isOps)
    throw new Problem('FORBIDDEN', { role });
}

function refundProblem(outcome: Exclude<RefundOutcome, { kind: 'REFUNDING' | 'REPLAYED' }>): Problem {
  switch (outcome.kind) {
    case 'NO_ORDER':
      return new Problem('NOT_FOUND');
    case 'KEY_REUSED':
      return new Problem('KEY_REUSED');
    case 'NOT_PAID':
      return new Problem('STATE_CONFLICT', { state: outcome.state });
    case 'NOT_LIVE':
      return new Problem('STATE_CONFLICT', { state: 'TICKETS_GONE', tickets: outcome.tickets });
    case 'ENTERED':
      return new Problem('STATE_CONFLICT', { state: 'ENTERED', tickets: outcome.tickets });
    case 'FEE_TOO_HIGH':
      return new Problem('LIMIT_REACHED', { limit: outcome.priceMinor, ticket: outcome.ticket });
    default:
      return new Problem('STATE_CONFLICT', { state: outcome.kind });
  }
}
