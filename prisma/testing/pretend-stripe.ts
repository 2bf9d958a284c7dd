import { randomUUID } from 'node:crypto';

export type IntentStatus = 'requires_payment_method' | 'requires_capture' | 'succeeded' | 'canceled';

interface Intent {
  readonly id: string;
  readonly amountMinor: number;
  status: IntentStatus;
  capturedMinor: number;
  refundedMinor: number;
}

/**
 * The few rules of Stripe's intents on which the database's functions rely, kept in memory, one intent per order. The
 * real protocol is the loopback Stripe's; here only the order of events is made up.
 */
export class PretendStripe {
  readonly #intents = new Map<string, Intent>();

  create(orderId: string, amountMinor: number): Intent {
    const known = this.#intents.get(orderId);
    if (known !== undefined) return known;
    const intent: Intent = {
      id: `pi_${randomUUID()}`,
      amountMinor,
      status: 'requires_payment_method',
      capturedMinor: 0,
      refundedMinor: 0,
    };
    this.#intents.set(orderId, intent);
    return intent;
  }

  of(orderId: string): Intent | undefined {
    return this.#intents.get(orderId);
  }

  /** The customer's card was accepted. */
  confirm(orderId: string): void {
    this.#move(orderId, ['requires_payment_method'], 'requires_capture');
  }

  capture(orderId: string): void {
    const intent = this.#move(orderId, ['requires_capture'], 'succeeded');
    if (intent !== undefined) intent.capturedMinor = intent.amountMinor;
  }

  cancel(orderId: string): void {
    this.#move(orderId, ['requires_payment_method', 'requires_capture'], 'canceled');
  }

  refund(orderId: string, amountMinor: number): void {
    const intent = this.#intents.get(orderId);
    if (intent === undefined) return;
    if (intent.refundedMinor + amountMinor > intent.capturedMinor)
      throw new Error(`${orderId}: more is given back than was taken`);
    intent.refundedMinor += amountMinor;
  }

  #move(orderId: string, from: readonly IntentStatus[], to: IntentStatus): Intent | undefined {
    const intent = this.#intents.get(orderId);
    if (intent === undefined || !from.includes(intent.status)) return undefined;
    intent.status = to;
    return intent;
  }
}
