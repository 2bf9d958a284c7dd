import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hold } from '@fairgate/shared/contracts/holds.ts';
import type { Order } from '@fairgate/shared/contracts/orders.ts';
import type { HistoryEvent } from '../history/history.ts';
import { type Card, payAtStripe } from './pay-at-stripe.ts';
import { type Asked, ask, codeOf, type Shopper } from './shopper.ts';

/** How a shopper goes on with what is held. */
export interface Intentions {
  /** Tried one after the other; none: the shopper never pays. */
  readonly cards: readonly Card[];
  /** Cancels the order when no card paid it. */
  readonly cancels: boolean;
  /** Comes back to the shop's page after paying; else a webhook or the poller has to find out. */
  readonly comesBack: boolean;
  /** Says another price than the one that is due: the order is refused. */
  readonly misreadsPrice?: boolean;
  /** Happens between the order and the payment. */
  readonly beforePaying?: (order: Order) => Promise<void>;
  /** Happens between the payment and the return; `cancel`: the buyer then gives the order up. */
  readonly afterPaying?: (payment: NonNullable<Order['payment']>) => Promise<'cancel' | 'goOn'>;
}

export const pays: Intentions = { cards: ['pm_card_visa'], cancels: false, comesBack: true };

const lookMs = 200;
/** Of those who placed an order, so many ask for it once more in the end, as a page does that is loaded again. */
const asksAgainShare = 0.25;
const ends = ['PAID', 'EXPIRED', 'LOST_RELEASED', 'VOIDED', 'REFUNDED'];

export type Bought = 'ok' | 'fail' | 'info';

/** Orders what is held, pays, and looks until the order is at its end or the shopper's patience. */
export async function buyTickets(
  shopper: Shopper,
  admission: string,
  hold: Hold,
  intentions: Intentions,
): Promise<Bought> {
  const key = randomUUID();
  const tickets = hold.tickets.map(({ number }) => number);
  const { account, history } = shopper;
  const act = { act: 'purchase', id: key, key, account, tickets, amountMinor: hold.amountMinor } as const;
  history.add({ ...act, type: 'invoke' });
  const conclude = (type: Bought, facts: Partial<HistoryEvent> = {}): Bought => {
    history.add({ ...act, type, ...facts });
    return type;
  };
  const place = () => placeOrder(shopper, admission, hold, key, intentions.misreadsPrice === true);
  const placed = await place();
  const order = placed.answer?.data;
  if (order === undefined) {
    const why = codeOf(placed.answer) ?? 'no answer';
    return conclude(placed.answer === null || placed.wasLost ? 'info' : 'fail', { why });
  }
  const { orderId } = order;
  await intentions.beforePaying?.(order);
  const isPaid = await pay(shopper, order, intentions);
  const then = order.payment && isPaid ? await intentions.afterPaying?.(order.payment) : undefined;
  if ((!isPaid || then === 'cancel') && intentions.cancels) await cancel(shopper, orderId, tickets);
  if (!isPaid && !intentions.cancels) return conclude('info', { orderId, why: 'left' });
  if (isPaid && intentions.comesBack) await comeBack(shopper, orderId);
  const state = await lookUntilEnded(shopper, orderId);
  const again = shopper.random() < asksAgainShare ? (await place()).answer?.data?.orderId : undefined;
  const named = { orderId, ...(again !== undefined && { orderIds: [orderId, again] }) };
  if (state === 'PAID') return conclude('ok', named);
  return state === null ? conclude('info', named) : conclude('fail', { ...named, why: state });
}

function placeOrder(
  shopper: Shopper,
  admission: string,
  hold: Hold,
  key: string,
  misread: boolean,
): Promise<
  Asked<{
    data?: Order;
    error?: unknown;
    response: { status: number; headers: { get: (name: string) => string | null } };
  }>
> {
  const params = {
    path: { dropId: shopper.venue.show.dropId },
    header: { 'fairgate-admission': admission, 'idempotency-key': key },
  };
  const body = { holdId: hold.holdId, expectedAmountMinor: hold.amountMinor + (misread ? 1 : 0) };
  return ask(shopper, (api) => api.POST('/v1/drops/{dropId}/orders', { params, body }));
}

/** true: some card may have paid it. */
async function pay(shopper: Shopper, order: Order, intentions: Intentions): Promise<boolean> {
  if (order.amountMinor === 0) return true;
  if (intentions.cards.length === 0) return false;
  const payment = order.payment ?? (await awaitIntent(shopper, order.orderId));
  if (payment === null) return true;
  for (const card of intentions.cards) {
    if ((await payAtStripe(shopper, payment, card)) !== 'declined') return true;
  }
  return false;
}

async function awaitIntent(shopper: Shopper, orderId: string): Promise<Order['payment']> {
  while (Date.now() < shopper.untilMs) {
    const order = await comeBack(shopper, orderId);
    if (order?.payment || (order !== null && order.state !== 'PENDING_PAYMENT')) return order.payment;
    await sleep(lookMs);
  }
  return null;
}

async function comeBack(shopper: Shopper, orderId: string): Promise<Order | null> {
  const params = { path: { orderId } };
  const { answer } = await ask(shopper, (api) => api.POST('/v1/orders/{orderId}/payment-return', { params }));
  return answer?.data ?? null;
}

async function cancel(shopper: Shopper, orderId: string, tickets: readonly number[]): Promise<void> {
  const { history, account } = shopper;
  const act = { act: 'cancel', id: orderId, account, orderId, tickets } as const;
  history.add({ ...act, type: 'invoke' });
  const params = { path: { orderId } };
  const { answer } = await ask(shopper, (api) => api.POST('/v1/orders/{orderId}/cancellation', { params }));
  history.add({ ...act, type: answer?.data === undefined ? 'info' : 'ok' });
}

async function lookUntilEnded(shopper: Shopper, orderId: string): Promise<string | null> {
  const params = { path: { orderId } };
  while (Date.now() < shopper.untilMs) {
    const { answer } = await ask(shopper, (api) => api.GET('/v1/orders/{orderId}', { params }));
    const state = answer?.data?.state;
    if (state !== undefined && ends.includes(state)) return state;
    await sleep(lookMs);
  }
  return null;
}
