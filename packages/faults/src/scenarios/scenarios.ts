import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from '../judge/audit-stack.ts';
import { plays, shopperOf } from '../points/plays.ts';
import type { Play, Stage } from '../points/stage.ts';
import { asOwner } from '../stack/as-owner.ts';
import { actions } from '../workload/actions.ts';
import { buyTickets, pays } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { holdTickets } from '../workload/hold-tickets.ts';
import { newShopper } from '../workload/shopper.ts';
import { allKilled } from './all-killed.ts';
import { clocksApart, wrongClocks } from './clocks-apart.ts';
import { crossingOrders } from './crossing-orders.ts';
import { forgedWebhooks } from './forged-webhooks.ts';
import { keyForgotten, killedThrice } from './killed.ts';
import { redisGoesBack } from './redis-goes-back.ts';
import { rivals } from './rivals.ts';
import type { Scenario } from './scenario.ts';
import { nothingSeen, type Seen, saw } from './seen.ts';
import { authorizationRunsOut, finalizersAsleep } from './sleepers.ts';
import { buyOne } from './story-parts.ts';
import { tomorrowBesideToday, twoVersions } from './two-versions.ts';

const toldByPlay = (play: Play) => async (stage: Stage) => {
  return { violations: await play(stage) };
};

async function atStripe(stage: Stage, path: string, form: Readonly<Record<string, string>>): Promise<void> {
  const { stripeUrl, secrets } = stage.stack;
  const answer = await fetch(`${stripeUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secrets.stripeSecretKey}` },
    body: new URLSearchParams(form),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
}

/** Two shoppers want the same seats at the same time. */
async function twoAtOneSeat(stage: Stage): Promise<Seen> {
  const shoppers = [await shopperOf(stage, 0), await shopperOf(stage, 1)];
  await Promise.all(
    shoppers.map(async (shopper) => {
      const admission = await comeIn(shopper);
      if (admission !== null) await holdTickets(shopper, admission, { kind: 'seats', tickets: [4, 5] });
    }),
  );
  return nothingSeen;
}

const visitsOfOne = 4;

/** One customer comes again and again. */
async function moreThanTheLimit(stage: Stage): Promise<Seen> {
  const first = await shopperOf(stage);
  for (let visit = 1; visit <= visitsOfOne; visit += 1) {
    const again = newShopper(stage.venue, first.account, stage.history, stage.random, 6_000);
    const admission = await comeIn(again);
    const hold =
      admission === null ? null : await holdTickets(again, admission, { kind: 'general', quantity: 2 });
    if (admission !== null && hold !== null) await buyTickets(again, admission, hold, pays);
  }
  return nothingSeen;
}

const crowd = 12;
const smallCap = 3;
const smallStaySeconds = 10;
/** They stand in line for less time than those who came in stay. Milliseconds. */
const standsMs = 5_000;

async function smallShop(stage: Stage): Promise<Seen> {
  const { stack, venue, history, random } = stage;
  const accounts = await venue.newAccounts(crowd);
  const visits = accounts.map((account) => comeIn(newShopper(venue, account, history, random, standsMs)));
  await sleep(1_500);
  const violations = await audit(stack);
  const inside = (await Promise.all(visits)).filter((admission) => admission !== null).length;
  const told = inside < smallCap ? [saw('the story can be told', `only ${inside} came in`)] : [];
  return { violations: [...violations, ...told, ...(await audit(stack))] };
}

/** Everything is forgotten in the middle of a purchase, and a new epoch is filled. */
async function redisForgets(stage: Stage): Promise<Seen> {
  const epochNow = async (): Promise<number> =>
    (await asOwner(stage.stack, 'select epoch from redis_epoch where id = 1')).rows[0].epoch;
  const before = await epochNow();
  await plays.forget(stage);
  if ((await epochNow()) > before) return nothingSeen;
  return { violations: [saw('what Redis forgot begins a new epoch', `it is ${before} still`)] };
}

/** Stripe's library repeats a call once by itself when its connection is closed: one lost answer is none. */
const cancelPath = '/v1/payment_intents/*/cancel';

/** Each with one thing that goes wrong; on our own code all of them come to a good end. */
export const scenarios = {
  rivals: {
    what: 'two orders for the same seats, because Redis forgot between hold and order',
    leasesKept: false,
    ending: { orders: { PAID: 1 }, told: { 'hold ok': 2, 'purchase ok': 1, 'purchase fail': 1 } },
    play: rivals,
  },
  crossingOrders: {
    what: 'orders of many seats that cross',
    ending: { orders: { EXPIRED: { atLeast: 50 } } },
    play: crossingOrders,
  },
  moreThanTheLimit: {
    what: 'one customer comes again and again',
    ending: { orders: { PAID: 2 }, told: { 'purchase ok': 2 } },
    play: moreThanTheLimit,
  },
  cancelled: {
    what: 'buyers cancel',
    ending: { orders: { EXPIRED: 2 } },
    play: toldByPlay(plays.cancel),
  },
  abandoned: {
    what: 'a buyer never pays',
    venue: { paymentSeconds: 5 },
    ending: { orders: { EXPIRED: 1 } },
    play: async (stage) => {
      await actions.abandonsOrder.visit(await shopperOf(stage));
      return nothingSeen;
    },
  },
  cancelUnanswered: {
    what: 'a cancel is not answered',
    ending: { orders: { EXPIRED: 2 }, strikes: 4 },
    play: async (stage) => {
      await stage.stack.stripeControl.setFault({ kind: 'outage', mode: 'cut', path: cancelPath, count: 4 });
      await plays.cancel(stage);
      return nothingSeen;
    },
  },
  creationUnanswered: {
    what: "the answer to an intent's creation is lost",
    ending: { orders: { PAID: 1 }, strikes: 2 },
    play: async (stage) => {
      const path = '/v1/payment_intents';
      await stage.stack.stripeControl.setFault({ kind: 'drop_reply', method: 'POST', path, count: 2 });
      await buyOne(stage, pays);
      return nothingSeen;
    },
  },
  finalizersAsleep: {
    what: 'a payment is approved while nobody finalizes',
    ending: { orders: { PAID: 1 } },
    play: finalizersAsleep,
  },
  alteredAmount: {
    what: "an intent's amount is changed at Stripe before it is paid",
    expected: ['audit money.amounts'],
    ending: { orders: { LOST_RELEASED: 1 } },
    leavesTraces: true,
    play: async (stage) => {
      await buyOne(stage, {
        ...pays,
        beforePaying: ({ payment, amountMinor }) =>
          atStripe(stage, `/v1/payment_intents/${payment?.paymentIntentId}`, {
            amount: String(amountMinor - 100),
          }),
      });
      return nothingSeen;
    },
  },
  moneyWithoutSale: {
    what: 'somebody captures by hand what the buyer cancels',
    ending: { orders: { EXPIRED: 1 }, moneyBack: 1 },
    play: toldByPlay(plays.moneyWithoutSale),
  },
  authorizationRunsOut: {
    what: 'an authorization runs out before the capture',
    leavesTraces: true,
    ending: { orders: { VOIDED: 1 } },
    play: authorizationRunsOut,
  },
  twoAtOneSeat: {
    what: 'two shoppers want the same seats',
    ending: { orders: {}, told: { 'hold ok': 1, 'hold fail': 1 } },
    play: twoAtOneSeat,
  },
  smallShop: {
    what: 'more come than the shop has room for',
    venue: { shopperCap: smallCap, admissionSeconds: smallStaySeconds },
    saleGoesOn: false,
    ending: { orders: {} },
    play: smallShop,
  },
  redisForgets: {
    what: 'Redis loses everything',
    leasesKept: false,
    ending: { orders: { PAID: 3 }, told: { 'purchase ok': 3 } },
    play: redisForgets,
  },
  redisGoesBack: {
    what: 'Redis loses its last moments, in which customers were told their places',
    leasesKept: false,
    ending: { orders: {} },
    play: redisGoesBack,
  },
  noWebhooks: {
    what: 'every webhook is lost and nobody comes back from paying, at the usual pace',
    ownStack: () => ({ options: { pacePercent: 100 } }),
    venue: { paymentSeconds: 120 },
    ending: { orders: { PAID: 4 }, strikes: { atLeast: 4 } },
    play: async (stage) => {
      await stage.stack.stripeControl.setFault({ kind: 'webhook_lose' });
      await Promise.all(Array.from({ length: 4 }, () => buyOne(stage, { ...pays, comesBack: false })));
      return nothingSeen;
    },
  },
  clocksApart: {
    what: "clocks are wrong: every worker's by ten minutes, a gateway's by as much as it may",
    ownStack: () => ({ options: { unlike: wrongClocks } }),
    ending: { orders: { PAID: 6, EXPIRED: { atLeast: 2 } }, told: { 'purchase ok': 6 } },
    play: clocksApart,
  },
  killedThrice: {
    what: 'whoever finalizes an order is killed, three times',
    ending: { orders: { PAID: 1 }, told: { 'purchase ok': 1 } },
    play: killedThrice,
  },
  keyForgotten: {
    what: 'makers of refunds of one order die, and Stripe forgets the key before another looks',
    leavesTraces: true,
    ending: { orders: { REFUNDED: 1 }, told: { 'refund ok': 3 }, moneyBack: 1 },
    play: keyForgotten,
  },
  twoVersions: {
    what: "tomorrow's version runs beside today's, and is then held back for a while",
    ownStack: tomorrowBesideToday,
    ending: { orders: { PAID: 12 }, told: { 'purchase ok': 12 } },
    play: twoVersions,
  },
  allKilled: {
    what: 'services, Postgres and Redis are killed at once in the middle of purchases, at the usual pace',
    ownStack: () => ({ options: { pacePercent: 100 } }),
    leasesKept: false,
    ending: { orders: { PAID: { atLeast: 4 }, EXPIRED: { atLeast: 0 }, LOST_RELEASED: { atLeast: 0 } } },
    play: allKilled,
  },
  forgedWebhooks: {
    what: 'somebody forges webhooks',
    ending: { orders: { PAID: 1 } },
    play: forgedWebhooks,
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;
