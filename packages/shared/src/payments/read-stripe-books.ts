import type Stripe from 'stripe';
import type { IntentMoney, Movement } from '../domain/compare-books.ts';

export interface StripeBooks {
  readonly movements: readonly Movement[];
  /** What Stripe has to date of each intent that moved. */
  readonly money: ReadonlyMap<string, IntentMoney>;
  /** Intents of which only a refund or a dispute moved: they are still to be asked about. */
  readonly unasked: ReadonlySet<string>;
}

const daySeconds = 86_400;
const pageSize = 100;

/** Goes through Stripe's balance of a day (UTC), page by page. */
export async function readStripeBooks(stripe: Stripe, day: string): Promise<StripeBooks> {
  const from = Date.parse(`${day}T00:00:00Z`) / 1000;
  const movements: Movement[] = [];
  const money = new Map<string, IntentMoney>();
  const touched = new Set<string>();
  const pages = stripe.balanceTransactions.list({
    created: { gte: from, lt: from + daySeconds },
    limit: pageSize,
    expand: ['data.source'],
  });
  for await (const transaction of pages) {
    const kind = kindOf(transaction.reporting_category);
    const source = transaction.source;
    if (kind === null || source === null || typeof source === 'string') continue;
    movements.push({
      kind,
      currency: transaction.currency,
      amountMinor: transaction.amount,
      feeMinor: transaction.fee,
    });
    const intentId = intentOf(source);
    if (intentId === null) continue;
    touched.add(intentId);
    if (source.object === 'charge') money.set(intentId, moneyOf(intentId, source as Stripe.Charge));
  }
  return { movements, money, unasked: new Set([...touched].filter((id) => !money.has(id))) };
}

/** What Stripe has to date of one intent; null: it has no such intent. */
export async function readIntentMoney(stripe: Stripe, intentId: string): Promise<IntentMoney | null> {
  try {
    const intent = await stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge'] });
    const charge = intent.latest_charge;
    if (charge !== null && typeof charge === 'object') return moneyOf(intentId, charge);
    return { intentId, currency: intent.currency, capturedMinor: 0, refundedMinor: 0 };
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return null;
    throw error;
  }
}

function moneyOf(intentId: string, charge: Stripe.Charge): IntentMoney {
  return {
    intentId,
    currency: charge.currency,
    capturedMinor: charge.amount_captured,
    refundedMinor: charge.amount_refunded,
  };
}

/** Stripe's names: https://docs.stripe.com/reports/reporting-categories. Fees, payouts and the like are no order's. */
function kindOf(category: string): Movement['kind'] | null {
  switch (category) {
    case 'charge':
    case 'charge_failure':
      return 'captured';
    case 'refund':
    case 'refund_failure':
    case 'partial_capture_reversal':
      return 'refunded';
    case 'dispute':
    case 'dispute_reversal':
      return 'disputed';
    default:
      return null;
  }
}

function intentOf(source: object): string | null {
  const { payment_intent: intent } = source as { payment_intent?: string | { id: string } | null };
  if (intent === undefined || intent === null) return null;
  return typeof intent === 'string' ? intent : intent.id;
}
