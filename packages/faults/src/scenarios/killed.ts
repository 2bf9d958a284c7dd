import { shopperOf } from '../points/plays.ts';
import type { Stage } from '../points/stage.ts';
import { asOwner } from '../stack/as-owner.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { buyTickets, pays } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { openBackOffice, paidOrderOf, refundIn, refundOrder } from '../workload/give-back.ts';
import { holdTickets } from '../workload/hold-tickets.ts';
import { nothingSeen, type Seen, saw } from './seen.ts';
import { buyOne } from './story-parts.ts';

const struckWithinMs = 20_000;
const kills = 3;

/** Each worker that takes an order dies of it, whether a job or a sweeper told it to. */
export async function killedThrice(stage: Stage): Promise<Seen> {
  const { crash } = stage.stack;
  const point = { point: 'finalize-orders.before', hit: 1, action: 'kill' } as const;
  crash.arm(point);
  const buying = buyOne(stage, pays);
  let killed = 0;
  while (killed < kills && (await crash.struck(struckWithinMs)) !== null) {
    killed += 1;
    if (killed < kills) crash.arm(point);
  }
  crash.disarm();
  await buying;
  if (killed === kills) return nothingSeen;
  return { violations: [saw('the story can be told', `the finalizer was killed ${killed} times`)] };
}

/** Stripe keeps what was asked under a key for a day. */
const keyForgottenHours = 25;

/**
 * Three tickets of one order are given back, one after the other. Whoever asks Stripe for the second refund dies before it
 * is there, for the third when it is, before it can say so; no webhook tells of it. When another takes them up, the key
 * would make the third refund twice, for which there is money while the second is missing, and the second must not be taken
 * for the first.
 */
export async function keyForgotten(stage: Stage): Promise<Seen> {
  const { stack, history, venue, random } = stage;
  const shopper = await shopperOf(stage);
  const admission = await comeIn(shopper);
  const hold =
    admission === null ? null : await holdTickets(shopper, admission, { kind: 'general', quantity: 3 });
  if (admission !== null && hold !== null) await buyTickets(shopper, admission, hold, pays);
  const order = paidOrderOf(history, shopper.account);
  if (order === null) return missed('nobody bought tickets');
  for (const path of ['refund.*', 'charge.*'])
    await stack.stripeControl.setFault({ kind: 'webhook_lose', path });
  const deaths = [null, 'create-refund.before', 'create-refund.after'] as const;
  for (const [at, death] of deaths.entries()) {
    const office = await openBackOffice(stack, venue, history, random);
    const one = { ...order, tickets: order.tickets.slice(at, at + 1) };
    if (death !== null) stack.crash.arm({ point: death, hit: 1, action: 'stop' });
    await refundOrder(office, shopper.account, one, 'named');
    if (death !== null && !(await dieAndForget(stack))) return missed(`nobody came by ${death}`);
    if ((await refundIn(office, order.orderId, 'SUCCEEDED')) === null)
      return missed(`refund ${at + 1} was not made`);
  }
  return nothingSeen;
}

/** Who stands at the point dies, and by Stripe's clock and ours a day has passed. false: that did not come about. */
async function dieAndForget(stack: FaultStack): Promise<boolean> {
  const pid = await stack.crash.struck(struckWithinMs);
  stack.crash.disarm();
  if (pid === null) return false;
  await stack.stripeControl.advanceClock(keyForgottenHours * 3_600);
  const aged = `update payment_operations set sent_at = sent_at - make_interval(hours => $1) where kind = 'REFUND' and state = 'SENT'`;
  const { rowCount } = await asOwner(stack, aged, [keyForgottenHours]);
  process.kill(pid, 'SIGKILL');
  return rowCount === 1;
}

function missed(sentence: string): Seen {
  return { violations: [saw('the story can be told', sentence)] };
}
