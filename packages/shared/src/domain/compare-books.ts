/** One intent's money to date, in minor units. */
export interface IntentMoney {
  readonly intentId: string;
  readonly currency: string;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
}

export interface OrderMoney extends IntentMoney {
  readonly eventId: string;
  readonly orderId: string;
}

/** unknownIntent: Stripe has money of an intent that is no order's. missingAtStripe: we have money of one that Stripe lacks. */
export type DifferenceKind = 'unknownIntent' | 'missingAtStripe' | 'captured' | 'refunded';

export interface BookDifference {
  readonly kind: DifferenceKind;
  readonly intentId: string;
  readonly orderId: string | null;
  readonly eventId: string | null;
  readonly currency: string;
  readonly stripeMinor: number;
  readonly oursMinor: number;
}

/** Where Stripe's books of some intents and ours differ, intent by intent, in the order of their ids. */
export function compareBooks(stripe: readonly IntentMoney[], ours: readonly OrderMoney[]): BookDifference[] {
  const ourOf = new Map(ours.map((order) => [order.intentId, order]));
  const theirOf = new Map(stripe.map((intent) => [intent.intentId, intent]));
  const differences: BookDifference[] = [];
  for (const intentId of [...new Set([...ourOf.keys(), ...theirOf.keys()])].sort()) {
    const [mine, theirs] = [ourOf.get(intentId), theirOf.get(intentId)];
    const add = (kind: DifferenceKind, stripeMinor: number, oursMinor: number): void => {
      if (stripeMinor === oursMinor) return;
      const { orderId = null, eventId = null } = mine ?? {};
      const currency = theirs?.currency ?? mine?.currency ?? '';
      differences.push({ kind, intentId, orderId, eventId, currency, stripeMinor, oursMinor });
    };
    if (mine === undefined) add('unknownIntent', theirs?.capturedMinor ?? 0, 0);
    else if (theirs === undefined) add('missingAtStripe', 0, mine.capturedMinor);
    else {
      add('captured', theirs.capturedMinor, mine.capturedMinor);
      add('refunded', theirs.refundedMinor, mine.refundedMinor);
    }
  }
  return differences;
}

/** A line of Stripe's balance, signed as Stripe writes it. */
export interface Movement {
  readonly kind: 'captured' | 'refunded' | 'disputed';
  readonly currency: string;
  readonly amountMinor: number;
  readonly feeMinor: number;
}

export interface CurrencyTotals {
  readonly currency: string;
  /** What moved on the day, by Stripe's balance; amounts that left are positive under refunded and disputed. */
  readonly day: {
    readonly capturedMinor: number;
    readonly refundedMinor: number;
    readonly disputedMinor: number;
    readonly feesMinor: number;
  };
  /** Of the orders that moved on the day, to date. */
  readonly stripe: { readonly capturedMinor: number; readonly refundedMinor: number };
  readonly ours: { readonly capturedMinor: number; readonly refundedMinor: number };
}

export function totalBooks(
  movements: readonly Movement[],
  stripe: readonly IntentMoney[],
  ours: readonly IntentMoney[],
): CurrencyTotals[] {
  const currencies = new Set([...movements, ...stripe, ...ours].map((one) => one.currency));
  return [...currencies].sort().map((currency) => {
    const own = <T extends { readonly currency: string }>(all: readonly T[]) =>
      all.filter((one) => one.currency === currency);
    const moved = (kind: Movement['kind']) =>
      sum(
        own(movements).filter((one) => one.kind === kind),
        (one) => one.amountMinor,
      );
    const toDate = (all: readonly IntentMoney[]) => ({
      capturedMinor: sum(own(all), (one) => one.capturedMinor),
      refundedMinor: sum(own(all), (one) => one.refundedMinor),
    });
    return {
      currency,
      day: {
        capturedMinor: moved('captured'),
        refundedMinor: 0 - moved('refunded'),
        disputedMinor: 0 - moved('disputed'),
        feesMinor: sum(own(movements), (one) => one.feeMinor),
      },
      stripe: toDate(stripe),
      ours: toDate(ours),
    };
  });
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}
