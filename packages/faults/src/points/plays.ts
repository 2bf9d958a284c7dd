import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { asOwner } from '../stack/as-owner.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { actions } from '../workload/actions.ts';
import { buyTickets, pays } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { holdTickets } from '../workload/hold-tickets.ts';
import { newShopper, type Shopper } from '../workload/shopper.ts';
import { afterSalePlays } from './after-sale-plays.ts';
import type { Stage } from './stage.ts';

export type Play = (stage: Stage) => Promise<void>;

/** How long the customers of a play stay. Milliseconds. */
const patienceMs = 25_000;

export async function shopperOf(stage: Stage, gateway: number | null = null): Promise<Shopper> {
  const [account = ''] = await stage.venue.newAccounts(1);
  return newShopper(stage.venue, account, stage.history, stage.random, patienceMs, gateway);
}

async function together(
  stage: Stage,
  ...visits: readonly ((shopper: Shopper) => Promise<void>)[]
): Promise<void> {
  await Promise.all(visits.map(async (visit) => visit(await shopperOf(stage))));
}

const { buysBest, triesAnotherCard, buysStanding, closesPageAfterPaying, cancelsOrder } = actions;

/** A Stripe that misbehaves once, then a purchase. */
function withFault(fault: Parameters<FaultStack['stripeControl']['setFault']>[0], ...more: Play[]): Play {
  return async (stage) => {
    await stage.stack.stripeControl.setFault(fault);
    await together(stage, buysStanding.visit, closesPageAfterPaying.visit);
    for (const play of more) await play(stage);
    // A purchase may be over by a webhook before the call that was struck is repeated.
    await sleep(repeatedWithinMs);
    await stage.stack.stripeControl.clearFaults();
  };
}

/** Stripe is out once it has not answered for some seconds. Milliseconds. */
const outageMs = 8_000;
const repeatedWithinMs = 1_500;
const capture = { method: 'POST', path: '/v1/payment_intents/*/capture', count: 1 } as const;

/** Every way by which the points are reached. Each may be played again and again on the same stage. */
export const plays = {
  visit: (stage) =>
    together(stage, buysBest.visit, triesAnotherCard.visit, buysStanding.visit, closesPageAfterPaying.visit),
  cancel: (stage) => together(stage, cancelsOrder.visit, actions.isDeclined.visit),
  giveBack: (stage) => together(stage, actions.givesHoldBack.visit, buysStanding.visit),
  refusal: (stage) => together(stage, actions.misreadsPrice.visit, buysStanding.visit),
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
  atTheBank: (stage) => together(stage, actions.approvesAtBank.visit, actions.approvesAtBank.visit),
  // Somebody orders, Stripe goes away for longer than it takes to be noticed, and comes back.
  async outage(stage) {
    const ordering = together(stage, actions.abandonsOrder.visit, actions.abandonsHold.visit);
    await sleep(1_000);
    await stage.stack.stripeControl.setFault({ kind: 'outage', mode: 'cut' });
    await Promise.all([ordering, together(stage, buysStanding.visit), sleep(outageMs)]);
    await stage.stack.stripeControl.clearFaults();
    await sleep(outageMs);
  },
  async tooCheap(stage) {
    await asOwner(stage.stack, "update categories set price_minor = 10 where name = 'Standing'");
    await together(stage, buysStanding.visit, cancelsOrder.visit);
    await asOwner(stage.stack, "update categories set price_minor = 3500 where name = 'Standing'");
  },
  async forget(stage) {
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
  },
  async endAdmission(stage) {
    const shopper = await shopperOf(stage);
    await comeIn(shopper);
    await asOwner(
      stage.stack,
      'update admissions set expires_at = clock_timestamp() where account_id = $1 and state = $2',
      [shopper.account, 'ACTIVE'],
    );
    await together(stage, buysStanding.visit);
  },
  async spendAdmission(stage) {
    const shopper = await shopperOf(stage);
    const admission = await comeIn(shopper);
    if (admission === null) return;
    const hold = await holdTickets(shopper, admission, {
      kind: 'general',
      quantity: stage.venue.settings.limit,
    });
    if (hold !== null) await buyTickets(shopper, admission, hold, pays);
    await sleep(1_500);
  },
  async mailInVain(stage) {
    const { mailFolder } = stage.stack;
    renameSync(mailFolder, `${mailFolder}-away`);
    writeFileSync(mailFolder, 'no folder');
    await together(stage, buysStanding.visit);
    await sleep(1_500);
    rmSync(mailFolder);
    renameSync(`${mailFolder}-away`, mailFolder);
  },
  moneyWithoutSale: async (stage) => captureByHandAndCancel(stage),
  ...afterSalePlays,
} as const satisfies Readonly<Record<string, Play>>;

export type PlayName = keyof typeof plays;

const filledWithinMs = 5_000;

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
async function captureByHandAndCancel(stage: Stage): Promise<void> {
  const { stack } = stage;
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
        await fetch(`${stack.stripeUrl}/v1/payment_intents/${payment.paymentIntentId}/capture`, {
          method: 'POST',
          headers: { authorization: `Bearer ${stack.secrets.stripeSecretKey}` },
        });
        return 'cancel';
      },
    });
  }
  stack.webhookLink.set('open');
  await stack.stripeControl.flushWebhooks();
}
