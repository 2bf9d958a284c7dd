import { closeDispute } from '../disputes/open-dispute.ts';
import { readText, refuseUnknown } from '../form/read-parameters.ts';
import type { ApiCall, ApiResult, ApiRoute } from '../http/api-call.ts';
import { listPage } from '../lists/list-page.ts';
import { refuseMissing } from '../refusal.ts';
import type { Dispute } from '../shapes.ts';
import { select } from '../store/selection.ts';

export const disputeRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/v1/disputes', callers: 'secret', handle: list },
  { method: 'GET', path: '/v1/disputes/:id', callers: 'secret', handle: retrieve },
  { method: 'POST', path: '/v1/disputes/:id/close', callers: 'secret', handle: close },
];

function list({ form, context }: ApiCall): ApiResult {
  refuseUnknown(form, ['limit', 'starting_after', 'ending_before', 'created', 'charge', 'payment_intent']);
  const { store } = context;
  const charge = readText(form, 'charge');
  const intent = readText(form, 'payment_intent');
  const values =
    intent === undefined ? store.disputes : select(store.disputes, store.disputesOfIntent.of(intent));
  const matches = (dispute: Dispute) => charge === undefined || dispute.charge === charge;
  return { body: listPage(values, form, { url: '/v1/disputes', kind: 'dispute', matches }) };
}

function retrieve({ context, params }: ApiCall): ApiResult {
  return { body: findDispute(context, params) };
}

/** The vendor gives the dispute up, which loses it. */
function close({ form, context, params, moment }: ApiCall): ApiResult {
  refuseUnknown(form, []);
  const { dispute, change } = closeDispute(findDispute(context, params), 'lost', moment);
  return { body: dispute, change };
}

function findDispute(context: ApiCall['context'], params: ApiCall['params']): Dispute {
  const id = params.id ?? '';
  const dispute = context.store.disputes.get(id);
  if (dispute === undefined) throw refuseMissing('dispute', id, 'dispute');
  return dispute;
}
