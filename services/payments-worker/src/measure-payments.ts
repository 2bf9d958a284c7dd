import type { Database } from '@fairgate/shared/database/client.ts';
import { countParked } from '@fairgate/shared/database/parked-work.ts';
import { intentMismatches } from '@fairgate/shared/payments/mismatch-alarm.ts';
import type { OutageView } from '@fairgate/shared/payments/watch-outage.ts';
import { Gauge, register } from 'prom-client';

/** What operations watch of payments, as this process last saw it. */
export function measurePayments(database: Database, outage: OutageView): void {
  register.registerMetric(intentMismatches);
  new Gauge({
    name: 'fairgate_parked_work',
    help: 'Work that failed too often and waits for operations, by kind; operation and finalize are money',
    labelNames: ['kind'],
    async collect() {
      const counts = await countParked(database).catch(() => null);
      for (const [kind, count] of Object.entries(counts ?? {})) this.set({ kind }, count);
    },
  });
  new Gauge({
    name: 'fairgate_stripe_outage',
    help: '1 while Stripe does not answer or people are not let in again yet',
    collect() {
      this.set(outage.isInterrupted() ? 1 : 0);
    },
  });
}
