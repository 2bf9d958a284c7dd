import { expect, test } from 'vitest';
import { makeFromTestCard } from '../cards/make-payment-method.ts';
import { testCardByToken } from '../cards/test-cards.ts';
import { decodeForm } from '../form/decode-form.ts';
import { newId } from '../new-id.ts';
import type { Charge, Moment, PaymentIntent } from '../shapes.ts';
import { cancelIntent, expireAuthorization } from './cancel-intent.ts';
import { captureIntent } from './capture-intent.ts';
import { confirmIntent, finishAuthentication } from './confirm-intent.ts';
import { createIntent } from './create-intent.ts';
import { updateIntent } from './update-intent.ts';

const moment: Moment = { now: 1_800_000_000, newId, origin: 'http://127.0.0.1:1' };

function card(token: string) {
  const found = testCardByToken(token);
  if (found === undefined) throw new Error(token);
  return makeFromTestCard(found, moment);
}

const created = (): PaymentIntent =>
  createIntent(
    decodeForm('amount=5000&currency=eur&capture_method=manual&allowed_payment_method_types[0]=card'),
    null,
    moment,
  );

const confirm = (intent: PaymentIntent, token: string) =>
  confirmIntent(
    intent,
    { method: card(token), returnUrl: 'https://x.example/', refuseAuthentication: false },
    moment,
  );

/** An intent in each of its states, with the charge it then has. */
function inState(status: string): { intent: PaymentIntent; charge: Charge | undefined } {
  const intent = created();
  if (status === 'requires_payment_method') return { intent, charge: undefined };
  if (status === 'requires_confirmation') return { intent: { ...intent, status }, charge: undefined };
  if (status === 'requires_action') {
    return { intent: confirm(intent, 'pm_card_authenticationRequired').intent, charge: undefined };
  }
  const authorized = confirm(intent, 'pm_card_visa');
  const charge = authorized.change.puts.find((object) => object.object === 'charge');
  if (status === 'requires_capture') return { intent: authorized.intent, charge };
  if (status === 'canceled') return { intent: cancelIntent(authorized.intent, null, moment).intent, charge };
  const order = { amountToCapture: null, metadata: {} };
  return { intent: captureIntent(authorized.intent, charge, order, moment).intent, charge };
}

const actions = {
  confirm: ({ intent }: ReturnType<typeof inState>) => confirm(intent, 'pm_card_visa').intent.status,
  capture: ({ intent, charge }: ReturnType<typeof inState>) =>
    captureIntent(intent, charge, { amountToCapture: null, metadata: {} }, moment).intent.status,
  cancel: ({ intent }: ReturnType<typeof inState>) => cancelIntent(intent, null, moment).intent.status,
  changeAmount: ({ intent }: ReturnType<typeof inState>) =>
    updateIntent(intent, decodeForm('amount=6000'), undefined).status,
  changeMetadata: ({ intent }: ReturnType<typeof inState>) =>
    updateIntent(intent, decodeForm('metadata[a]=1'), undefined).status,
};

const no = 'payment_intent_unexpected_state';

/** Every action in every state: the state it leads to, or the code of the refusal. */
const table: Record<string, Record<keyof typeof actions, string>> = {
  requires_payment_method: {
    confirm: 'requires_capture',
    capture: no,
    cancel: 'canceled',
    changeAmount: 'requires_payment_method',
    changeMetadata: 'requires_payment_method',
  },
  requires_confirmation: {
    confirm: 'requires_capture',
    capture: no,
    cancel: 'canceled',
    changeAmount: 'requires_confirmation',
    changeMetadata: 'requires_confirmation',
  },
  requires_action: {
    confirm: 'requires_capture',
    capture: no,
    cancel: 'canceled',
    changeAmount: 'requires_action',
    changeMetadata: 'requires_action',
  },
  requires_capture: {
    confirm: no,
    capture: 'succeeded',
    cancel: 'canceled',
    changeAmount: no,
    changeMetadata: 'requires_capture',
  },
  succeeded: { confirm: no, capture: no, cancel: no, changeAmount: no, changeMetadata: 'succeeded' },
  canceled: { confirm: no, capture: no, cancel: no, changeAmount: no, changeMetadata: 'canceled' },
};

const cases = Object.entries(table).flatMap(([state, row]) =>
  Object.entries(row).map(([action, outcome]) => ({
    state,
    action: action as keyof typeof actions,
    outcome,
  })),
);

test.for(cases)('$action in $state comes to $outcome', ({ state, action, outcome }) => {
  let came: string;
  try {
    came = actions[action](inState(state));
  } catch (failure) {
    came = (failure as { body: { code: string } }).body.code;
  }
  expect(came).toBe(outcome);
});

test('steps leave the intent that they start from as it was', () => {
  const { intent, charge } = inState('requires_capture');
  const before = structuredClone(intent);
  captureIntent(intent, charge, { amountToCapture: 1000, metadata: {} }, moment);
  cancelIntent(intent, null, moment);
  expect(intent).toEqual(before);
});

test('an authorization that ran out is canceled as expired, and told as charge.expired', () => {
  const { intent, charge } = inState('requires_capture');
  if (charge === undefined) throw new Error('no charge');
  const change = expireAuthorization(intent, charge, moment);
  expect(change.puts[0]).toMatchObject({
    status: 'canceled',
    cancellation_reason: 'expired',
    amount_capturable: 0,
  });
  expect(change.events.map((event) => event.type)).toEqual(['payment_intent.canceled', 'charge.expired']);
});

test.for([
  { token: 'pm_card_authenticationRequired', approved: true, status: 'requires_capture', code: undefined },
  {
    token: 'pm_card_authenticationRequired',
    approved: false,
    status: 'requires_payment_method',
    code: 'payment_intent_authentication_failure',
  },
  {
    token: 'pm_card_threeDSecureRequiredChargeDeclined',
    approved: true,
    status: 'requires_payment_method',
    code: 'card_declined',
  },
])('$token, approved: $approved, ends in $status', ({ token, approved, status, code }) => {
  const waiting = confirm(created(), token);
  const step = finishAuthentication(waiting.intent, card(token), approved, moment);
  expect(step.intent.status).toBe(status);
  expect(step.intent.last_payment_error?.code).toBe(code);
});

test('without an address to return to, the page is handed to the script of the payment form', () => {
  const confirmation = {
    method: card('pm_card_authenticationRequired'),
    returnUrl: null,
    refuseAuthentication: false,
  };
  const { intent } = confirmIntent(created(), confirmation, moment);
  expect(intent.next_action?.type).toBe('use_stripe_sdk');
  expect(intent.next_action?.use_stripe_sdk?.stripe_js).toMatch(/^http:\/\/127\.0\.0\.1:1\/3ds\//);
});

test('an intent that may redirect needs an address to return to', () => {
  const intent = createIntent(decodeForm('amount=5000&currency=eur'), null, moment);
  const confirmation = { method: card('pm_card_visa'), returnUrl: null, refuseAuthentication: false };
  expect(() => confirmIntent(intent, confirmation, moment)).toThrow(/return_url/);
});

test('a caller that cannot send the customer to the bank gets a decline instead', () => {
  const confirmation = {
    method: card('pm_card_authenticationRequired'),
    returnUrl: null,
    refuseAuthentication: true,
  };
  const step = confirmIntent(created(), confirmation, moment);
  expect(step.refusal?.body.decline_code).toBe('authentication_required');
});
