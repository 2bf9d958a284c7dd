import { NONE, type OrderRow } from '../database/rows.ts';
import type { BuyerPlan, PurchasePlan } from '../history/draw-plan.ts';
import { Random } from '../schedule/random.ts';
import type { Steps, World } from '../schedule/world.ts';
import { cancelOrder, holdSeats, placeOrder, returnFromPayment } from './gateway.ts';

/** What a buyer was told, for the checker: told is told. */
export interface Told {
  readonly order: number;
  readonly state: OrderRow['state'];
}

const httpTimeoutMs = 30_000;
const holdMs = 120_000;
const triesMax = 4;
const keysPerBuyer = 16;

/** A buyer at a browser: holds, orders, pays or not, and asks how it stands. */
export class Buyer {
  readonly #w: World;
  readonly #plan: BuyerPlan;
  readonly #random = new Random();
  readonly #told: Told[];

  constructor(w: World, plan: BuyerPlan, seed: number, told: Told[]) {
    this.#w = w;
    this.#plan = plan;
    this.#told = told;
    this.#random.reset(seed, 2_000 + plan.index);
  }

  *visit(): Steps {
    yield this.#plan.arrivesAt;
    for (let n = 0; n < this.#plan.purchases.length; n += 1) {
      const purchase = this.#plan.purchases[n];
      if (purchase !== undefined) yield* this.#buy(purchase, this.#plan.index * keysPerBuyer + n);
    }
  }

  *#buy(purchase: PurchasePlan, key: number): Steps {
    const tickets = yield* this.#holdSome(purchase, key);
    if (tickets === null || purchase.ending === 'dropsHold') return;
    yield purchase.paceMs;
    const order = yield* this.#order(purchase, key, tickets);
    if (order === null) return;
    if (purchase.ending === 'neverPays') return;
    if (purchase.ending === 'cancels' || (purchase.ending === 'cancelsAndPays' && this.#random.chance(0.5)))
      yield* this.#ask(cancelOrder(this.#w, order));
    if (purchase.ending === 'cancels') return;
    yield* this.#pay(purchase, order);
    if (purchase.ending === 'cancelsAndPays') yield* this.#ask(cancelOrder(this.#w, order));
    if (purchase.comesBack) yield* this.#comeBack(order, 2);
  }

  *#holdSome(purchase: PurchasePlan, hold: number): Steps<readonly number[] | null> {
    for (let n = 0; n < triesMax; n += 1) {
      const tickets = this.#choose(purchase.tickets);
      const account = this.#plan.index;
      const held = yield* this.#ask(holdSeats(this.#w, hold, account, tickets, holdMs));
      if (held === 'HELD') return tickets;
      yield purchase.paceMs;
    }
    return null;
  }

  /** The front seats are wanted most; some seats only look free. */
  #choose(count: number): readonly number[] {
    const all = this.#w.db.tickets.length;
    const chosen: number[] = [];
    const start = Math.floor(this.#random.next() ** 2 * all);
    for (let n = 0; n < all && chosen.length < count; n += 1) {
      const ticket = (start + n) % all;
      if (this.#w.redis.isFree(ticket) || this.#random.chance(0.05)) chosen.push(ticket);
    }
    return chosen.length > 0 ? chosen.sort((a, b) => a - b) : [start];
  }

  /** The same key each time: a lost answer must not make a second order. */
  *#order(purchase: PurchasePlan, key: number, tickets: readonly number[]): Steps<OrderRow | null> {
    const account = this.#plan.index;
    const request = {
      account,
      admission: account,
      hold: key,
      key,
      requestHash: 0,
      tickets,
      expectedMinor: NONE,
    };
    for (let n = 0; n < triesMax; n += 1) {
      const answer = yield* this.#ask(placeOrder(this.#w, request));
      if (answer !== undefined) {
        const { order } = answer;
        const row = this.#w.db.orders[order];
        if (row !== undefined) this.#told.push({ order, state: 'PENDING_PAYMENT' });
        return row ?? null;
      }
      yield purchase.paceMs;
    }
    return null;
  }

  *#pay(purchase: PurchasePlan, order: OrderRow): Steps {
    if (order.amountMinor === 0) return;
    for (let n = 0; n < triesMax && order.payment.intent === NONE; n += 1) {
      yield 2_000;
      yield* this.#comeBack(order, 1);
    }
    const intent = this.#w.stripe.intents[order.payment.intent];
    if (intent === undefined) return;
    yield purchase.paceMs;
    if (purchase.ending === 'paysLate') yield this.#random.below(2 * this.#w.db.paymentMs);
    const answers = cardAnswers[purchase.card];
    for (const answer of answers) {
      // Confirmed in the browser, at Stripe: nothing of ours is asked.
      const isTaken = this.#w.stripe.confirm(intent, answer);
      this.#w.tell?.(
        `buyer ${this.#plan.index} confirms intent ${intent.id} of order ${order.id}: ${isTaken ? answer : 'refused'}`,
      );
      yield answer === 'asks' ? this.#random.below(this.#w.db.paymentMs) : 1_000;
    }
  }

  *#comeBack(order: OrderRow, times: number): Steps {
    for (let n = 0; n < times; n += 1) {
      const state = yield* this.#ask(returnFromPayment(this.#w, order));
      if (state !== undefined && state !== 'PAYMENT_UNAVAILABLE') {
        this.#told.push({ order: order.id, state });
        if (state === 'PAID') return;
      }
      if (times > 1) yield 1_000 * (1 + this.#random.below(20));
    }
  }

  /** One request to any gateway. undefined: no answer came, and it may have happened. */
  *#ask<R>(steps: Steps<R>): Steps<R | undefined> {
    const w = this.#w;
    const gateway = w.pick('gateway');
    if (gateway === undefined || w.faults['http-lost'].hit()) {
      yield 1_000;
      return undefined;
    }
    const task = w.current;
    const answer: { value?: R } = {};
    w.spawn(
      gateway,
      serve(w, steps, (value) => {
        answer.value = value;
        if (task !== null) w.wake(task, w.travel());
      }),
    );
    yield httpTimeoutMs;
    return answer.value;
  }
}

/** Runs in a gateway; its result goes back to whoever waits for it. */
function* serve<R>(w: World, steps: Steps<R>, answer: (value: R) => void): Steps {
  const value = yield* steps;
  if (!w.faults['http-reply-lost'].hit()) answer(value);
}

const cardAnswers: Readonly<Record<PurchasePlan['card'], readonly ('approved' | 'declined' | 'asks')[]>> = {
  approved: ['approved'],
  declinedOnce: ['declined', 'approved'],
  declined: ['declined'],
  asks: ['asks', 'approved'],
};
