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
  /** Any of them may have signed: while one replaces another, both do. */
  readonly webhookSecrets: readonly string[];
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
  const event = genuineEvent(stores, body, signature ?? '');
  if (event === null) {
    throw new Problem('VALIDATION_FAILED', {
      errors: [{ pointer: 'headers/stripe-signature', detail: 'does not sign this body now' }],
    });
  }
  const isNew = await keepStripeEvent(stores.webhooks, event);
  if (isNew) stores.jobs.send('inbox', { stripeEventId: event.id });
}

function genuineEvent(
  { stripe, webhookSecrets }: WebhookStores,
  body: Buffer,
  signature: string,
): Stripe.Event | null {
  for (const secret of webhookSecrets) {
    try {
      return stripe.webhooks.constructEvent(body, signature, secret);
    } catch {
      // Perhaps another one signed it.
    }
  }
  return null;
}
