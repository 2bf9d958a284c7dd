import type { Decline } from '../cards/test-cards.ts';
import { authorizationSeconds } from '../limits.ts';
import type { Charge, Moment, PaymentIntent, PaymentMethod } from '../shapes.ts';

export interface ChargeRequest {
  readonly intent: PaymentIntent;
  readonly method: PaymentMethod;
  readonly authenticated: boolean;
  /** Absent: the card approves. */
  readonly decline?: Decline;
}

/** One try to charge a card: authorized, or failed. Capture is a later step, also for automatic capture. */
export function makeCharge(request: ChargeRequest, moment: Moment): Charge {
  const { intent, method, decline } = request;
  const paid = decline === undefined;
  const id = moment.newId('ch');
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: intent.application_fee_amount,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: paid ? 'FAIRGATE LOOPBACK' : null,
    captured: false,
    created: moment.now,
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: intent.on_behalf_of,
    outcome: outcomeOf(decline),
    paid,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: 'card', card: cardDetails(request, moment) },
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: paid ? `${moment.origin}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: paid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

function outcomeOf(decline: Decline | undefined): Charge['outcome'] {
  const common = { risk_level: 'normal', risk_score: 12, network_advice_code: null };
  if (decline === undefined) {
    return {
      ...common,
      advice_code: null,
      network_decline_code: null,
      network_status: 'approved_by_network',
      reason: null,
      seller_message: 'Payment complete.',
      type: 'authorized',
    };
  }
  return {
    ...common,
    advice_code: 'try_again_later',
    network_decline_code: '01',
    network_status: 'declined_by_network',
    reason: decline.declineCode,
    seller_message: 'The bank declined the payment.',
    type: 'issuer_declined',
  };
}

type CardOfCharge = NonNullable<NonNullable<Charge['payment_method_details']>['card']>;

function cardDetails(request: ChargeRequest, moment: Moment): CardOfCharge {
  const { intent, method, decline } = request;
  const card = method.card;
  if (card === undefined) throw new Error(`${method.id} is no card`);
  const isManual = intent.capture_method === 'manual';
  return {
    amount_authorized: decline === undefined ? intent.amount : null,
    authorization_code: decline === undefined ? '123456' : null,
    brand: card.brand,
    ...(decline === undefined && isManual ? { capture_before: moment.now + authorizationSeconds } : {}),
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: cvcCheck(decline) },
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    extended_authorization: { status: 'disabled' },
    fingerprint: card.fingerprint ?? null,
    funding: card.funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
    regulated_status: card.regulated_status,
    three_d_secure: request.authenticated ? authenticatedBy3ds() : null,
    transaction_link_id: null,
    wallet: null,
  };
}

function cvcCheck(decline: Decline | undefined): 'pass' | 'fail' {
  return decline?.code === 'incorrect_cvc' ? 'fail' : 'pass';
}

function authenticatedBy3ds(): NonNullable<CardOfCharge['three_d_secure']> {
  return {
    authentication_flow: 'challenge',
    electronic_commerce_indicator: '05',
    exemption_indicator: null,
    result: 'authenticated',
    result_reason: null,
    transaction_id: null,
    version: '2.2.0',
  };
}
