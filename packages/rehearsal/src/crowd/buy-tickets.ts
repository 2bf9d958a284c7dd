import { randomUUID } from 'node:crypto';
import type { Hold } from '@fairgate/shared/contracts/holds.ts';
import type { Order } from '@fairgate/shared/contracts/orders.ts';
import type { Leaving } from '../outcome/tally.ts';
import { ask, codeOf, Surprise, surprise } from './ask.ts';
import { type CardToken, confirmPayment } from './confirm-payment.ts';
import { type Fan, type KnownOrder, moveTo, think } from './fan.ts';
import { fetchTickets } from './fetch-tickets.ts';

export type Bought = { readonly kind: Leaving } | { readonly kind: 'holdGone' };

const decideSeconds = 0.5;
const typeCardSeconds = 1;
/** Between two looks at the order, growing. Milliseconds. */
const lookMs = [200, 300, 500, 800, 1_200, 2_000] as const;
const waitForTicketMs = 120_000;
/** The intent could not be made at once: the page asks again. */
const intentTriesMax = 20;

/** Orders what is held and pays, as far as the fan means to. */
export async function buyTickets(fan: Fan, admission: string, hold: Hold): Promise<Bought> {
  await think(fan, decideSeconds);
  const startedAt = performance.now();
  const placed = await placeOrder(fan, admission, hold);
  if ('kind' in placed) return placed;
  const known: KnownOrder = {
    orderId: placed.orderId,
    amountMinor: placed.amountMinor,
    tickets: placed.tickets.map((ticket) => ticket.number),
    state: placed.state,
  };
  fan.memory.orders.push(known);
  fan.tally.ordersPlaced += 1;
  if (fan.plan.ending === 'neverPays') return { kind: 'abandoned' };
  moveTo(fan, 'paying');
  const thinkingAt = performance.now();
  await think(fan, typeCardSeconds);
  const thoughtMs = performance.now() - thinkingAt;
  if (fan.plan.ending === 'cancelsOrder') return cancel(fan, known, 'abandoned');
  if ((await pay(fan, placed)) === 'declined') return cancel(fan, known, 'declined');
  const ended = await awaitPaid(fan, known);
  if (ended !== 'PAID') return { kind: 'tooSlow' };
  await fetchTickets(fan, known);
  fan.tally.latencies.orderToTicket.add(performance.now() - startedAt - thoughtMs);
  return { kind: 'withTickets' };
}

async function placeOrder(fan: Fan, admission: string, hold: Hold): Promise<Order | Bought> {
  const params = {
    path: { dropId: fan.show.dropId },
    header: { 'fairgate-admission': admission, 'idempotency-key': randomUUID() },
  };
  const body = { holdId: hold.holdId, expectedAmountMinor: hold.amountMinor };
  const answer = await ask(fan, 'order', () => fan.api.POST('/v1/drops/{dropId}/orders', { params, body }));
  if (answer.data !== undefined) return answer.data;
  switch (codeOf(answer)) {
    case 'HOLD_GONE':
      return { kind: 'holdGone' };
    case 'NO_ADMISSION':
      return { kind: 'tooSlow' };
    case 'DROP_CLOSED':
      return { kind: 'soldOut' };
    default:
      throw surprise('order', answer);
  }
}

/** A first card that is declined is followed by another, unless the fan has none. */
async function pay(fan: Fan, order: Order): Promise<'paid' | 'declined'> {
  if (order.amountMinor === 0) return 'paid';
  const payment = order.payment ?? (await awaitIntent(fan, order.orderId));
  if (payment === null) return 'paid';
  const cards = cardsOf(fan);
  for (const [index, card] of cards.entries()) {
    if (index > 0) await think(fan, typeCardSeconds);
    // Whatever an intent that cannot be confirmed means, the order tells.
    if ((await confirmPayment(fan, payment, card)) !== 'declined') return 'paid';
  }
  return 'declined';
}

function cardsOf({ plan }: Fan): readonly CardToken[] {
  switch (plan.card) {
    case 'approved':
      return ['pm_card_visa'];
    case 'declinedOnce':
      return ['pm_card_chargeDeclined', 'pm_card_visa'];
    case 'asksForApproval':
      return ['pm_card_authenticationRequired'];
    case 'declinedForGood':
      return ['pm_card_chargeDeclined'];
  }
}

/** null: there is nothing to pay any more. */
async function awaitIntent(fan: Fan, orderId: string): Promise<Order['payment']> {
  for (let tries = 1; tries <= intentTriesMax; tries += 1) {
    const order = await comeBack(fan, orderId);
    if (order.payment !== null || order.state !== 'PENDING_PAYMENT') return order.payment;
    await fan.pauses.wait(1_000);
  }
  throw new Surprise(`order ${orderId} was given no payment`);
}

/** Says that the fan is back from paying, then looks at the order until it is done. */
async function awaitPaid(fan: Fan, known: KnownOrder): Promise<string> {
  const untilMs = Date.now() + waitForTicketMs;
  let order = await comeBack(fan, known.orderId);
  for (let looks = 0; !isDone(order.state); looks += 1) {
    if (Date.now() > untilMs) throw new Surprise(`order ${known.orderId} is still ${order.state}`);
    await fan.pauses.wait(lookMs[Math.min(looks, lookMs.length - 1)] ?? 0);
    order = await lookAt(fan, known.orderId);
  }
  known.state = order.state;
  if (order.state !== 'PAID' && order.state !== 'EXPIRED')
    throw new Surprise(`order ${known.orderId} was paid for and is ${order.state}`);
  return order.state;
}

function isDone(state: string): boolean {
  return ['PAID', 'EXPIRED', 'LOST_RELEASED', 'VOIDED', 'REFUNDED'].includes(state);
}

async function comeBack(fan: Fan, orderId: string): Promise<Order> {
  const params = { path: { orderId } };
  const answer = await ask(fan, 'paymentReturn', () =>
    fan.api.POST('/v1/orders/{orderId}/payment-return', { params }),
  );
  if (answer.data === undefined) throw surprise('paymentReturn', answer);
  return answer.data;
}

async function lookAt(fan: Fan, orderId: string): Promise<Order> {
  const params = { path: { orderId } };
  const answer = await ask(fan, 'orderStatus', () => fan.api.GET('/v1/orders/{orderId}', { params }));
  if (answer.data === undefined) throw surprise('orderStatus', answer);
  return answer.data;
}

async function cancel(fan: Fan, known: KnownOrder, leaving: Leaving): Promise<Bought> {
  const params = { path: { orderId: known.orderId } };
  const answer = await ask(fan, 'cancel', () =>
    fan.api.POST('/v1/orders/{orderId}/cancellation', { params }),
  );
  if (answer.data === undefined && codeOf(answer) !== 'STATE_CONFLICT') throw surprise('cancel', answer);
  known.state = answer.data?.state ?? 'EXPIRED';
  return { kind: leaving };
}
