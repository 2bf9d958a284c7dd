import type { WebhookPlan } from '../webhooks/deliver-webhooks.ts';
import { FaultRule, type FaultSettings, type OutageMode } from './fault-rule.ts';

/** What shall happen to one request. At most one of `outage`, `rateLimited` and `failure` comes about. */
export interface RequestPlan {
  readonly latencyMs: number;
  readonly outage: OutageMode | null;
  readonly rateLimited: boolean;
  readonly failure: 'error_before' | 'error_before_unkept' | 'error_after' | 'drop_reply' | null;
  /** The ids of the rules that struck, for the request log. */
  readonly struck: readonly string[];
}

const peaceful: RequestPlan = { latencyMs: 0, outage: null, rateLimited: false, failure: null, struck: [] };
const prompt: WebhookPlan = { lose: false, copies: 1, delayMs: 0 };

/** All switches that are on, asked in the order in which they were set. */
export class FaultSwitches {
  readonly #rules: FaultRule[] = [];
  #made = 0;

  get rules(): readonly FaultRule[] {
    return this.#rules;
  }

  add(settings: FaultSettings): FaultRule {
    this.#made += 1;
    const rule = new FaultRule(`fault_${this.#made}`, settings);
    this.#rules.push(rule);
    return rule;
  }

  /** Removes one, or, without an id, all. Returns how many. */
  remove(id?: string): number {
    const before = this.#rules.length;
    const kept = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
    this.#rules.splice(0, before, ...kept);
    return before - kept.length;
  }

  planRequest(method: string, path: string, nowMs: number): RequestPlan {
    if (this.#rules.length === 0) return peaceful;
    const struck = this.#rules.filter(
      (rule) => !rule.settings.kind.startsWith('webhook_') && rule.strikes(method, path, nowMs),
    );
    if (struck.length === 0) return peaceful;
    let latencyMs = 0;
    for (const rule of struck) {
      if (rule.settings.kind === 'latency')
        latencyMs += rule.milliseconds(rule.settings.ms, rule.settings.jitterMs);
    }
    return {
      latencyMs,
      outage: struck.find((rule) => rule.settings.kind === 'outage')?.settings.mode ?? null,
      rateLimited: struck.some((rule) => rule.settings.kind === 'rate_limit'),
      failure: failureOf(struck),
      struck: struck.map((rule) => rule.id),
    };
  }

  planWebhook = (type: string): WebhookPlan => {
    const struck = this.#rules.filter(
      (rule) => rule.settings.kind.startsWith('webhook_') && rule.strikes('POST', type, Date.now()),
    );
    return struck.reduce(withRule, prompt);
  };
}

function failureOf(struck: readonly FaultRule[]): RequestPlan['failure'] {
  for (const { settings } of struck) {
    if (settings.kind === 'error_before') return settings.kept ? 'error_before' : 'error_before_unkept';
    if (settings.kind === 'error_after' || settings.kind === 'drop_reply') return settings.kind;
  }
  return null;
}

function withRule(plan: WebhookPlan, rule: FaultRule): WebhookPlan {
  const { settings } = rule;
  switch (settings.kind) {
    case 'webhook_lose':
      return { ...plan, lose: true };
    case 'webhook_duplicate':
      return { ...plan, copies: Math.max(plan.copies, settings.copies) };
    case 'webhook_delay':
      return { ...plan, delayMs: plan.delayMs + rule.milliseconds(settings.ms, settings.jitterMs) };
    case 'webhook_reorder':
      return { ...plan, delayMs: plan.delayMs + rule.milliseconds(0, settings.ms) };
    default:
      return plan;
  }
}
