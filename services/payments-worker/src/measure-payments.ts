import type { OutageView } from '@fairgate/shared/payments/watch-outage.ts';
import { Gauge } from 'prom-client';

/** What operations watch of payments, as this process last saw it. */
export function measurePayments(outage: OutageView): void {
  new Gauge({
    name: 'fairgate_stripe_outage',
    help: '1 while Stripe does not answer or people are not let in again yet',
    collect() {
      this.set(outage.isInterrupted() ? 1 : 0);
    },
  });
}
