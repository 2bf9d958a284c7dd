/**
 * What Stripe.js does in a shop, for the loopback Stripe alone: makes a payment method of a typed card and confirms the
 * intent with the publishable key and the client secret. A real card must only ever be typed into Stripe's own form.
 */
export function isRealStripe(payment) {
  return new URL(payment.stripeUrl).hostname.endsWith('stripe.com');
}

/** `{ kind: 'approved' }`, `{ kind: 'bank', url }`, `{ kind: 'refused', message, param }` or `{ kind: 'unknown' }`. */
export async function payByCard(payment, card, returnUrl) {
  const method = await post(payment, '/v1/payment_methods', {
    type: 'card',
    'card[number]': card.number,
    'card[exp_month]': card.month,
    'card[exp_year]': card.year,
    'card[cvc]': card.cvc,
  });
  if (method.kind !== 'answer') return method;
  const confirmed = await post(payment, `/v1/payment_intents/${payment.paymentIntentId}/confirm`, {
    client_secret: payment.clientSecret,
    payment_method: method.body.id,
    return_url: returnUrl,
  });
  if (confirmed.kind !== 'answer') return confirmed;
  const { status, next_action: action } = confirmed.body;
  if (status !== 'requires_action') return { kind: 'approved' };
  const url = action?.redirect_to_url?.url;
  return url === undefined ? { kind: 'unknown' } : { kind: 'bank', url };
}

async function post(payment, path, fields) {
  let response;
  try {
    response = await fetch(new URL(path, payment.stripeUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${payment.publishableKey}` },
      body: new URLSearchParams(fields),
    });
  } catch {
    return { kind: 'unknown' };
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return { kind: 'answer', body };
  const error = body?.error;
  // Confirmed before, from another tab or by a request whose answer was lost: the order says how it stands.
  if (error?.code === 'payment_intent_unexpected_state') return { kind: 'approved' };
  if (response.status < 500 && error?.type === 'card_error')
    return { kind: 'refused', message: error.message, param: error.param ?? null };
  return { kind: 'unknown' };
}
