import { setTimeout as sleep } from 'node:timers/promises';
import { type ActName, countActs, type EventType } from '../history/history.ts';
import type { Violation } from '../judge/violation.ts';
import { asOwner } from '../stack/as-owner.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { actions } from '../workload/actions.ts';
import { buyTickets, pays } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { holdTickets } from '../workload/hold-tickets.ts';
import { newShopper, type Shopper } from '../workload/shopper.ts';
import { afterSalePlays } from './after-sale-plays.ts';
import { inVainPlays } from './in-vain-plays.ts';
import { lanePlays } from './lane-plays.ts';
import { overduePlays, untilThere } from './overdue-plays.ts';
import { missed, type Play, playedWell, type Stage } from './stage.ts';

/** How long the customers of a play stay. Milliseconds. */
const patienceMs = 25_000;

export async function shopperOf(stage: Stage, gateway: number | null = null): Promise<Shopper> {
  const [account = ''] = await stage.venue.newAccounts(1);
  return newShopper(stage.venue, account, stage.history, stage.random, patienceMs, gateway);
}

type Visit = (shopper: Shopper) => Promise<void>;

async function together(stage: Stage, ...visits: readonly Visit[]): Promise<void> {
  await Promise.all(visits.map(async (visit) => visit(await shopperOf(stage))));
}

/** A play for whose sake some act has to end so at least once. */
function until(act: ActName, types: readonly EventType[], play: (stage: Stage) => Promise<unknown>): Play {
  const count = ({ history }: Stage): number =>
    types.reduce((sum, type) => sum + countActs(history, act, type), 0);
  return async (stage) => {
    const before = count(stage);
    await play(stage);
    if (count(stage) > before) return playedWell;
    return missed(`no ${act} ended with ${types.join(' or ')}`, ...stage.history.events.slice(-20));
  };
}

const untilPaid = (play: (stage: Stage) => Promise<unknown>): Play => until('purchase', ['ok'], play);

const { buysBest, triesAnotherCard, buysStanding, closesPageAfterPaying, cancelsOrder } = actions;

/** A Stripe that misbehaves once, then a purchase. */
function withFault(fault: Parameters<FaultStack['stripeControl']['setFault']>[0]): Play {
  return async (stage) => {
    const { stripeControl } = stage.stack;
    const { id } = await stripeControl.setFault(fault);
    const unpaid = await untilPaid((own) => together(own, buysStanding.visit, closesPageAfterPaying.visit))(
      stage,
    );
    // A purchase may be over by a webhook before the call that was struck is repeated.
    await sleep(repeatedWithinMs);
    const set = (await stripeControl.faults()).find((one) => one.id === id);
    await stripeControl.clearFaults();
    return [...unpaid, ...neverStruck(set)];
  };
}

/** Only what is left of a fault is listed. */
function neverStruck(left: { readonly struck: number } | undefined): readonly Violation[] {
  return left?.struck === 0 ? missed('no call met the fault of Stripe', left) : playedWell;
}

/** Stripe is out once it has not answered for some seconds. Milliseconds. */
const outageMs = 8_000;
const repeatedWithinMs = 1_500;
const capture = { method: 'POST', path: '/v1/payment_intents/*/capture', count: 1 } as const;

/** Every way by which the points are reached. Each may be played again and again on the same stage. */
export const plays = {
  visit: untilPaid((stage) =>
    together(stage, buysBest.visit, triesAnotherCard.visit, buysStanding.visit, closesPageAfterPaying.visit),
  ),
  cancel: until('cancel', ['ok'], (stage) => together(stage, cancelsOrder.visit, actions.isDeclined.visit)),
  giveBack: until('release', ['ok'], (stage) =>
    together(stage, actions.givesHoldBack.visit, buysStanding.visit),
  ),
  // After an answer that was lost a refusal decides nothing: it may be of the second try alone.
  refusal: until('purchase', ['fail', 'info'], (stage) =>
    together(stage, actions.misreadsPrice.visit, buysStanding.visit),
  ),
  // Stripe's library repeats a call once by itself when its connection is closed.
  unanswered: withFault({ kind: 'drop_reply', ...capture, count: 4 }),
  serverFault: withFault({ kind: 'error_before', ...capture }),
  overTheRate: withFault({ kind: 'rate_limit', ...capture }),
  webhookInVain: withFault({
    kind: 'outage',
    mode: 'unavailable',
    method: 'GET',
    path: '/v1/payment_intents/*',
    count: 2,
  }),
  atTheBank: untilPaid((stage) =>
    together(stage, actions.approvesAtBank.visit, actions.approvesAtBank.visit),
  ),
  outage,
  tooCheap: until('purchase', ['fail', 'info'], async (stage) => {
    await asOwner(stage.stack, "update categories set price_minor = 10 where name = 'Standing'");
    await together(stage, buysStanding.visit, cancelsOrder.visit);
    await asOwner(stage.stack, "update categories set price_minor = 3500 where name = 'Standing'");
  }),
  forget,
  moneyWithoutSale: captureByHandAndCancel,
  ...overduePlays,
  ...inVainPlays,
  ...afterSalePlays,
  ...lanePlays,
} as const satisfies Readonly<Record<string, Play>>;

export type PlayName = keyof typeof plays;

/** Somebody orders, Stripe goes away for longer than it takes to be noticed, and comes back. */
async function outage(stage: Stage): Promise<readonly Violation[]> {
  const { stack } = stage;
  const { rows } = await asOwner(stack, 'select coalesce(max(id), 0)::text as id from stripe_outages');
  const ordering = together(stage, actions.abandonsOrder.visit, actions.abandonsHold.visit);
  await sleep(1_000);
  await stack.stripeControl.setFault({ kind: 'outage', mode: 'cut' });
  await Promise.all([ordering, together(stage, buysStanding.visit), sleep(outageMs)]);
  await stack.stripeControl.clearFaults();
  const begun = 'select from stripe_outages where id > $1::bigint';
  const misses = await untilThere(stack, begun, [rows[0].id], 'nobody noticed that Stripe was out');
  await sleep(outageMs);
  return misses;
}

const filledWithinMs = 5_000;

async function forget(stage: Stage): Promise<readonly Violation[]> {
  return untilPaid(async () => {
    const shopper = await shopperOf(stage);
    const admission = await comeIn(shopper);
    const hold =
      admission === null ? null : await holdTickets(shopper, admission, { kind: 'best', quantity: 2 });
    // An order under way when Redis forgets: its seats stay its own.
    const beforePaying = () => forgetAndFill(stage.stack);
    if (admission !== null && hold !== null)
      await buyTickets(shopper, admission, hold, { ...pays, beforePaying });
    else await beforePaying();
    await together(stage, buysBest.visit, buysStanding.visit);
  })(stage);
}

/** Empties Redis, and waits for the next epoch as long as a customer would: an order that waits needs its leases in it. */
async function forgetAndFill(stack: FaultStack): Promise<void> {
  const epochNow = async (): Promise<{ readonly epoch: number; readonly state: string }> => {
    const { rows } = await asOwner(stack, 'select epoch, state from redis_epoch where id = 1');
    return rows[0];
  };
  const before = await epochNow();
  await stack.redis.flush();
  const untilMs = Date.now() + filledWithinMs;
  while (Date.now() < untilMs) {
    const { epoch, state } = await epochNow();
    if (epoch > before.epoch && state === 'READY') return;
    await sleep(100);
  }
}

/** Somebody captures the money in Stripe's dashboard while the buyer cancels: it has to go back. */
async function captureByHandAndCancel(stage: Stage): Promise<readonly Violation[]> {
  const { stack } = stage;
  let captured = 0;
  stack.webhookLink.set('cut');
  const shopper = await shopperOf(stage);
  const admission = await comeIn(shopper);
  const hold =
    admission === null ? null : await holdTickets(shopper, admission, { kind: 'general', quantity: 1 });
  if (admission !== null && hold !== null) {
    const paying = { cards: ['pm_card_visa'], cancels: true, comesBack: false } as const;
    await buyTickets(shopper, admission, hold, {
      ...paying,
      async afterPaying(payment) {
        const { status } = await fetch(
          `${stack.stripeUrl}/v1/payment_intents/${payment.paymentIntentId}/capture`,
          { method: 'POST', headers: { authorization: `Bearer ${stack.secrets.stripeSecretKey}` } },
        );
        captured = status;
        return 'cancel';
      },
    });
  }
  stack.webhookLink.set('open');
  await stack.stripeControl.flushWebhooks();
  return captured === 200 ? playedWell : missed(`the capture by hand was answered with ${captured}`);
}
