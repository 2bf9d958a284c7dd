import type Stripe from 'stripe';

/**
 * The shapes that Stripe documents, taken from its own SDK, so that a field that is missing or misnamed does
 * not compile. Values are never changed in place: a step makes a new one, and events keep the old.
 */
export type PaymentIntent = Stripe.PaymentIntent;
export type PaymentMethod = Stripe.PaymentMethod;
export type Charge = Stripe.Charge;
export type Refund = Stripe.Refund;
export type Dispute = Stripe.Dispute;
export type BalanceTransaction = Stripe.BalanceTransaction;

export type StripeObject = PaymentIntent | PaymentMethod | Charge | Refund | Dispute | BalanceTransaction;

export type ObjectKind = StripeObject['object'];

/** An event that is about to be written: Stripe's type, the object as it was then, and what it replaced. */
export interface EventDraft {
  readonly type: string;
  readonly object: StripeObject;
  readonly previous?: Readonly<Record<string, unknown>>;
}

/** What one step writes, all or nothing. Every event's object is one of `puts`. */
export interface Change {
  readonly puts: readonly StripeObject[];
  readonly events: readonly EventDraft[];
}

export const noChange: Change = { puts: [], events: [] };

export function joinChanges(...changes: readonly Change[]): Change {
  return {
    puts: changes.flatMap((change) => change.puts),
    events: changes.flatMap((change) => change.events),
  };
}

/** Time, identity and place, handed to the pure steps. */
export interface Moment {
  /** Unix seconds on the settable clock. */
  readonly now: number;
  readonly newId: (prefix: string) => string;
  /** This server's own address, for the pages that it serves, without a slash at the end. */
  readonly origin: string;
}

/** The id in a field that Stripe may expand. Stored objects are never expanded. */
export function idOf(field: string | { readonly id: string } | null | undefined): string | null {
  if (field === null || field === undefined) return null;
  return typeof field === 'string' ? field : field.id;
}
