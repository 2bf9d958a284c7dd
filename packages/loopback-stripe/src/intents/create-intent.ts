import type { FormTree } from '../form/decode-form.ts';
import {
  checkAmount,
  mergeMetadata,
  readChoice,
  readInteger,
  readList,
  readText,
  readTree,
  requireInteger,
  requireText,
} from '../form/read-parameters.ts';
import { randomCharacters } from '../new-id.ts';
import { refuseParameter } from '../refusal.ts';
import type { Moment, PaymentIntent } from '../shapes.ts';
import { amountFloor, requireCurrency } from './currencies.ts';

/** Parameters that create and update may both carry; the rest of Stripe's are refused as not imitated. */
export const intentFields = [
  'amount',
  'application_fee_amount',
  'automatic_payment_methods',
  'capture_method',
  'currency',
  'description',
  'metadata',
  'on_behalf_of',
  'payment_method',
  'payment_method_types',
  'receipt_email',
  'statement_descriptor',
  'statement_descriptor_suffix',
  'transfer_data',
  'transfer_group',
] as const;

export const confirmFields = [
  'return_url',
  'use_stripe_sdk',
  'error_on_requires_action',
  'client_secret',
] as const;

/** Stripe's parameters that this server knows and does not imitate; naming them is an error, not silence. */
export const fieldsNotImitated = [
  'allowed_payment_method_types',
  'amount_details',
  'confirmation_method',
  'confirmation_token',
  'customer',
  'customer_account',
  'excluded_payment_method_types',
  'hooks',
  'mandate',
  'mandate_data',
  'off_session',
  'payment_details',
  'payment_method_configuration',
  'payment_method_data',
  'payment_method_options',
  'radar_options',
  'setup_future_usage',
  'shipping',
] as const;

/** A new PaymentIntent from posted parameters, not yet confirmed. Throws a Refusal for what Stripe refuses. */
export function createIntent(form: FormTree, paymentMethodId: string | null, moment: Moment): PaymentIntent {
  const amount = requireInteger(form, 'amount');
  const currency = requireCurrency(requireText(form, 'currency'));
  checkAmount(amount, 'amount', amountFloor(currency), currency);
  const offered = readOfferedMethods(form);
  const id = moment.newId('pi');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: readInteger(form, 'application_fee_amount') ?? null,
    automatic_payment_methods: offered.automatic,
    canceled_at: null,
    cancellation_reason: null,
    capture_method:
      readChoice(form, 'capture_method', ['automatic', 'automatic_async', 'manual']) ?? 'automatic_async',
    client_secret: `${id}_secret_${randomCharacters(25)}`,
    confirmation_method: 'automatic',
    created: moment.now,
    currency,
    customer: null,
    customer_account: null,
    description: readText(form, 'description') ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: mergeMetadata({}, form.metadata),
    next_action: null,
    on_behalf_of: readText(form, 'on_behalf_of') ?? null,
    payment_method: paymentMethodId,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: offered.types,
    payment_record: null,
    processing: null,
    receipt_email: readText(form, 'receipt_email') ?? null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: readText(form, 'statement_descriptor') ?? null,
    statement_descriptor_suffix: readText(form, 'statement_descriptor_suffix') ?? null,
    status: paymentMethodId === null ? 'requires_payment_method' : 'requires_confirmation',
    transfer_data: readTransferData(form),
    transfer_group: readText(form, 'transfer_group') ?? null,
  };
}

interface OfferedMethods {
  readonly types: string[];
  readonly automatic: PaymentIntent['automatic_payment_methods'];
}

/** Named types, or those of the account: which, with no Dashboard here, is cards and one that redirects. */
function readOfferedMethods(form: FormTree): OfferedMethods {
  const types = readList(form, 'payment_method_types');
  const automatic = readTree(form, 'automatic_payment_methods');
  if (types !== undefined && automatic !== undefined && automatic.enabled === 'true') {
    const message =
      'You may only specify one of these parameters: automatic_payment_methods, payment_method_types.';
    throw refuseParameter('parameter_unknown', message, 'payment_method_types');
  }
  if (types !== undefined) {
    const other = types.find((type) => type !== 'card');
    if (other === undefined) return { types, automatic: null };
    const message = `The loopback Stripe imitates cards only, not ${other}.`;
    throw refuseParameter('loopback_not_imitated', message, 'payment_method_types');
  }
  const redirects =
    automatic === undefined ? undefined : readChoice(automatic, 'allow_redirects', ['always', 'never']);
  const allowRedirects = redirects ?? 'always';
  return {
    types: allowRedirects === 'always' ? ['card', 'link'] : ['card'],
    automatic: { allow_redirects: allowRedirects, enabled: true },
  };
}

function readTransferData(form: FormTree): NonNullable<PaymentIntent['transfer_data']> | null {
  const data = readTree(form, 'transfer_data');
  if (data === undefined) return null;
  const amount = readInteger(data, 'amount');
  const destination = requireText(data, 'destination');
  return amount === undefined ? { destination } : { amount, destination };
}
