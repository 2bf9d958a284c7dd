import { shopperOf } from '../points/plays.ts';
import type { Stage } from '../points/stage.ts';
import { asOwner } from '../stack/as-owner.ts';
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
 * One of two tickets is given back. Whoever asked Stripe for the refund dies before it can say so, no webhook tells of it,
 * and when another takes it up the key would make a second refund, for which there is money.
 */
export async function keyForgotten(stage: Stage): Promise<Seen> {
  const { stack, history, venue, random } = stage;
  const missed = (sentence: string): Seen => ({ violations: [saw('the story can be told', sentence)] });
  const shopper = await shopperOf(stage);
  const admission = await comeIn(shopper);
  const hold =
    admission === null ? null : await holdTickets(shopper, admission, { kind: 'general', quantity: 2 });
  if (admission !== null && hold !== null) await buyTickets(shopper, admission, hold, pays);
  const order = paidOrderOf(history, shopper.account);
  if (order === null) return missed('nobody bought tickets');
  const office = await openBackOffice(stack, venue, history, random);
  for (const path of ['refund.*', 'charge.*'])
    await stack.stripeControl.setFault({ kind: 'webhook_lose', path });
  stack.crash.arm({ point: 'create-refund.after', hit: 1, action: 'stop' });
  await refundOrder(office, shopper.account, { ...order, tickets: order.tickets.slice(0, 1) }, 'named');
  const pid = await stack.crash.struck(struckWithinMs);
  stack.crash.disarm();
  if (pid === null) return missed('nobody asked for the refund');
  await stack.stripeControl.advanceClock(keyForgottenHours * 3_600);
  const aged = `update payment_operations set sent_at = sent_at - make_interval(hours => $1) where kind = 'REFUND' and state = 'SENT'`;
  const { rowCount } = await asOwner(stack, aged, [keyForgottenHours]);
  process.kill(pid, 'SIGKILL');
  if (rowCount !== 1) return missed('another worker was quicker than the clock');
  if ((await refundIn(office, order.orderId, 'SUCCEEDED')) === null) return missed('the refund was not made');
  return nothingSeen;
}
