import type { HistoryEvent } from './history.ts';

/** An order as the database has it when everything is quiet. */
export interface OrderFact {
  readonly orderId: string;
  readonly account: string;
  readonly key: string | null;
  readonly state: string;
  readonly amountMinor: number;
  /** When it came into its state, by the same clock as the history. Unix milliseconds. */
  readonly sinceMs: number;
}

export interface LedgerFact {
  readonly ticket: number;
  readonly version: number;
  readonly kind: string;
  readonly account: string | null;
  readonly orderId: string | null;
}

/** An intent as Stripe totals it. */
export interface MoneyFact {
  readonly intentId: string;
  readonly orderId: string | null;
  readonly captured: number;
  readonly refunded: number;
  readonly disputed: number;
  readonly capturable: number;
  /** Refunds that the bank sent back, as Stripe has them: the buyer is paid another way. */
  readonly sentBack?: number;
}

export interface World {
  readonly orders: readonly OrderFact[];
  /** In the order of their versions. */
  readonly ledger: readonly LedgerFact[];
  readonly money: readonly MoneyFact[];
  readonly faultsEndedMs: number;
  readonly perCustomerLimit: number;
  /** When Redis first forgot something: leases may be lost then, sales not. Unix milliseconds; infinite where it did not. */
  readonly leasesKeptUntilMs: number;
}

export interface HistoryFault {
  readonly rule: string;
  readonly sentence: string;
  /** Those of the history that show it. */
  readonly events: readonly HistoryEvent[];
}
