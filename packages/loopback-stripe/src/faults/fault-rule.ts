import { seededRandom } from './seeded-random.ts';

export const requestFaults = [
  'latency',
  'drop_reply',
  'error_before',
  'error_after',
  'rate_limit',
  'outage',
] as const;
export const webhookFaults = [
  'webhook_duplicate',
  'webhook_reorder',
  'webhook_delay',
  'webhook_lose',
] as const;

export type RequestFault = (typeof requestFaults)[number];
export type WebhookFault = (typeof webhookFaults)[number];
export type FaultKind = RequestFault | WebhookFault;

/** How an outage looks: connections cut, requests never answered, or Stripe's 503. */
export const outageModes = ['cut', 'hang', 'unavailable'] as const;
export type OutageMode = (typeof outageModes)[number];

/** A switch as posted. Everything but the kind has a default. */
export interface FaultSettings {
  readonly kind: FaultKind;
  /** Of each request or event that the filters let through, in [0, 1]. */
  readonly probability: number;
  /** Only requests of this method. */
  readonly method: string | null;
  /** Only this path (of webhooks: this event type); `*` stands for any characters. */
  readonly path: string | null;
  /** Strikes this many times at most. */
  readonly count: number | null;
  readonly seed: number;
  /** latency, webhook_delay: milliseconds; webhook_reorder: the window within which the order is shaken. */
  readonly ms: number;
  /** latency, webhook_delay: up to this many milliseconds more. */
  readonly jitterMs: number;
  /** webhook_duplicate: how often each is sent. */
  readonly copies: number;
  /** rate_limit: requests a second that are let through; null: each is refused by the probability. */
  readonly perSecond: number | null;
  /** error_before: whether the 500 is kept under the idempotency key, as Stripe keeps what it began. */
  readonly kept: boolean;
  readonly mode: OutageMode;
}

/** A switch at work: its own random numbers, so that one switch's draws never move another's. */
export class FaultRule {
  readonly id: string;
  readonly settings: FaultSettings;
  /** How often it has struck. */
  struck = 0;
  readonly #random: () => number;
  readonly #pattern: RegExp | null;
  #tokens: number;
  #filledAtMs = 0;

  constructor(id: string, settings: FaultSettings) {
    this.id = id;
    this.settings = settings;
    this.#random = seededRandom(settings.seed);
    this.#pattern = settings.path === null ? null : globPattern(settings.path);
    this.#tokens = settings.perSecond ?? 0;
  }

  /** Decides about one request or event. Only those that the filters let through draw a number. */
  strikes(method: string, path: string, nowMs: number): boolean {
    const { settings } = this;
    if (settings.count !== null && this.struck >= settings.count) return false;
    if (settings.method !== null && settings.method !== method) return false;
    if (this.#pattern !== null && !this.#pattern.test(path)) return false;
    const isStruck =
      settings.perSecond === null ? this.#random() < settings.probability : !this.#takeToken(nowMs);
    if (isStruck) this.struck += 1;
    return isStruck;
  }

  /** A repeatable number of milliseconds in [from, from + spread). */
  milliseconds(from: number, spread: number): number {
    return spread === 0 ? from : from + this.#random() * spread;
  }

  #takeToken(nowMs: number): boolean {
    const perSecond = this.settings.perSecond ?? 0;
    const passed = Math.max(0, nowMs - this.#filledAtMs);
    this.#filledAtMs = nowMs;
    this.#tokens = Math.min(perSecond, this.#tokens + (passed / 1000) * perSecond);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

function globPattern(glob: string): RegExp {
  const escaped = glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`);
}
