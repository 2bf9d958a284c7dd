import { leaseGraceSeconds } from '@fairgate/shared/domain/limits.ts';
import type { CreateAnswer, CreateOutcome, OrderRequest } from '../database/create-order.ts';
import { keepStripeEvent } from '../database/due-rows.ts';
import { isOpen, NONE, type OrderRow } from '../database/rows.ts';
import type { HoldOutcome } from '../outside/model-redis.ts';
import type { Steps, World } from '../schedule/world.ts';
import { inspectIntent, performOperation } from './perform-operation.ts';
import { seesOutage } from './watch-outage.ts';

/** As services/gateway/src/use-cases. */

const leaseGraceMs = 1000 * leaseGraceSeconds;

export function* holdSeats(
  w: World,
  hold: number,
  account: number,
  tickets: readonly number[],
  holdMs: number,
): Steps<HoldOutcome> {
  yield w.travel();
  return w.redis.hold(hold, account, tickets, holdMs);
}

export type PlaceOutcome = CreateOutcome | 'HOLD_GONE' | 'NOT_READY' | 'STATE_CONFLICT';
export interface PlaceAnswer {
  readonly outcome: PlaceOutcome;
  readonly order: number;
}

export function* placeOrder(w: World, request: OrderRequest): Steps<PlaceAnswer> {
  yield w.toDatabase();
  const known = w.db.keys.get(request.key);
  w.fromDatabase();
  if (known !== undefined) {
    const outcome = known.hash === request.requestHash ? 'REPLAYED' : 'KEY_REUSED';
    return { outcome, order: known.order };
  }
  const { hold, key, tickets } = request;
  yield w.travel();
  const bound = w.redis.bind(hold, key, tickets, w.db.paymentMs + leaseGraceMs);
  if (bound === 'NOT_READY') return { outcome: 'NOT_READY', order: NONE };
  if (bound !== 'BOUND') return { outcome: bound === 'GONE' ? 'HOLD_GONE' : 'STATE_CONFLICT', order: NONE };
  let isOurs = false;
  const answer = yield* w.ask((): CreateAnswer => {
    const made = w.sql.createOrder(w.db, request);
    if (made.outcome === 'CREATED') isOurs = true;
    return made;
  });
  w.tell?.(
    `${w.name()}: account ${request.account} orders ${tickets.join(',')}: ${answer.outcome}, order ${answer.order}`,
  );
  if (answer.outcome === 'KEY_REUSED') return answer;
  const order = w.db.orders[answer.order];
  if (order === undefined) {
    yield w.travel();
    w.redis.release(hold, tickets);
  } else yield* startPayment(w, order, isOurs);
  return answer;
}

/**
 * Should Stripe not answer, a payments-worker repairs it and the buyer's page asks again. `isOurs` false: another request
 * made the order and has its operation.
 */
function* startPayment(w: World, order: OrderRow, isOurs: boolean): Steps {
  const operation = isOurs ? order.operations[0] : undefined;
  if (operation === undefined || seesOutage(w)) {
    w.jobs.finalize(order);
    return;
  }
  try {
    if ((yield* performOperation(w, operation)) === 'notOurs') w.jobs.finalize(order);
  } catch (error) {
    if (error instanceof Error) throw error;
    w.jobs.payment(operation);
  }
}

export type ReturnOutcome = OrderRow['state'] | 'PAYMENT_UNAVAILABLE';

/** The buyer came back from paying, or asks how it stands. Answers with the state as it is then. */
export function* returnFromPayment(w: World, order: OrderRow): Steps<ReturnOutcome> {
  yield w.toDatabase();
  const { state, payment } = order;
  const { intent } = payment;
  w.fromDatabase();
  if (state === 'PENDING_PAYMENT' && seesOutage(w)) return 'PAYMENT_UNAVAILABLE';
  if (state === 'PENDING_PAYMENT') {
    if (intent === NONE) {
      const open = order.operations.find(isOpen);
      if (open !== undefined) yield* performOperation(w, open);
    } else if ((yield* inspectIntent(w, intent)) === 'authorized') w.jobs.finalize(order);
  }
  yield w.toDatabase();
  return order.state;
}

export function* cancelOrder(w: World, order: OrderRow): Steps<string> {
  const outcome = yield* w.ask(() => w.sql.expireOrder(w.db, order, true));
  w.tell?.(`${w.name()}: order ${order.id} is given up: ${outcome}`);
  yield w.toDatabase();
  const open = order.operations.find(isOpen);
  w.fromDatabase();
  if (outcome === 'EXPIRING' && open !== undefined) w.jobs.payment(open);
  return outcome;
}

export function* receiveStripeEvent(w: World, id: number, type: string, intent: number): Steps {
  yield w.toDatabase();
  const row = keepStripeEvent(w.db, id, type, intent);
  w.fromDatabase();
  if (row !== null) w.jobs.inbox(row);
}
