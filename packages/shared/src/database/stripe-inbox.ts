import { triesBeforeParkingMax } from '../domain/limits.ts';
import { reach } from '../process/crash-points.ts';
import type { Database } from './client.ts';

interface KeptEvent {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly object: object };
}

/** Keeps a webhook as it came. false: it was kept before. */
export async function keepStripeEvent(database: Database, event: KeptEvent): Promise<boolean> {
  reach('keep-stripe-event.before');
  const kept = await database.$executeRaw`
    insert into stripe_inbox (stripe_event_id, type, payment_intent_id, body)
    values (${event.id}, ${event.type}, ${intentOf(event)}, ${JSON.stringify(event)}::jsonb)
    on conflict do nothing`;
  reach('keep-stripe-event.after');
  return kept === 1;
}

/** The intent that an event is about: itself, or the one its object belongs to. */
function intentOf(event: KeptEvent): string | null {
  const object = event.data.object as { id?: unknown; object?: unknown; payment_intent?: unknown };
  if (object.object === 'payment_intent' && typeof object.id === 'string') return object.id;
  return typeof object.payment_intent === 'string' ? object.payment_intent : null;
}

export interface InboxEvent {
  readonly stripeEventId: string;
  readonly type: string;
  readonly paymentIntentId: string | null;
}

/**
 * Takes kept events that are due, each for one worker at a time: a taken one is due again after `retrySeconds` unless it
 * is marked as processed. One that was taken too often is parked instead. `stripeEventId` narrows it to one.
 */
export async function takeInboxEvents(
  database: Database,
  stripeEventId: string | null,
  retrySeconds: number,
  max: number,
): Promise<InboxEvent[]> {
  reach('take-inbox-events.before');
  const rows = await database.$queryRaw<(InboxEvent & { parked: boolean })[]>`
    update stripe_inbox i set attempts = attempts + 1,
      parked_at = case when attempts >= ${triesBeforeParkingMax}::int then clock_timestamp() end,
      due_at = clock_timestamp() + make_interval(secs => ${retrySeconds}::float8 * (1 + attempts))
    from (select stripe_event_id from stripe_inbox
      where processed_at is null and parked_at is null and due_at <= clock_timestamp()
        and (${stripeEventId}::text is null or stripe_event_id = ${stripeEventId})
      order by due_at limit ${max}::int for update skip locked) due
    where i.stripe_event_id = due.stripe_event_id
    returning i.stripe_event_id as "stripeEventId", i.type, i.payment_intent_id as "paymentIntentId",
      i.parked_at is not null as parked`;
  if (rows.length > 0) reach('take-inbox-events.after');
  return rows.filter((row) => !row.parked);
}

export async function markInboxProcessed(database: Database, stripeEventId: string): Promise<void> {
  reach('mark-inbox-processed.before');
  await database.$executeRaw`
    update stripe_inbox set processed_at = clock_timestamp() where stripe_event_id = ${stripeEventId}`;
  reach('mark-inbox-processed.after');
}

/** @param wasTried false: nothing was sent to Stripe, so the try does not count, and the event is due in a second */
export async function markInboxFailed(
  database: Database,
  stripeEventId: string,
  error: string,
  wasTried: boolean,
): Promise<void> {
  reach('mark-inbox-failed.before');
  await database.$executeRaw`
    update stripe_inbox set last_error = ${error.slice(0, 500)},
      attempts = case when ${wasTried} then attempts else greatest(0, attempts - 1) end,
      due_at = case when ${wasTried} then due_at else clock_timestamp() + interval '1 second' end
    where stripe_event_id = ${stripeEventId}`;
  reach('mark-inbox-failed.after');
}
