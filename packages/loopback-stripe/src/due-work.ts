import { behaviourOf } from './cards/test-cards.ts';
import { openDispute } from './disputes/open-dispute.ts';
import { expireAuthorization } from './intents/cancel-intent.ts';
import { isUnsettled, settleRefund } from './refunds/settle-refund.ts';
import type { Change, Charge, Moment, StripeObject } from './shapes.ts';
import { idOf } from './shapes.ts';
import type { Store } from './store/store.ts';

/**
 * What happens by itself: authorizations run out, banks settle refunds, one test card's owner disputes. Knows
 * the candidates from watching the store, so that a look costs nothing while nothing is due.
 */
export class DueWork {
  readonly #store: Store;
  readonly #refundSettleMs: number;
  readonly #authorized = new Set<string>();
  readonly #refunds = new Set<string>();
  readonly #toDispute = new Set<string>();

  constructor(store: Store, refundSettleMs: number) {
    this.#store = store;
    this.#refundSettleMs = refundSettleMs;
    store.watchers.push({ onPut: (object) => this.#watch(object) });
  }

  /** Every change that is due. Each must be committed before this is asked again. */
  take(moment: Moment, nowMs: number): Change[] {
    return [...this.#expiries(moment), ...this.#settlements(moment, nowMs), ...this.#disputes(moment)];
  }

  #watch(object: StripeObject): void {
    if (object.object === 'payment_intent') {
      if (object.status === 'requires_capture') this.#authorized.add(object.id);
      else this.#authorized.delete(object.id);
    }
    if (object.object === 'refund') {
      const charge = this.#store.charges.get(idOf(object.charge) ?? '');
      if (charge !== undefined && isUnsettled(object, charge)) this.#refunds.add(object.id);
      else this.#refunds.delete(object.id);
    }
    if (object.object === 'charge') {
      if (isDisputedByNature(object) && !object.disputed) this.#toDispute.add(object.id);
      else this.#toDispute.delete(object.id);
    }
  }

  /** Authorizations last equally long, so the oldest come first and the look ends at the first young one. */
  *#expiries(moment: Moment): IterableIterator<Change> {
    for (const id of this.#authorized) {
      const intent = this.#store.intents.get(id);
      const charge = this.#store.charges.get(idOf(intent?.latest_charge) ?? '');
      const before = charge?.payment_method_details?.card?.capture_before;
      if (intent === undefined || charge === undefined || before === undefined) continue;
      if (before > moment.now) return;
      yield expireAuthorization(intent, charge, moment);
    }
  }

  *#settlements(moment: Moment, nowMs: number): IterableIterator<Change> {
    for (const id of this.#refunds) {
      const refund = this.#store.refunds.get(id);
      const charge = this.#store.charges.get(idOf(refund?.charge) ?? '');
      if (refund === undefined || charge === undefined) continue;
      if (refund.created * 1000 + this.#refundSettleMs > nowMs) continue;
      yield settleRefund(refund, charge, moment);
    }
  }

  *#disputes(moment: Moment): IterableIterator<Change> {
    for (const id of this.#toDispute) {
      const charge = this.#store.charges.get(id);
      if (charge === undefined) continue;
      yield openDispute(charge, { amount: null, reason: 'fraudulent' }, moment).change;
    }
  }
}

function isDisputedByNature(charge: Charge): boolean {
  const behaviour = behaviourOf(charge.payment_method_details?.card?.fingerprint);
  return behaviour.kind === 'approves' && behaviour.disputed && charge.captured && !charge.refunded;
}
