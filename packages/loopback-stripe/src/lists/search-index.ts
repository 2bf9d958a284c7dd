import type { PaymentIntent, StripeObject } from '../shapes.ts';

/**
 * Intents as the search sees them: each change becomes visible a while after it was made, as with Stripe,
 * whose search may lag by a minute and more. Kept in memory only; after a restart it has caught up.
 */
export class SearchIndex {
  readonly #visible = new Map<string, PaymentIntent>();
  readonly #coming: { intent: PaymentIntent; visibleAtMs: number }[] = [];
  lagMs: number;

  constructor(lagMs: number) {
    this.lagMs = lagMs;
  }

  onPut(object: StripeObject, atMs: number): void {
    if (object.object === 'payment_intent')
      this.#coming.push({ intent: object, visibleAtMs: atMs + this.lagMs });
  }

  /** Newest first, as far as the search can see now. */
  intents(nowMs: number): PaymentIntent[] {
    let seen = 0;
    for (const { intent, visibleAtMs } of this.#coming) {
      if (visibleAtMs > nowMs) break;
      this.#visible.set(intent.id, intent);
      seen += 1;
    }
    this.#coming.splice(0, seen);
    return [...this.#visible.values()].sort((one, other) => other.created - one.created);
  }
}
