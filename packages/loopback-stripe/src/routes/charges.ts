import { readText, refuseUnknown } from '../form/read-parameters.ts';
import type { ApiCall, ApiResult, ApiRoute } from '../http/api-call.ts';
import { listPage } from '../lists/list-page.ts';
import { refuseMissing } from '../refusal.ts';

export const chargeRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/v1/charges', callers: 'secret', handle: list },
  { method: 'GET', path: '/v1/charges/:id', callers: 'secret', handle: retrieve },
];

function list({ form, context }: ApiCall): ApiResult {
  refuseUnknown(
    form,
    ['limit', 'starting_after', 'ending_before', 'created', 'payment_intent'],
    ['customer'],
  );
  const intent = readText(form, 'payment_intent');
  const matches = (charge: { payment_intent: unknown }) =>
    intent === undefined || charge.payment_intent === intent;
  return { body: listPage(context.store.charges, form, { url: '/v1/charges', kind: 'charge', matches }) };
}

function retrieve({ context, params }: ApiCall): ApiResult {
  const id = params.id ?? '';
  const charge = context.store.charges.get(id);
  if (charge === undefined) throw refuseMissing('charge', id, 'id');
  return { body: charge };
}
