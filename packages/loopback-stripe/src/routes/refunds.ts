import {
  mergeMetadata,
  readBoolean,
  readChoice,
  readInteger,
  readText,
  refuseUnknown,
} from '../form/read-parameters.ts';
import type { ApiCall, ApiResult, ApiRoute } from '../http/api-call.ts';
import { listPage } from '../lists/list-page.ts';
import { createRefund } from '../refunds/create-refund.ts';
import { refuseMissing, refuseParameter, refuseRequest } from '../refusal.ts';
import type { Charge, Refund } from '../shapes.ts';
import { idOf } from '../shapes.ts';
import { select } from '../store/selection.ts';

const reasons = ['duplicate', 'fraudulent', 'requested_by_customer'] as const;

export const refundRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/v1/refunds', callers: 'secret', handle: create },
  { method: 'GET', path: '/v1/refunds', callers: 'secret', handle: list },
  { method: 'GET', path: '/v1/refunds/:id', callers: 'secret', handle: retrieve },
  { method: 'POST', path: '/v1/refunds/:id', callers: 'secret', handle: update },
];

function create(call: ApiCall): ApiResult {
  const { form, moment } = call;
  const fields = ['amount', 'charge', 'payment_intent', 'reason', 'metadata'];
  const connect = ['refund_application_fee', 'reverse_transfer'];
  refuseUnknown(form, [...fields, ...connect], ['currency', 'customer', 'instructions_email', 'origin']);
  for (const name of connect) readBoolean(form, name);
  const amount = readInteger(form, 'amount') ?? null;
  if (amount !== null && amount < 1) {
    throw refuseParameter('parameter_invalid_integer', 'Invalid positive integer', 'amount');
  }
  const reason = readChoice(form, 'reason', reasons) ?? null;
  const metadata = mergeMetadata({}, form.metadata);
  const charge = chargeToRefund(call);
  const order = { amount, reason, metadata, isWithdrawn: isWithdrawn(call, charge) };
  const { refund, change } = createRefund(charge, order, moment);
  return { body: refund, change };
}

/** A dispute took the money, and it has not come back: one that was won is no hindrance any more. */
function isWithdrawn({ context }: ApiCall, charge: Charge): boolean {
  const { store } = context;
  const disputes = store.disputesOfIntent.of(idOf(charge.payment_intent) ?? '');
  return disputes.some((id) => store.disputes.get(id)?.status !== 'won');
}

function chargeToRefund({ form, context }: ApiCall): Charge {
  const { store } = context;
  const intentId = readText(form, 'payment_intent');
  const chargeId = readText(form, 'charge');
  if ((intentId === undefined) === (chargeId === undefined)) {
    const message =
      'One of the following params should be provided for this request: payment_intent or charge.';
    throw refuseParameter('parameter_missing', message, 'payment_intent');
  }
  if (chargeId !== undefined) {
    const charge = store.charges.get(chargeId);
    if (charge === undefined) throw refuseMissing('charge', chargeId, 'charge');
    if (charge.captured) return charge;
    throw refuseRequest(
      undefined,
      `Charge ${chargeId} was not captured; cancel its PaymentIntent instead.`,
      'charge',
    );
  }
  const intent = store.intents.get(intentId ?? '');
  if (intent === undefined) throw refuseMissing('payment_intent', intentId ?? '', 'payment_intent');
  const charge = store.charges.get(idOf(intent.latest_charge) ?? '');
  if (intent.status === 'succeeded' && charge !== undefined) return charge;
  const message = `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`;
  throw refuseRequest(undefined, message, 'payment_intent');
}

function list({ form, context }: ApiCall): ApiResult {
  refuseUnknown(form, ['limit', 'starting_after', 'ending_before', 'created', 'charge', 'payment_intent']);
  const { store } = context;
  const charge = readText(form, 'charge');
  const intent = readText(form, 'payment_intent');
  const values =
    intent === undefined ? store.refunds : select(store.refunds, store.refundsOfIntent.of(intent));
  const matches = (refund: Refund) => charge === undefined || refund.charge === charge;
  return { body: listPage(values, form, { url: '/v1/refunds', kind: 'refund', matches }) };
}

function retrieve({ context, params }: ApiCall): ApiResult {
  return { body: findRefund(context, params) };
}

function update({ form, context, params }: ApiCall): ApiResult {
  refuseUnknown(form, ['metadata']);
  const refund = findRefund(context, params);
  const updated: Refund = { ...refund, metadata: mergeMetadata(refund.metadata ?? {}, form.metadata) };
  const events = [
    { type: 'refund.updated', object: updated },
    { type: 'charge.refund.updated', object: updated },
  ];
  return { body: updated, change: { puts: [updated], events } };
}

function findRefund(context: ApiCall['context'], params: ApiCall['params']): Refund {
  const id = params.id ?? '';
  const refund = context.store.refunds.get(id);
  if (refund === undefined) throw refuseMissing('refund', id, 'refund');
  return refund;
}
