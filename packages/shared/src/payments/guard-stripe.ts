import type { Logger } from 'pino';
import type { Database } from '../database/client.ts';
import { beginOutage } from '../database/stripe-outages.ts';
import { createBreaker, type StripeBreaker } from './stripe-breaker.ts';
import { createStripeProbe, type StripeProbe } from './stripe-probe.ts';
import { type OutageView, watchOutage } from './watch-outage.ts';

export interface GuardedStripe {
  readonly outage: OutageView;
  readonly breaker: StripeBreaker;
  readonly probe: StripeProbe;
  readonly stop: () => void;
}

/** What a process that calls Stripe needs besides: the view of outages, and its part in finding them. */
export async function guardStripe(
  database: Database,
  secretKey: string,
  apiUrl: string,
  self: string,
  log: Pick<Logger, 'error'>,
): Promise<GuardedStripe> {
  const outage = await watchOutage(database);
  const probe = createStripeProbe(secretKey, apiUrl);
  const breaker = createBreaker({
    probe,
    isOpen: outage.isOpen,
    async report(failingSeconds) {
      const outcome = await beginOutage(database, self, failingSeconds);
      await outage.refresh();
      if (outcome === 'BEGUN')
        log.error(
          { failingSeconds },
          'Stripe does not answer: payments are interrupted, deadlines stand still',
        );
    },
  });
  return {
    outage,
    breaker,
    probe,
    stop() {
      breaker.stop();
      outage.stop();
    },
  };
}
