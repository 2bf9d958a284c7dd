import type { StoredEvent } from '../store/store.ts';

/** The version whose shapes are imitated: that of the pinned SDK. */
export const apiVersion = '2026-10-28.endive';

/** An event as Stripe shows it, in lists and in webhooks. */
export function renderEvent(event: StoredEvent): object {
  return {
    id: event.id,
    object: 'event',
    api_version: apiVersion,
    created: event.created,
    data:
      event.previous === undefined
        ? { object: event.object }
        : { object: event.object, previous_attributes: event.previous },
    livemode: false,
    pending_webhooks: event.to.length - event.settledWith.length,
    request: event.request ?? { id: null, idempotency_key: null },
    type: event.type,
  };
}
