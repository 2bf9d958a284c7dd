import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Violation } from '../judge/violation.ts';
import { shopperOf } from '../points/plays.ts';
import type { Stage } from '../points/stage.ts';
import { asOwner } from '../stack/as-owner.ts';
import { buyTickets, pays } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { holdTickets } from '../workload/hold-tickets.ts';
import { type Seen, saw } from './seen.ts';

const believedWithinMs = 2_000;

/**
 * Somebody who knows an order's intent sends webhooks that say it was paid. None may be taken; and one that is signed with
 * the secret is taken, for it could be Stripe's, and is not believed.
 */
export async function forgedWebhooks(stage: Stage): Promise<Seen> {
  const { stack, venue } = stage;
  const shopper = await shopperOf(stage);
  const violations: Violation[] = [];
  const admission = await comeIn(shopper);
  const hold =
    admission === null ? null : await holdTickets(shopper, admission, { kind: 'general', quantity: 1 });
  if (admission === null || hold === null)
    return { violations: [saw('the story can be told', 'the buyer got no ticket')] };
  await buyTickets(shopper, admission, hold, {
    ...pays,
    async beforePaying(order) {
      const intent = order.payment?.paymentIntentId ?? '';
      const secret = stack.secrets.stripeWebhookSecret;
      const send = ({ body, signature }: Forgery): Promise<Response> =>
        fetch(`${venue.gatewayUrls[0]}/v1/stripe/webhook`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'stripe-signature': signature },
          body,
        });
      for (const forgery of forgeries(intent, order.amountMinor, secret)) {
        const { ok, status } = await send(forgery);
        const sentence = `${forgery.name}: answered ${status}`;
        if (ok) violations.push(saw('no forged webhook is taken', sentence, forgery.body));
      }
      const { ok, status } = await send(lie(intent, order.amountMinor, secret));
      if (!ok) violations.push(saw('the story can be told', `the lie was answered ${status}`));
      await sleep(believedWithinMs);
      const { rows } = await asOwner(stack, 'select state from orders where id = $1', [order.orderId]);
      const [state] = rows.map((row: { state: string }) => row.state);
      if (state !== 'PENDING_PAYMENT')
        violations.push(saw('no forged webhook is believed', `an unpaid order is ${state}`, order));
    },
  });
  return { violations };
}

interface Forgery {
  readonly name: string;
  readonly body: string;
  readonly signature: string;
}

function said(intent: string, amount: number, type: string, status: string): string {
  return JSON.stringify({
    ...{ id: `evt_${randomUUID()}`, object: 'event', type, api_version: '2026-10-28.endive' },
    data: { object: { id: intent, object: 'payment_intent', status, amount, currency: 'eur' } },
  });
}

function sign(body: string, key: string, atSeconds: number): string {
  return `t=${atSeconds},v1=${createHmac('sha256', key).update(`${atSeconds}.${body}`).digest('hex')}`;
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Of somebody who has the secret. */
function lie(intent: string, amount: number, secret: string): Forgery {
  const body = said(intent, amount, 'payment_intent.amount_capturable_updated', 'requires_capture');
  return { name: 'a lie', body, signature: sign(body, secret, nowSeconds()) };
}

function forgeries(intent: string, amount: number, secret: string): readonly Forgery[] {
  const approved = said(intent, amount, 'payment_intent.amount_capturable_updated', 'requires_capture');
  const now = nowSeconds();
  return [
    { name: 'unsigned', body: approved, signature: '' },
    { name: 'signed with another secret', body: approved, signature: sign(approved, 'whsec_guessed', now) },
    { name: 'an old signature', body: approved, signature: sign(approved, secret, now - 3_600) },
    { name: 'an altered body', body: `${approved} `, signature: sign(approved, secret, now) },
    {
      name: 'another version of signature',
      body: approved,
      signature: sign(approved, secret, now).replace('v1', 'v0'),
    },
    {
      name: 'paid, unsigned',
      body: said(intent, amount, 'payment_intent.succeeded', 'succeeded'),
      signature: `t=${now},v1=${'0'.repeat(64)}`,
    },
  ];
}
