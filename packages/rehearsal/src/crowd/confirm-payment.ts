import type { Order } from '@fairgate/shared/contracts/orders.ts';
import { countOne } from '../outcome/tally.ts';
import { Surprise } from './ask.ts';
import type { Fan } from './fan.ts';

/** A card as the browser hands it to Stripe: one of its test cards. */
export type CardToken = 'pm_card_visa' | 'pm_card_chargeDeclined' | 'pm_card_authenticationRequired';

export type Confirmed = 'confirmed' | 'declined' | 'ended';

interface StripeAnswer {
  readonly status?: string;
  readonly next_action?: { readonly redirect_to_url?: { readonly url: string } } | null;
  readonly error?: { readonly type?: string; readonly code?: string };
}

const triesMax = 5;
const retryMs = 1_000;

/**
 * Confirms the order's intent at Stripe, with the publishable key and the client secret, as the page of the shop does;
 * approves at the bank's page when Stripe sends the fan there. `ended`: the intent can be confirmed no more.
 */
export async function confirmPayment(
  fan: Fan,
  payment: NonNullable<Order['payment']>,
  card: CardToken,
): Promise<Confirmed> {
  const url = `${payment.stripeUrl}/v1/payment_intents/${payment.paymentIntentId}/confirm`;
  const form = {
    client_secret: payment.clientSecret,
    payment_method: card,
    return_url: `${payment.stripeUrl}/health`,
  };
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const startedAt = performance.now();
    const sent = await post(fan, url, form, payment.publishableKey);
    fan.tally.latencies.confirm.add(performance.now() - startedAt);
    const answer = JSON.parse(sent.text) as StripeAnswer;
    if (sent.status === 200 && answer.status === 'requires_action') {
      const page = answer.next_action?.redirect_to_url?.url;
      if (page === undefined) throw new Surprise('Stripe asks for an action without saying where');
      await post(fan, page, { outcome: 'approve' });
      return 'confirmed';
    }
    if (sent.status === 200) return 'confirmed';
    if (sent.status === 402) return declined(fan);
    if (sent.status === 400 && answer.error?.code === 'payment_intent_unexpected_state') return 'ended';
    if (sent.status < 500 && sent.status !== 409 && sent.status !== 429)
      throw new Surprise(`Stripe answered ${sent.status} ${sent.text.slice(0, 300)}`);
    await fan.pauses.wait(retryMs * tries);
  }
  throw new Surprise(`Stripe refused ${triesMax} confirmations`);
}

function declined(fan: Fan): 'declined' {
  fan.tally.declinedCards += 1;
  countOne(fan.tally.refusals, 'card declined');
  return 'declined';
}

async function post(
  fan: Fan,
  url: string,
  form: Readonly<Record<string, string>>,
  key?: string,
): Promise<{ readonly status: number; readonly text: string }> {
  const { origin, pathname } = new URL(url);
  const { statusCode, body } = await fan.stripe.request({
    origin,
    path: pathname,
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    body: new URLSearchParams(form).toString(),
  });
  return { status: statusCode, text: await body.text() };
}
