import { setTimeout as sleep } from 'node:timers/promises';
import type { Order } from '@fairgate/shared/contracts/orders.ts';
import type { Shopper } from './shopper.ts';

export type Card =
  | 'pm_card_visa'
  | 'pm_card_chargeDeclined'
  | 'pm_card_authenticationRequired'
  /** Pays; a refund takes its time. */
  | 'pm_card_pendingRefund'
  /** Pays; a refund comes back. */
  | 'pm_card_refundFail';
export type Confirmed = 'confirmed' | 'declined' | 'ended' | 'unknown';

const againMs = 300;
/** What a person needs at the bank; meanwhile the workers learn that the bank asks. */
const atTheBankMs = 1_500;

/** The browser's part: confirms the intent with a card, and approves at the bank where that is asked. */
export async function payAtStripe(
  shopper: Shopper,
  payment: NonNullable<Order['payment']>,
  card: Card,
): Promise<Confirmed> {
  const { stripeUrl } = shopper.venue;
  const form = {
    client_secret: payment.clientSecret,
    payment_method: card,
    return_url: `${stripeUrl}/health`,
  };
  const path = `/v1/payment_intents/${payment.paymentIntentId}/confirm`;
  do {
    const answer = await post(shopper, `${stripeUrl}${path}`, form, payment.publishableKey).catch(() => null);
    if (answer !== null) {
      const { status, body } = answer;
      const page = body.next_action?.redirect_to_url?.url;
      if (status === 200 && body.status === 'requires_action' && page !== undefined) {
        await sleep(atTheBankMs);
        await post(shopper, page, { outcome: 'approve' }).catch(() => null);
        return 'confirmed';
      }
      if (status === 200) return 'confirmed';
      if (status === 402) return 'declined';
      if (status === 400) return 'ended';
    }
    await sleep(againMs);
  } while (Date.now() < shopper.untilMs);
  return 'unknown';
}

interface StripeBody {
  readonly status?: string;
  readonly next_action?: { readonly redirect_to_url?: { readonly url: string } } | null;
}

async function post(
  shopper: Shopper,
  url: string,
  form: Readonly<Record<string, string>>,
  key?: string,
): Promise<{ readonly status: number; readonly body: StripeBody }> {
  const { origin, pathname } = new URL(url);
  const { statusCode, body } = await shopper.venue.agent.request({
    origin,
    path: pathname,
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
    body: new URLSearchParams(form).toString(),
  });
  const text = await body.text();
  return { status: statusCode, body: text.startsWith('{') ? (JSON.parse(text) as StripeBody) : {} };
}
