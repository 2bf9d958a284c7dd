import { renderEvent } from '../events/render-event.ts';
import { webhookAttemptsMax, webhookConcurrencyMax, webhookRetryCapFactor } from '../limits.ts';
import type { Store, StoredEvent } from '../store/store.ts';
import { WebhookPoster } from './post-webhook.ts';
import { signWebhook } from './sign-webhook.ts';
import { retryDelayMs, type WebhookEndpoint, wants } from './webhook-endpoint.ts';

/** What the fault switches want done with one delivery. */
export interface WebhookPlan {
  readonly lose: boolean;
  readonly copies: number;
  readonly delayMs: number;
}

export interface WebhookDelivery {
  readonly event: StoredEvent;
  readonly endpoint: WebhookEndpoint;
  attempts: number;
  lastOutcome: string | null;
  /** Real milliseconds of the next attempt; null while one runs or waits for a free connection. */
  nextAtMs: number | null;
}

export interface WebhookCounts {
  delivered: number;
  failedAttempts: number;
  lost: number;
  givenUp: number;
}

/**
 * Sends every event to every endpoint that wants it, signed, at least once, in no promised order, several at a
 * time; a refused or failed one again with growing delays. What is pending is in the journal, so a restart
 * goes on.
 */
export class WebhookSender {
  readonly counts: WebhookCounts = { delivered: 0, failedAttempts: 0, lost: 0, givenUp: 0 };
  readonly #store: Store;
  readonly #retryBaseMs: number;
  readonly #planFor: (type: string) => WebhookPlan;
  readonly #endpoints = new Map<string, WebhookEndpoint>();
  readonly #pending = new Map<string, WebhookDelivery>();
  readonly #timers = new Map<WebhookDelivery, NodeJS.Timeout>();
  readonly #ready: WebhookDelivery[] = [];
  readonly #poster = new WebhookPoster();
  #running = 0;
  #stopped = true;

  constructor(store: Store, retryBaseMs: number, planFor: (type: string) => WebhookPlan) {
    this.#store = store;
    this.#retryBaseMs = retryBaseMs;
    this.#planFor = planFor;
    store.watchers.push({ onEvent: (event) => this.#take(event) });
  }

  get endpoints(): WebhookEndpoint[] {
    return [...this.#endpoints.values()];
  }

  get pending(): WebhookDelivery[] {
    return [...this.#pending.values()];
  }

  /** Whether any delivery is under way; what waits for a later attempt does not count. */
  get isSending(): boolean {
    return this.#running > 0 || this.#ready.length > 0;
  }

  addEndpoint(endpoint: WebhookEndpoint): void {
    this.#endpoints.set(endpoint.id, endpoint);
  }

  removeEndpoint(id: string): boolean {
    for (const [key, delivery] of this.#pending) {
      if (delivery.endpoint.id === id) this.#settle(key, delivery);
    }
    return this.#endpoints.delete(id);
  }

  endpointsFor = (type: string): string[] =>
    this.endpoints.filter((endpoint) => wants(endpoint, type)).map((endpoint) => endpoint.id);

  /** Begins to send: first what an earlier run left behind. */
  start(): void {
    this.#stopped = false;
    for (const event of this.#store.events.values()) this.#take(event);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#ready.length = 0;
    this.#poster.close();
    while (this.#running > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Tries everything that waits for a later attempt now. */
  hurry(): number {
    const waiting = [...this.#timers.keys()];
    for (const delivery of waiting) {
      clearTimeout(this.#timers.get(delivery));
      this.#makeReady(delivery);
    }
    return waiting.length;
  }

  #take(event: StoredEvent): void {
    if (this.#stopped) return;
    for (const id of event.to) {
      const endpoint = this.#endpoints.get(id);
      const key = `${event.id} ${id}`;
      if (endpoint === undefined || event.settledWith.includes(id) || this.#pending.has(key)) continue;
      const delivery: WebhookDelivery = { event, endpoint, attempts: 0, lastOutcome: null, nextAtMs: null };
      this.#pending.set(key, delivery);
      this.#begin(key, delivery);
    }
  }

  #begin(key: string, delivery: WebhookDelivery): void {
    const plan = this.#planFor(delivery.event.type);
    if (plan.lose) {
      this.counts.lost += 1;
      this.#settle(key, delivery);
      return;
    }
    this.#schedule(delivery, plan.delayMs);
    for (let copy = 1; copy < plan.copies; copy += 1) this.#schedule({ ...delivery }, plan.delayMs);
  }

  #schedule(delivery: WebhookDelivery, delayMs: number): void {
    if (this.#stopped) return;
    if (delayMs <= 0) {
      this.#makeReady(delivery);
      return;
    }
    delivery.nextAtMs = Date.now() + delayMs;
    this.#timers.set(
      delivery,
      setTimeout(() => this.#makeReady(delivery), delayMs),
    );
  }

  #makeReady(delivery: WebhookDelivery): void {
    this.#timers.delete(delivery);
    delivery.nextAtMs = null;
    this.#ready.push(delivery);
    this.#work();
  }

  #work(): void {
    while (!this.#stopped && this.#running < webhookConcurrencyMax) {
      const delivery = this.#ready.shift();
      if (delivery === undefined) return;
      this.#running += 1;
      this.#attempt(delivery).finally(() => {
        this.#running -= 1;
        this.#work();
      });
    }
  }

  async #attempt(delivery: WebhookDelivery): Promise<void> {
    const { event, endpoint } = delivery;
    if (!this.#endpoints.has(endpoint.id)) return;
    // Nobody may hear of what a crash could still undo.
    await this.#store.settled();
    const payload = JSON.stringify(renderEvent(event));
    const signature = signWebhook(payload, endpoint.secret, Math.floor(Date.now() / 1000));
    const outcome = await this.#poster.post(endpoint.url, payload, signature);
    delivery.attempts += 1;
    const key = `${event.id} ${endpoint.id}`;
    if (outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300) {
      this.counts.delivered += 1;
      this.#settle(key, delivery);
      return;
    }
    this.counts.failedAttempts += 1;
    delivery.lastOutcome = outcome.kind === 'answered' ? `HTTP ${outcome.status}` : outcome.reason;
    if (delivery.attempts >= webhookAttemptsMax) {
      this.counts.givenUp += 1;
      this.#settle(key, delivery);
      return;
    }
    this.#schedule(delivery, retryDelayMs(delivery.attempts, this.#retryBaseMs, webhookRetryCapFactor));
  }

  /** A lost note of this only means one more delivery after a restart, so nobody waits for it. */
  #settle(key: string, delivery: WebhookDelivery): void {
    if (!this.#pending.delete(key)) return;
    const settled: [string, string] = [delivery.event.id, delivery.endpoint.id];
    this.#store
      .commit({ at: Date.now() + this.#store.clockOffsetMs, settled: [settled] })
      .catch(() => undefined);
  }
}
