import type { Hold } from '@fairgate/shared/contracts/holds.ts';
import { countActs, type History } from '../history/history.ts';
import { patiently } from '../patiently.ts';
import { buyTickets, pays } from './buy-tickets.ts';
import { answerOffer, offerTicket } from './give-away.ts';
import { paidOrderOf, refundOrder } from './give-back.ts';
import { newShopper, type Shopper } from './shopper.ts';
import type { Town } from './town.ts';

/** What a customer was told is paid. */
export interface Bought {
  readonly orderId: string;
  readonly tickets: readonly number[];
  /** null: the page that paid did not keep it. */
  readonly paymentIntentId: string | null;
}

/** Whoever has bought has this long for what comes then, and so have the vendor and friends. Milliseconds. */
const patienceMs = 12_000;
const disputePrefix = 'dispute-';
const bankTries = { tries: 8, pauseMs: 700 };

/** What was acknowledged of it, and payments that were disputed, of which nobody is told. */
export interface GivenBack {
  readonly refunds: number;
  readonly gifts: number;
  readonly disputes: number;
}

export function countGivenBack(history: History): GivenBack {
  return {
    refunds: countActs(history, 'refund', 'ok'),
    gifts: countActs(history, 'transfer', 'ok'),
    disputes: history.events.filter(({ id, type }) => type === 'info' && id.startsWith(disputePrefix)).length,
  };
}

export function wordsOfGivenBack({ refunds, gifts, disputes }: GivenBack): string {
  return `${refunds} refunds, ${gifts} gifts, ${disputes} disputes`;
}

/** Buys what is held; null when the buyer was not told that it is paid. */
export async function buyAndTell(shopper: Shopper, admission: string, hold: Hold): Promise<Bought | null> {
  let paymentIntentId: string | null = null;
  const told = await buyTickets(shopper, admission, hold, {
    ...pays,
    async afterPaying(payment) {
      ({ paymentIntentId } = payment);
      return 'goOn';
    },
  });
  const order = told === 'ok' ? paidOrderOf(shopper.history, shopper.account) : null;
  return order === null ? null : { ...order, paymentIntentId };
}

/** The vendor gives the order's money back and takes its tickets. */
export async function askRefund(shopper: Shopper, { office }: Town, order: Bought): Promise<void> {
  await refundOrder({ ...office, untilMs: Date.now() + patienceMs }, shopper.account, order);
}

/** One ticket goes to a friend, who takes it. */
export async function giveToFriend(shopper: Shopper, town: Town, order: Bought): Promise<void> {
  const { venue, history, random } = shopper;
  const [number] = order.tickets;
  const friend = town.friends[Math.floor(random() * town.friends.length)];
  if (number === undefined || friend === undefined) return;
  const giver = { ...shopper, untilMs: Date.now() + patienceMs };
  const transferId = await offerTicket(giver, number);
  if (transferId === null) return;
  const receiver = newShopper(venue, friend, history, random, patienceMs);
  await answerOffer(town.stack, giver, receiver, { transferId, number }, 'acceptance');
}

/** The bank takes the money back, and the vendor does not contest it, or not with success. */
export async function disputePayment(shopper: Shopper, { stack }: Town, order: Bought): Promise<void> {
  const { account, history } = shopper;
  const { orderId, tickets, paymentIntentId } = order;
  if (paymentIntentId === null) return;
  // Of the tickets it is the same as a refund, whose end nobody is told.
  const act = { act: 'refund', id: `${disputePrefix}${orderId}`, account, orderId, tickets } as const;
  history.add({ ...act, type: 'invoke' });
  const control = stack.stripeControl;
  try {
    const { id } = await patiently(() => control.openDispute(paymentIntentId), bankTries);
    await patiently(() => control.closeDispute(id, 'lost'), bankTries);
  } catch {
    // A Stripe that was away for so long has no dispute, or an open one.
  }
  history.add({ ...act, type: 'info' });
}
