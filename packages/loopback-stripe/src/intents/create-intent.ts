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
  'allowed_payment_method_types',
  'amount',
  'application_fee_amount',
  'automatic_payment_methods',
  'capture_method',
  'currency',
  'description',
  'metadata',
  'on_behalf_of',
  'payment_method',
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
    allowed_payment_method_types: offered.allowed,
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
  readonly allowed: string[] | null;
  readonly automatic: PaymentIntent['automatic_payment_methods'];
}

/** What this account takes: cards, and one kind that redirects, so that forgetting to say "cards only" shows. */
const accountMethods = ['card', 'link'];

/** The methods that a new intent offers. Throws a Refusal for the parameter that Stripe removed (endive). */
function readOfferedMethods(form: FormTree): OfferedMethods {
  const allowed = readList(form, 'allowed_payment_method_types');
  const automatic = readTree(form, 'automatic_payment_methods');
  if (allowed === undefined) {
    const redirects =
      automatic === undefined ? undefined : readChoice(automatic, 'allow_redirects', ['always', 'never']);
    const isRedirecting = redirects !== 'never';
    return {
      types: isRedirecting ? accountMethods : ['card'],
      allowed: null,
      automatic: { allow_redirects: isRedirecting ? 'always' : 'never', enabled: true },
    };
  }
  if (automatic !== undefined) {
    const message =
      'You may only specify one of these parameters: allowed_payment_method_types, automatic_payment_methods.';
    throw refuseParameter('parameters_exclusive', message, 'allowed_payment_method_types');
  }
  const types = accountMethods.filter((type) => allowed.includes(type));
  if (types.length > 0) return { types, allowed, automatic: null };
  const message =
    'No valid payment method types for this Payment Intent: the loopback Stripe imitates cards.';
  throw refuseParameter(undefined, message, 'allowed_payment_method_types');
}

function readTransferData(form: FormTree): NonNullable<PaymentIntent['transfer_data']> | null {
  const data = readTree(form, 'transfer_data');
  if (data === undefined) return null;
  const amount = readInteger(data, 'amount');
  const destination = requireText(data, 'destination');
  return amount === undefined ? { destination } : { amount, destination };
}
