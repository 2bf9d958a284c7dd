import { setTimeout as sleep } from 'node:timers/promises';
import { probeSale } from '../judge/probe-sale.ts';
import type { Stage } from '../points/stage.ts';
import { crashPostgres } from '../stack/fault-stack.ts';
import { pays } from '../workload/buy-tickets.ts';
import { type Seen, saw } from './seen.ts';
import { buyOne } from './story-parts.ts';

const buyers = 6;
/** Some hold by then, some have ordered, some have paid. */
const amidMs = 400;
/** Within this time after a crash somebody new has come in, paid and been told so, at every gateway. Milliseconds. */
const backWithinMs = 30_000;

/** The machine dies in the middle of purchases, all but its disk and Stripe, and everything is started again. */
export async function allKilled(stage: Stage): Promise<Seen> {
  const { stack, venue, history } = stage;
  const buying = Promise.all(Array.from({ length: buyers }, () => buyOne(stage, pays)));
  await sleep(amidMs);
  const startedMs = Date.now();
  for (const { process } of stack.services) process.kill('SIGKILL');
  await Promise.all([crashPostgres(stack), stack.redis.restart()]);
  const halted = await probeSale(venue, history);
  const tookMs = Date.now() - startedMs;
  await buying;
  const note = `somebody new was told of a paid order at every gateway after ${(tookMs / 1_000).toFixed(1)} s`;
  if (halted.length > 0 || tookMs <= backWithinMs) return { violations: halted, note };
  return { violations: [saw('the sale goes on', `${note}, not ${backWithinMs / 1_000} s`)], note };
}
