import { makePaymentMethod } from '../cards/make-payment-method.ts';
import { readCard } from '../cards/read-payment-method.ts';
import { mergeMetadata, refuseUnknown } from '../form/read-parameters.ts';
import type { ApiCall, ApiResult, ApiRoute } from '../http/api-call.ts';
import { refuseMissing } from '../refusal.ts';

export const paymentMethodRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/v1/payment_methods', callers: 'client', handle: create },
  { method: 'GET', path: '/v1/payment_methods/:id', callers: 'secret', handle: retrieve },
];

/** What Stripe.js does with a card that somebody typed; only test numbers are accepted. */
function create({ form, moment }: ApiCall): ApiResult {
  refuseUnknown(form, ['type', 'card', 'billing_details', 'metadata', 'allow_redisplay']);
  const metadata = mergeMetadata({}, form.metadata);
  const method = { ...makePaymentMethod(readCard(form, moment), moment), metadata };
  return { body: method, change: { puts: [method], events: [] } };
}

function retrieve({ context, params }: ApiCall): ApiResult {
  const id = params.id ?? '';
  const method = context.store.methods.get(id);
  if (method === undefined) throw refuseMissing('PaymentMethod', id, 'payment_method');
  return { body: method };
}
