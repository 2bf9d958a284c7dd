import assert from 'node:assert/strict';
import Stripe from 'stripe';

/** A Stripe to check, ours or the real one in test mode, and what can be done to it from outside. */
export interface ConformanceWorld {
  /** With the secret key, and without retries of its own: facts look at single answers. */
  readonly stripe: Stripe;
  /** With the publishable key, as a browser; absent: the facts about browsers are left out. */
  readonly browser?: Stripe;
  /** The first event of this type about this intent, however this world sees events. */
  readonly eventOf: (type: string, intentId: string) => Promise<Stripe.Event>;
  /** Goes to the bank's page and approves or fails; absent where only a person can. */
  readonly authenticate?: (url: string, approve: boolean) => Promise<void>;
  /** How long the search and the banks may take, in milliseconds. */
  readonly patienceMs: number;
}

/** One thing that Fairgate relies on. */
export interface ConformanceFact {
  readonly name: string;
  /** What the world must offer for it. */
  readonly needs?: 'browser' | 'authenticate';
  /** Throws when the fact does not hold. */
  readonly check: (world: ConformanceWorld) => Promise<void>;
}

export function isCheckable(fact: ConformanceFact, world: ConformanceWorld): boolean {
  return fact.needs === undefined || world[fact.needs] !== undefined;
}

type CreateParams = Partial<Stripe.PaymentIntentCreateParams>;

/** An intent as Fairgate makes them: cards only, captured by us. */
export function newIntent(
  { stripe }: ConformanceWorld,
  params: CreateParams = {},
): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({
    amount: 5000,
    currency: 'eur',
    capture_method: 'manual',
    allowed_payment_method_types: ['card'],
    ...params,
  });
}

export function authorizedIntent(
  world: ConformanceWorld,
  params: CreateParams = {},
): Promise<Stripe.PaymentIntent> {
  return newIntent(world, { confirm: true, payment_method: 'pm_card_visa', ...params });
}

export async function capturedIntent(
  world: ConformanceWorld,
  params: CreateParams = {},
): Promise<Stripe.PaymentIntent> {
  const intent = await authorizedIntent(world, params);
  return world.stripe.paymentIntents.capture(intent.id);
}

/** The error that a call ends with. Throws when it succeeds. */
export async function errorOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call;
  } catch (failure) {
    assert.ok(failure instanceof Stripe.errors.StripeError, `not Stripe's error: ${String(failure)}`);
    return failure;
  }
  throw new assert.AssertionError({ message: 'the call was not refused' });
}

/** Asks until the answer is there. Throws when the world's patience is over. */
export async function eventually<Answer>(
  world: ConformanceWorld,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer> {
  for (const until = Date.now() + world.patienceMs; ; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    assert.ok(Date.now() < until, `nothing within ${world.patienceMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(1000, world.patienceMs / 20)));
  }
}
