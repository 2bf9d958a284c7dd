import type { PaymentIntent } from '../shapes.ts';
import type { Store } from '../store/store.ts';

/** One intent as an auditor totals it, in minor units. What the vendor keeps is captured − refunded − disputed. */
export interface LedgerRow {
  readonly paymentIntent: string;
  readonly status: string;
  readonly created: number;
  readonly currency: string;
  readonly amount: number;
  readonly capturable: number;
  readonly captured: number;
  /** How many of its charges were captured; more than one would be a fault of this server. */
  readonly captures: number;
  /** Refunds that succeeded or are on their way; failed ones came back. */
  readonly refunded: number;
  readonly refunds: number;
  /** Withdrawn by disputes that are open or lost. */
  readonly disputed: number;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface LedgerTotals {
  intents: number;
  captured: number;
  refunded: number;
  disputed: number;
}

export interface Ledger {
  readonly intents: readonly LedgerRow[];
  /** By currency. */
  readonly totals: Readonly<Record<string, LedgerTotals>>;
}

/** Every intent, oldest first, totalled from its charges, refunds and disputes rather than from itself. */
export function totalIntents(store: Store): Ledger {
  const intents: LedgerRow[] = [];
  const totals: Record<string, LedgerTotals> = {};
  for (const intent of store.intents.values()) {
    const row = rowOf(store, intent);
    intents.push(row);
    totals[row.currency] ??= { intents: 0, captured: 0, refunded: 0, disputed: 0 };
    const total = totals[row.currency];
    if (total === undefined) continue;
    total.intents += 1;
    total.captured += row.captured;
    total.refunded += row.refunded;
    total.disputed += row.disputed;
  }
  return { intents, totals };
}

function rowOf(store: Store, intent: PaymentIntent): LedgerRow {
  const charges = found(store.chargesOfIntent.of(intent.id), (id) => store.charges.get(id));
  const refunds = found(store.refundsOfIntent.of(intent.id), (id) => store.refunds.get(id));
  const disputes = found(store.disputesOfIntent.of(intent.id), (id) => store.disputes.get(id));
  const captured = charges.filter((charge) => charge.captured);
  return {
    paymentIntent: intent.id,
    status: intent.status,
    created: intent.created,
    currency: intent.currency,
    amount: intent.amount,
    capturable: intent.amount_capturable,
    captured: sum(captured.map((charge) => charge.amount_captured)),
    captures: captured.length,
    refunded: sum(refunds.filter((refund) => refund.status !== 'failed').map((refund) => refund.amount)),
    refunds: refunds.length,
    disputed: sum(disputes.filter((dispute) => dispute.status !== 'won').map((dispute) => dispute.amount)),
    metadata: intent.metadata,
  };
}

function found<Value>(ids: readonly string[], get: (id: string) => Value | undefined): Value[] {
  return ids.map(get).filter((value) => value !== undefined);
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
