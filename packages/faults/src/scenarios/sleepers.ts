import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { loadWorld } from '../judge/load-world.ts';
import type { Stage } from '../points/stage.ts';
import { pays } from '../workload/buy-tickets.ts';
import { nothingSeen, type Seen, saw } from './seen.ts';
import { asleep, buyOne } from './story-parts.ts';

const lookMs = 2_500;

/** While nobody finalizes, no money may move. */
export async function finalizersAsleep(stage: Stage): Promise<Seen> {
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

/** Nobody captures until the bank gives the approved money up. */
export async function authorizationRunsOut(stage: Stage): Promise<Seen> {
  await asleep(stage, 'payments-worker', async () => {
    const buying = buyOne(stage, pays);
    await sleep(lookMs);
    await stage.stack.stripeControl.advanceClock(daysUntilGone * 86_400);
    return { buying };
  }).then(({ buying }) => buying);
  return nothingSeen;
}
