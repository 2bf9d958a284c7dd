import { setTimeout as sleep } from 'node:timers/promises';
import { asOwner } from '../stack/as-owner.ts';
import type { FaultStack } from '../stack/fault-stack.ts';

const learnedWithinMs = 20_000;
const lookMs = 200;

/**
 * Webhooks of disputes that were lost are made up for hourly, and whenever a payments-worker starts: one is started anew.
 * Waits until every dispute that Stripe has is known; one that stays unknown is for the judge to find.
 */
export async function learnDisputes(stack: FaultStack): Promise<void> {
  const { intents } = await stack.stripeControl.ledger();
  const disputed = intents.filter((intent) => intent.disputed > 0);
  const areKnown = async (): Promise<boolean> => {
    const { rows } = await asOwner(stack, "select count(*)::int as known from disputes where state = 'LOST'");
    return rows[0].known >= disputed.length;
  };
  if (disputed.length === 0 || (await areKnown())) return;
  const worker = stack.services.find(({ service }) => service === 'payments-worker');
  await worker?.process.restart();
  const untilMs = Date.now() + learnedWithinMs;
  while (Date.now() < untilMs && !(await areKnown())) await sleep(lookMs);
}
