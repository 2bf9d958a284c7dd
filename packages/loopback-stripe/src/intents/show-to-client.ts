import type { PaymentIntent } from '../shapes.ts';

/** What Stripe shows of an intent to a browser: no metadata, no charge, no amounts received. */
const shown = [
  'id',
  'object',
  'amount',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'source',
  'status',
] as const satisfies readonly (keyof PaymentIntent)[];

export type ClientIntent = Pick<PaymentIntent, (typeof shown)[number]>;

export function showToClient(intent: PaymentIntent): ClientIntent {
  return Object.fromEntries(shown.map((name) => [name, intent[name]])) as unknown as ClientIntent;
}
