import { readText, refuseUnknown } from '../form/read-parameters.ts';
import type { ApiCall, ApiResult, ApiRoute } from '../http/api-call.ts';
import { listPage } from '../lists/list-page.ts';
import { refuseMissing } from '../refusal.ts';
import { select } from '../store/selection.ts';

export const chargeRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/v1/charges', callers: 'secret', handle: list },
  { method: 'GET', path: '/v1/charges/:id', callers: 'secret', handle: retrieve },
];

function list({ form, context }: ApiCall): ApiResult {
  const fields = ['limit', 'starting_after', 'ending_before', 'created', 'payment_intent'];
  refuseUnknown(form, fields, ['customer', 'transfer_group']);
  const { store } = context;
  const intent = readText(form, 'payment_intent');
  const values =
    intent === undefined ? store.charges : select(store.charges, store.chargesOfIntent.of(intent));
  return { body: listPage(values, form, { url: '/v1/charges', kind: 'charge', matches: () => true }) };
}

function retrieve({ context, params }: ApiCall): ApiResult {
  const id = params.id ?? '';
  const charge = context.store.charges.get(id);
  if (charge === undefined) throw refuseMissing('charge', id, 'id');
  return { body: charge };
}
