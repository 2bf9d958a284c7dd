import { Counter } from 'prom-client';

/**
 * Authorizations whose amount, currency or metadata were not their order's, captures of another amount, and second refunds
 * of one of ours: somebody has to look. Of this process.
 */
export const intentMismatches = new Counter({
  name: 'fairgate_intent_mismatches_total',
  help: "Authorizations that were not for their order's amount, currency or tickets (none of them is sold), captures of another amount, and refunds that Stripe made twice",
  registers: [],
});
