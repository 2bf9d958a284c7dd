import type { FaultSettings } from '../faults/fault-rule.ts';

/** The bodies of /_control, as both sides know them. */

/** A switch to set: the kind, and whatever differs from the defaults. */
export type FaultOrder = Pick<FaultSettings, 'kind'> & Partial<FaultSettings>;

export interface FaultView extends FaultSettings {
  readonly id: string;
  /** How often it has struck. */
  readonly struck: number;
}

export interface ClockView {
  /** Unix milliseconds on the settable clock. */
  readonly nowMs: number;
  readonly offsetMs: number;
  /** What the last advance brought about: expired authorizations, settled refunds, disputes. */
  readonly swept: number;
}

export interface PendingWebhook {
  readonly event: string;
  readonly type: string;
  readonly endpoint: string;
  readonly attempts: number;
  readonly lastOutcome: string | null;
  /** Real Unix milliseconds of the next attempt; null: it is being sent. */
  readonly nextAtMs: number | null;
}

export interface WebhooksView {
  readonly endpoints: ReadonlyArray<{
    readonly id: string;
    readonly url: string;
    readonly events: readonly string[];
  }>;
  readonly pending: readonly PendingWebhook[];
  readonly counts: Readonly<Record<'delivered' | 'failedAttempts' | 'lost' | 'givenUp', number>>;
}

export interface CountersView {
  readonly requests: Readonly<Record<string, number>>;
  readonly webhooks: WebhooksView['counts'];
  readonly objects: Readonly<Record<string, number>>;
}
