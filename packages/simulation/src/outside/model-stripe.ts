import { NONE } from '../database/rows.ts';

/** What Stripe answers instead of a result, as classify-stripe-error.ts reads it. No stack: it is a value of the model. */
export interface StripeFault {
  readonly type: string;
  readonly statusCode?: number;
  readonly code?: string;
}

export const faults = {
  noAnswer: { type: 'StripeConnectionError' },
  overRate: { type: 'StripeRateLimitError', statusCode: 429 },
  /** Not sent, since Stripe is out: read as over its rate is. */
  notSent: { type: 'StripeRateLimitError', statusCode: 429 },
  keyInUse: { type: 'StripeIdempotencyError', statusCode: 409, code: 'idempotency_key_in_use' },
  keyReused: { type: 'StripeIdempotencyError', statusCode: 400 },
  server: { type: 'StripeAPIError', statusCode: 500 },
  wrongState: { type: 'StripeInvalidRequestError', statusCode: 400, code: 'payment_intent_unexpected_state' },
  refunded: { type: 'StripeInvalidRequestError', statusCode: 400, code: 'charge_already_refunded' },
} satisfies Record<string, StripeFault>;

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_action'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled';

export interface Intent {
  readonly id: number;
  /** From its metadata. */
  readonly order: number;
  readonly operation: number;
  readonly amountMinor: number;
  /** By Stripe's clock. */
  readonly createdAt: number;
  status: IntentStatus;
  capturedMinor: number;
  refundedMinor: number;
  captures: number;
  /** The operations whose refunds were made. */
  readonly refunds: number[];
}

/** An intent as an answer shows it: as it was then. */
export type IntentView = Pick<
  Intent,
  'id' | 'order' | 'operation' | 'amountMinor' | 'status' | 'capturedMinor'
>;

export function viewOf({ id, order, operation, amountMinor, status, capturedMinor }: Intent): IntentView {
  return { id, order, operation, amountMinor, status, capturedMinor };
}

export type CallKind = 'create' | 'capture' | 'cancel' | 'refund';

/** One request that changes something. `key` NONE: without an idempotency key. */
export interface StripeCall {
  readonly kind: CallKind;
  readonly key: number;
  readonly operation: number;
  readonly order: number;
  readonly intent: number;
  readonly amountMinor: number;
}

interface StoredAnswer {
  readonly at: number;
  readonly kind: CallKind;
  readonly amountMinor: number;
  readonly answer: IntentView | StripeFault;
  /** Until then the first request is under way, and its key in use. */
  readonly busyUntil: number;
}

/** Stripe prunes keys once they are at least 24 hours old. Milliseconds. */
const keyLifeMs = 24 * 3_600_000;

/** Stripe as it really behaves: keys with their stored answers, faults included, and intents that buyers confirm. */
export class ModelStripe {
  now = 0;
  /** Its clock against the database's. Milliseconds. */
  skewMs = 0;
  intents: Intent[] = [];
  #answers = new Map<number, StoredAnswer>();
  /** What an intent is made with instead, when the request was falsified on its way. */
  alteredAmount: (asked: number) => number = (asked) => asked;
  onEvent: (type: string, intent: Intent) => void = () => undefined;
  /** Money is about to be taken by us. */
  onCapture: (intent: Intent) => void = () => undefined;

  reset(): void {
    this.intents = [];
    this.#answers = new Map();
    this.skewMs = 0;
  }

  /**
   * Takes a request. `storedFault`: it ends in a 500 of Stripe's own, before or after acting, which the key keeps, as it
   * keeps every other answer.
   */
  act(
    call: StripeCall,
    storedFault: 'none' | 'before' | 'after',
    latencyMs: number,
  ): IntentView | StripeFault {
    const { kind, amountMinor, key } = call;
    const known = key === NONE ? undefined : this.#answers.get(key);
    if (known !== undefined && this.now - known.at < keyLifeMs) {
      if (known.kind !== kind || known.amountMinor !== amountMinor) return faults.keyReused;
      return known.busyUntil > this.now ? faults.keyInUse : known.answer;
    }
    const made = storedFault === 'before' ? faults.server : this.#execute(call);
    const answer = storedFault === 'after' ? faults.server : made;
    if (key !== NONE)
      this.#answers.set(key, { at: this.now, kind, amountMinor, answer, busyUntil: this.now + latencyMs });
    return answer;
  }

  #execute(call: StripeCall): IntentView | StripeFault {
    if (call.kind === 'create') return viewOf(this.#create(call));
    const intent = this.intents[call.intent];
    if (intent === undefined) return faults.wrongState;
    switch (call.kind) {
      case 'capture':
        if (intent.status !== 'requires_capture') return faults.wrongState;
        this.onCapture(intent);
        this.capture(intent);
        return viewOf(intent);
      case 'cancel':
        if (intent.status === 'succeeded' || intent.status === 'canceled') return faults.wrongState;
        this.cancel(intent);
        return viewOf(intent);
      case 'refund':
        if (intent.refundedMinor + call.amountMinor > intent.capturedMinor) return faults.refunded;
        intent.refundedMinor += call.amountMinor;
        intent.refunds.push(call.operation);
        return viewOf(intent);
    }
  }

  #create(call: StripeCall): Intent {
    const intent: Intent = {
      id: this.intents.length,
      order: call.order,
      operation: call.operation,
      amountMinor: this.alteredAmount(call.amountMinor),
      createdAt: this.now + this.skewMs,
      status: 'requires_payment_method',
      capturedMinor: 0,
      refundedMinor: 0,
      captures: 0,
      refunds: [],
    };
    this.intents.push(intent);
    return intent;
  }

  /** Ours, or by hand in Stripe's dashboard. */
  capture(intent: Intent): void {
    intent.status = 'succeeded';
    intent.capturedMinor += intent.amountMinor;
    intent.captures += 1;
    this.onEvent('payment_intent.succeeded', intent);
  }

  /** Ours, or because the authorization ran out. */
  cancel(intent: Intent): void {
    intent.status = 'canceled';
    this.onEvent('payment_intent.canceled', intent);
  }

  /** A buyer's browser confirms. false: the intent cannot be paid any more. */
  confirm(intent: Intent, answer: 'approved' | 'declined' | 'asks'): boolean {
    if (intent.status !== 'requires_payment_method' && intent.status !== 'requires_action') return false;
    if (answer === 'approved') {
      intent.status = 'requires_capture';
      this.onEvent('payment_intent.amount_capturable_updated', intent);
    } else if (answer === 'asks') {
      intent.status = 'requires_action';
      this.onEvent('payment_intent.requires_action', intent);
    } else intent.status = 'requires_payment_method';
    return true;
  }

  /** An intent made from `createdFrom` on whose metadata names the operation. */
  findIntent(operation: number, createdFrom: number): Intent | undefined {
    return this.intents.find((intent) => intent.operation === operation && intent.createdAt >= createdFrom);
  }
}
