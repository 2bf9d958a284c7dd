import { browserFacts } from './browser-facts.ts';
import type { ConformanceFact } from './conformance-fact.ts';
import { eventFacts } from './event-facts.ts';
import { idempotencyFacts } from './idempotency-facts.ts';
import { declineFacts, intentFacts } from './intent-facts.ts';
import { refundFacts } from './refund-facts.ts';
import { requestFacts } from './request-facts.ts';

/** Everything about Stripe that Fairgate relies on. It holds of the loopback Stripe and of the real one. */
export const conformanceFacts: readonly ConformanceFact[] = [
  ...intentFacts,
  ...declineFacts,
  ...requestFacts,
  ...idempotencyFacts,
  ...refundFacts,
  ...eventFacts,
  ...browserFacts,
];
