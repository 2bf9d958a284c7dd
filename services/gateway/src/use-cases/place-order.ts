import { createHash } from 'node:crypto';
import type { Order } from '@fairgate/shared/contracts/orders.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { findOrderOfKey, loadOrder } from '@fairgate/shared/database/orders.ts';
import { type CreateOrderOutcome, createOrder } from '@fairgate/shared/database/purchase.ts';
import { leaseGraceSeconds } from '@fairgate/shared/domain/limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { performOperation } from '@fairgate/shared/payments/perform-operation.ts';
import type { OutageView } from '@fairgate/shared/payments/watch-outage.ts';
import type { JobSender } from '@fairgate/shared/queues/jobs.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { bindHold, type HoldPlace, unbindHold } from '@fairgate/shared/redis/hold-seats.ts';
import { idOfKey } from '@fairgate/shared/tokens/id-of-key.ts';
import type Stripe from 'stripe';
import { v4 as uuidv4 } from 'uuid';
import type { AdmissionBearer, AdmissionTokens } from '../sale/admission-token.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';
import type { EpochView } from '../sale/epoch-view.ts';
import { type BrowserStripe, orderBody } from '../sale/order-body.ts';
import { dropProblem } from '../sale/refusals.ts';
import { requireDevice } from '../sale/require-device.ts';

export interface OrderStores {
  readonly database: Database;
  readonly redis: RedisConnection;
  readonly stripe: Stripe;
  readonly jobs: JobSender;
  readonly outage: OutageView;
  readonly epoch: EpochView;
  readonly drops: DropDirectory;
  readonly admissionTokens: AdmissionTokens;
  readonly browserStripe: BrowserStripe;
}

export interface OrderCommand {
  readonly dropId: string;
  readonly accountId: string;
  readonly bearer: AdmissionBearer;
  readonly clientKey: string;
  readonly holdId: string;
  readonly expectedAmountMinor: number | null;
}

/**
 * Turns a hold into an order (durable point 1) and asks Stripe for its intent. First the leases are tied to the order
 * and prolonged, then one statement writes it or refuses. The same key again gives the same order.
 */
export async function placeOrder(stores: OrderStores, command: OrderCommand): Promise<Order> {
  const { database, redis } = stores;
  const known = await findOrderOfKey(database, command.accountId, command.clientKey);
  if (known !== null) return replay(stores, command, known);
  const drop = await stores.drops.find(command.dropId);
  const admission = await stores.admissionTokens.prove(command.bearer, command.accountId, drop.id);
  await requireDevice(database, drop.eventId, admission);
  const hold: HoldPlace = {
    epoch: stores.epoch.current(),
    eventId: drop.eventId,
    dropId: drop.id,
    holdId: command.holdId,
    accountId: command.accountId,
  };
  // The order's id follows from its key, so that a repeated request binds the hold to the same order.
  const orderId = idOfKey('fairgate-order', command.accountId, command.clientKey);
  const bound = await bindHold(redis, hold, orderId, (drop.paymentSeconds + leaseGraceSeconds) * 1000);
  if (bound.kind === 'notReady') throw dropProblem('notReady', drop);
  if (bound.kind === 'otherOrder') {
    throw new Problem('STATE_CONFLICT', { state: 'ORDERED', orderId: bound.orderId });
  }
  if (bound.kind === 'gone') throw new Problem('HOLD_GONE');
  await stores.epoch.confirm(hold.epoch);

  const operationId = uuidv4();
  const outcome = await createOrder(database, {
    eventId: drop.eventId,
    dropId: drop.id,
    orderId,
    accountId: command.accountId,
    admissionId: admission.admissionId,
    holdId: command.holdId,
    clientKey: command.clientKey,
    requestHash: requestHash(command),
    tickets: bound.tickets,
    operationId,
    expectedAmountMinor: command.expectedAmountMinor,
  });
  if (outcome.kind !== 'CREATED' && outcome.kind !== 'REPLAYED') {
    // Under a key that another request used meanwhile, the hold is that order's.
    if (outcome.kind !== 'KEY_REUSED') await unbindHold(redis, hold, orderId);
    throw orderProblem(outcome);
  }
  // Replayed also when the first answer was lost on its way here: then the operation is still ours to perform.
  await startPayment(stores, drop.eventId, orderId, operationId);
  return shownOrder(stores, command, outcome.orderId);
}

/** The same key again: the first request's order, however long ago, if this is the same request. */
async function replay(
  stores: OrderStores,
  command: OrderCommand,
  known: { readonly orderId: string; readonly requestHash: Uint8Array },
): Promise<Order> {
  if (Buffer.compare(known.requestHash, requestHash(command)) !== 0) throw new Problem('KEY_REUSED');
  return shownOrder(stores, command, known.orderId);
}

async function shownOrder(stores: OrderStores, command: OrderCommand, orderId: string): Promise<Order> {
  const order = await loadOrder(stores.database, orderId, command.accountId);
  if (order === null) throw new Error(`order ${orderId} is not there`);
  return orderBody(order, stores.browserStripe);
}

/**
 * The gateway asks Stripe at once; should that fail, or Stripe be out, a payments-worker repairs it and the buyer's page
 * asks again.
 */
async function startPayment(
  stores: OrderStores,
  eventId: string,
  orderId: string,
  operationId: string,
): Promise<void> {
  if (stores.outage.isOpen()) {
    // Not even marked as sent, so that the buyer can still give it up at once. A free order goes on all the same.
    stores.jobs.send('finalize', { eventId, orderId });
    return;
  }
  try {
    const outcome = await performOperation(stores, eventId, operationId);
    // A free order has no operation: it is authorized already.
    if (outcome.kind === 'notOurs') stores.jobs.send('finalize', { eventId, orderId });
  } catch {
    stores.jobs.send('payment', { eventId, opId: operationId });
  }
}

function requestHash(command: OrderCommand): Uint8Array<ArrayBuffer> {
  const content = JSON.stringify([command.dropId, command.holdId, command.expectedAmountMinor]);
  return new Uint8Array(createHash('sha256').update(content).digest());
}

function orderProblem(outcome: Exclude<CreateOrderOutcome, { kind: 'CREATED' | 'REPLAYED' }>): Problem {
  switch (outcome.kind) {
    case 'TICKETS_TAKEN':
      return new Problem('SEATS_TAKEN', { tickets: outcome.tickets });
    case 'LIMIT_REACHED':
      return new Problem('LIMIT_REACHED', { limit: outcome.limit });
    case 'PRICE_CHANGED':
      return new Problem('PRICE_CHANGED', { amountMinor: outcome.amountMinor });
    case 'ADMISSION_BUSY':
      return new Problem('ADMISSION_BUSY', { orderId: outcome.orderId });
    case 'ADMISSION_SPENT':
      return new Problem('ADMISSION_SPENT', { ordersMax: outcome.ordersMax });
    case 'DROP_NOT_OPEN':
      return new Problem('DROP_NOT_OPEN', { opensAt: outcome.opensAt });
    default:
      return new Problem(outcome.kind);
  }
}
