import type { Database } from '@fairgate/shared/database/client.ts';
import { keepStripeEvent } from '@fairgate/shared/database/stripe-inbox.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { JobSender } from '@fairgate/shared/queues/jobs.ts';
import type Stripe from 'stripe';

export interface WebhookStores {
  /** Connections that nothing else takes. */
  readonly webhooks: Database;
  readonly stripe: Stripe;
  readonly jobs: JobSender;
  readonly webhookSecret: string;
}

/**
 * Keeps a genuine webhook and answers at once; a payments-worker then asks Stripe about its intent. One that was kept
 * before changes nothing. A wrong signature, an altered body or an old timestamp is refused.
 */
export async function receiveStripeEvent(
  stores: WebhookStores,
  body: Buffer,
  signature: string | undefined,
): Promise<void> {
  let event: Stripe.Event;
  try {
    event = stores.stripe.webhooks.constructEvent(body, signature ?? '', stores.webhookSecret);
  } catch {
    throw new Problem('VALIDATION_FAILED', {
      errors: [{ pointer: 'headers/stripe-signature', detail: 'does not sign this body now' }],
    });
  }
  const isNew = await keepStripeEvent(stores.webhooks, event);
  if (isNew) stores.jobs.send('inbox', { stripeEventId: event.id });
}
