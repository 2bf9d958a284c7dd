import webPush from 'web-push';
import { isPushEndpoint, type PushOrigin } from './push-origins.ts';
import type { VapidKey } from './vapid-key.ts';

/** A browser's subscription: where it is reached, and what is encrypted for it (RFC 8291). */
export interface PushSubscription {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

export interface PushMessage {
  /** What the service worker is handed; encrypted, so that no push service reads it. */
  readonly payload: string;
  /** A browser that is away for longer is told nothing. Seconds. */
  readonly ttlSeconds: number;
  /** Of two messages about one thing that wait for a browser, the newer takes the place of the older: 32 characters at most. */
  readonly topic: string;
}

export type PushOutcome =
  | { readonly kind: 'sent' }
  /** The subscription ended, or its service is not allowed any more: it is of no use. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly status: number };

export interface Pusher {
  /** Rejects when the service did not answer, or that is unknown. */
  readonly send: (subscription: PushSubscription, message: PushMessage) => Promise<PushOutcome>;
}

/** Less than a row of the outbox is left alone, so that nothing is pushed twice. Milliseconds. */
const answerMsMax = 8_000;
const goneStatuses = [404, 410];

/** @param contact whom a push service may turn to: an https or mailto address */
export function openPusher(key: VapidKey, contact: string, origins: readonly PushOrigin[]): Pusher {
  return {
    async send({ endpoint, p256dh, auth }, { payload, ttlSeconds, topic }) {
      if (!isPushEndpoint(endpoint, origins)) return { kind: 'gone' };
      const { headers, body } = webPush.generateRequestDetails(
        { endpoint, keys: { p256dh, auth } },
        payload,
        { vapidDetails: { subject: contact, ...key }, TTL: ttlSeconds, urgency: 'high', topic },
      );
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: ownHeaders(headers),
        body: new Uint8Array(body),
        // Another address was not checked.
        redirect: 'manual',
        signal: AbortSignal.timeout(answerMsMax),
      });
      await response.body?.cancel();
      if (response.ok) return { kind: 'sent' };
      return goneStatuses.includes(response.status)
        ? { kind: 'gone' }
        : { kind: 'refused', status: response.status };
    },
  };
}

/** The length is reckoned from the body by who sends it. */
function ownHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== 'Content-Length')
      .map(([name, value]) => [name, String(value)]),
  );
}

/** The installation's own address; a push service wants one that is https, else somebody's mailbox. */
export function pushContact(publicUrl: string, mailFrom: string): string {
  if (publicUrl.startsWith('https://')) return publicUrl;
  const [, address = 'tickets@fairgate.invalid'] = /([^\s<>]+@[^\s<>]+)>?\s*$/.exec(mailFrom) ?? [];
  return `mailto:${address}`;
}
