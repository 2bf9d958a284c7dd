import { createHash } from 'node:crypto';

/** Where events go. The id is made of the address, so that it is the same after a restart. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  /** Stripe's event types, or `*` for all. */
  readonly events: readonly string[];
}

export function makeEndpoint(
  url: string,
  secret: string,
  events: readonly string[] = ['*'],
): WebhookEndpoint {
  const id = `we_${createHash('sha256').update(url).digest('hex').slice(0, 24)}`;
  return { id, url: new URL(url).toString(), secret, events };
}

export function wants(endpoint: WebhookEndpoint, type: string): boolean {
  return endpoint.events.includes('*') || endpoint.events.includes(type);
}

/** Milliseconds before the attempt after `attempts` failed ones: doubling from the base, up to a cap. */
export function retryDelayMs(attempts: number, baseMs: number, capFactor: number): number {
  return Math.min(baseMs * 2 ** Math.max(0, attempts - 1), baseMs * capFactor);
}
