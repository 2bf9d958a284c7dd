import { methodOf, nameMethod } from '../cards/read-payment-method.ts';
import type { FormTree } from '../form/decode-form.ts';
import {
  mergeMetadata,
  readBoolean,
  readChoice,
  readInteger,
  readText,
  refuseUnknown,
  requireText,
} from '../form/read-parameters.ts';
import type { ApiCall, ApiResult, ApiRoute } from '../http/api-call.ts';
import { clockMs } from '../http/api-context.ts';
import { cancelIntent } from '../intents/cancel-intent.ts';
import { captureIntent } from '../intents/capture-intent.ts';
import { checkConfirmable, confirmIntent, refuseWithoutMethod } from '../intents/confirm-intent.ts';
import { confirmFields, createIntent, fieldsNotImitated, intentFields } from '../intents/create-intent.ts';
import type { IntentStep } from '../intents/intent-step.ts';
import { showToClient } from '../intents/show-to-client.ts';
import { updateIntent } from '../intents/update-intent.ts';
import { listPage } from '../lists/list-page.ts';
import { searchIntents } from '../lists/search-intents.ts';
import { refuseMissing, refuseParameter } from '../refusal.ts';
import type { Change, Charge, PaymentIntent } from '../shapes.ts';
import { idOf, joinChanges } from '../shapes.ts';

const listFields = ['limit', 'starting_after', 'ending_before', 'created'];
const cancelReasons = ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'] as const;

export const paymentIntentRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/v1/payment_intents', callers: 'secret', handle: create },
  { method: 'GET', path: '/v1/payment_intents', callers: 'secret', handle: list },
  { method: 'GET', path: '/v1/payment_intents/search', callers: 'secret', handle: search },
  { method: 'GET', path: '/v1/payment_intents/:id', callers: 'client', handle: retrieve },
  { method: 'POST', path: '/v1/payment_intents/:id', callers: 'secret', handle: update },
  { method: 'POST', path: '/v1/payment_intents/:id/confirm', callers: 'client', handle: confirm },
  { method: 'POST', path: '/v1/payment_intents/:id/capture', callers: 'secret', handle: capture },
  { method: 'POST', path: '/v1/payment_intents/:id/cancel', callers: 'secret', handle: cancel },
];

function create({ form, context, moment }: ApiCall): ApiResult {
  refuseUnknown(form, [...intentFields, ...confirmFields, 'confirm'], fieldsNotImitated);
  const confirmNow = readBoolean(form, 'confirm');
  if (!confirmNow && form.return_url !== undefined) {
    const message = '`return_url` can only be specified when `confirm` is true.';
    throw refuseParameter(undefined, message, 'return_url');
  }
  const named = readMethod(form, context.store, undefined, moment);
  const intent = createIntent(form, named?.method.id ?? null, moment);
  const created: Change = {
    puts: [intent, ...(named?.isNew === true ? [named.method] : [])],
    events: [{ type: 'payment_intent.created', object: intent }],
  };
  if (!confirmNow) return { body: intent, change: created };
  if (named === undefined) throw refuseWithoutMethod(intent);
  const step = confirmIntent(intent, { method: named.method, ...readConfirmation(form) }, moment);
  return resultOf(step, created);
}

function confirm({ form, context, moment, params, keyKind }: ApiCall): ApiResult {
  refuseUnknown(
    form,
    [...confirmFields, 'payment_method', 'receipt_email', 'capture_method'],
    fieldsNotImitated,
  );
  const intent = findIntent(context.store, params);
  const byClient = keyKind === 'publishable';
  if (byClient) checkClientSecret(intent, form);
  checkConfirmable(intent);
  const named = readMethod(form, context.store, intent, moment);
  const method = named?.method ?? methodOf(context.store, intent);
  if (method === undefined) throw refuseWithoutMethod(intent);
  const step = confirmIntent(intent, { method, ...readConfirmation(form) }, moment);
  const written: Change = { puts: named?.isNew === true ? [named.method] : [], events: [] };
  const result = resultOf(step, written);
  return byClient ? { ...result, body: showToClient(step.intent) } : result;
}

function retrieve({ form, context, params, keyKind }: ApiCall): ApiResult {
  const intent = findIntent(context.store, params);
  if (keyKind === 'secret') return { body: intent };
  checkClientSecret(intent, form);
  return { body: showToClient(intent) };
}

function update({ form, context, moment, params }: ApiCall): ApiResult {
  refuseUnknown(form, intentFields, fieldsNotImitated);
  const intent = findIntent(context.store, params);
  const named = readMethod(form, context.store, intent, moment);
  const updated = updateIntent(intent, form, named?.method.id);
  return {
    body: updated,
    change: { puts: [updated, ...(named?.isNew === true ? [named.method] : [])], events: [] },
  };
}

function capture({ form, context, moment, params }: ApiCall): ApiResult {
  const notImitated = [
    'amount_details',
    'hooks',
    'payment_details',
    'transfer_data',
    'application_fee_amount',
  ];
  const fields = ['amount_to_capture', 'final_capture', 'metadata', 'statement_descriptor_suffix'];
  refuseUnknown(form, fields, [...notImitated, 'statement_descriptor']);
  const intent = findIntent(context.store, params);
  const amountToCapture = readInteger(form, 'amount_to_capture') ?? null;
  if (amountToCapture !== null && amountToCapture < 1) {
    const message = 'This value must be greater than or equal to 1.';
    throw refuseParameter('parameter_invalid_integer', message, 'amount_to_capture');
  }
  const metadata = mergeMetadata(intent.metadata, form.metadata);
  return resultOf(
    captureIntent(intent, chargeOf(context.store, intent), { amountToCapture, metadata }, moment),
  );
}

function cancel({ form, context, moment, params }: ApiCall): ApiResult {
  refuseUnknown(form, ['cancellation_reason']);
  const reason = readChoice(form, 'cancellation_reason', cancelReasons) ?? null;
  const intent = findIntent(context.store, params);
  return resultOf(cancelIntent(intent, reason, moment));
}

function list({ form, context }: ApiCall): ApiResult {
  refuseUnknown(form, listFields, ['customer', 'customer_account']);
  const request = { url: '/v1/payment_intents', kind: 'payment_intent', matches: () => true };
  return { body: listPage(context.store.intents, form, request) };
}

function search({ form, context }: ApiCall): ApiResult {
  refuseUnknown(form, ['query', 'limit', 'page']);
  requireText(form, 'query');
  return { body: searchIntents(context.search.intents(clockMs(context)), form) };
}

type Store = ApiCall['context']['store'];

function findIntent(store: Store, params: ApiCall['params']): PaymentIntent {
  const id = params.id ?? '';
  const intent = store.intents.get(id);
  if (intent === undefined) throw refuseMissing('payment_intent', id, 'intent');
  return intent;
}

function chargeOf(store: Store, intent: PaymentIntent): Charge | undefined {
  const id = idOf(intent.latest_charge);
  return id === null ? undefined : store.charges.get(id);
}

function readMethod(
  form: FormTree,
  store: Store,
  intent: PaymentIntent | undefined,
  moment: ApiCall['moment'],
) {
  const id = readText(form, 'payment_method');
  return id === undefined ? undefined : nameMethod(store, id, intent, moment);
}

function readConfirmation(form: FormTree) {
  return {
    returnUrl: readText(form, 'return_url') ?? null,
    refuseAuthentication: readBoolean(form, 'error_on_requires_action'),
  };
}

function checkClientSecret(intent: PaymentIntent, form: FormTree): void {
  const secret = requireText(form, 'client_secret');
  if (secret === intent.client_secret) return;
  const message =
    'The client_secret provided does not match the client_secret associated with the PaymentIntent.';
  throw refuseParameter('payment_intent_invalid_parameter', message, 'client_secret');
}

/** The newest state of an intent comes first, so that the kept answer can point at it. */
function resultOf(step: IntentStep, before: Change = { puts: [], events: [] }): ApiResult {
  const change = joinChanges(before, step.change);
  return step.refusal === undefined
    ? { body: step.intent, change }
    : { body: step.intent, change, refusal: step.refusal };
}
