import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@fairgate/launcher/start-services.ts';
import pg from 'pg';
import { audit } from '../judge/audit-stack.ts';
import { loadWorld } from '../judge/load-world.ts';
import { plays, shopperOf } from '../points/plays.ts';
import type { Play, Stage } from '../points/stage.ts';
import { asOwner } from '../stack/as-owner.ts';
import { actions } from '../workload/actions.ts';
import { buyTickets, type Intentions, pays } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { holdTickets } from '../workload/hold-tickets.ts';
import { newShopper } from '../workload/shopper.ts';
import { crossingOrders } from './crossing-orders.ts';
import { forgedWebhooks } from './forged-webhooks.ts';
import { redisGoesBack } from './redis-goes-back.ts';
import { rivals } from './rivals.ts';
import type { Scenario } from './scenario.ts';
import { nothingSeen, type Seen, saw } from './seen.ts';

const toldByPlay = (play: Play) => async (stage: Stage) => {
  return { violations: await play(stage) };
};

async function buyOne(stage: Stage, intentions: Intentions): Promise<void> {
  const shopper = await shopperOf(stage);
  const admission = await comeIn(shopper);
  const hold =
    admission === null ? null : await holdTickets(shopper, admission, { kind: 'general', quantity: 1 });
  if (admission !== null && hold !== null) await buyTickets(shopper, admission, hold, intentions);
}

/** All processes of a service stand still meanwhile. */
async function asleep<T>(stage: Stage, service: ServiceName, meanwhile: () => Promise<T>): Promise<T> {
  const own = stage.stack.services.filter((one) => one.service === service).map(({ process }) => process);
  for (const process of own) process.kill('SIGSTOP');
  return meanwhile().finally(() => {
    for (const process of own) process.kill('SIGCONT');
  });
}

async function atStripe(stage: Stage, path: string, form: Readonly<Record<string, string>>): Promise<void> {
  const { stripeUrl, secrets } = stage.stack;
  const answer = await fetch(`${stripeUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secrets.stripeSecretKey}` },
    body: new URLSearchParams(form),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${await answer.text()}`);
}

const lookMs = 2_500;

/** While nobody finalizes, no money may move. */
async function finalizersAsleep(stage: Stage): Promise<Seen> {
  let early: Seen = nothingSeen;
  await asleep(stage, 'queue-worker', async () => {
    const buying = buyOne(stage, pays);
    await sleep(lookMs);
    early = await lookForEarlyMoney(stage);
    return { buying };
  }).then(({ buying }) => buying);
  return early;
}

/** Stripe is asked first: what was captured then belongs to an order that was finalized before. */
async function lookForEarlyMoney({ stack, venue }: Stage): Promise<Seen> {
  const { intents } = await stack.stripeControl.ledger();
  const database = new pg.Client({ connectionString: stack.ownerDatabaseUrl });
  await database.connect();
  const { orders } = await loadWorld(database, stack.stripeControl, venue.show.eventId).finally(() =>
    database.end(),
  );
  const early = intents.filter(
    ({ captured, metadata }) =>
      captured > 0 &&
      orders.some(
        ({ orderId, state }) =>
          orderId === metadata.order_id && ['PENDING_PAYMENT', 'AUTHORIZED', 'LOST'].includes(state),
      ),
  );
  if (early.length === 0) return nothingSeen;
  const sentence = 'money was taken for tickets that are not sold';
  return { violations: [saw('no money before the sale', sentence, ...early)] };
}

const daysUntilGone = 8;

async function authorizationRunsOut(stage: Stage): Promise<Seen> {
  await asleep(stage, 'payments-worker', async () => {
    const buying = buyOne(stage, pays);
    await sleep(lookMs);
    await stage.stack.stripeControl.advanceClock(daysUntilGone * 86_400);
    return { buying };
  }).then(({ buying }) => buying);
  return nothingSeen;
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
    pacePercent: 100,
    leavesTraces: true,
    venue: { paymentSeconds: 120 },
    ending: { orders: { PAID: 4 }, strikes: { atLeast: 4 } },
    play: async (stage) => {
      await stage.stack.stripeControl.setFault({ kind: 'webhook_lose' });
      await Promise.all(Array.from({ length: 4 }, () => buyOne(stage, { ...pays, comesBack: false })));
      return nothingSeen;
    },
  },
  forgedWebhooks: {
    what: 'somebody forges webhooks',
    ending: { orders: { PAID: 1 } },
    play: forgedWebhooks,
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarios;
