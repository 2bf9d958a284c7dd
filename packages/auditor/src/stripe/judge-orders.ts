import { UNFINISHED_STATES } from '../own-tables.ts';
import type { BrokenRow } from '../report.ts';
import type { OrderMoney } from './order-money.ts';
import type { IntentFigures } from './stripe-figures.ts';

export const MONEY_CHECKS = [
  'balance',
  'one-capture',
  'known-intents',
  'amounts',
  'finished-intents',
] as const;
export type MoneyCheck = (typeof MONEY_CHECKS)[number];

export interface MoneyFault {
  readonly check: MoneyCheck;
  readonly row: BrokenRow;
}

export interface MoneyFaults {
  readonly of: (check: MoneyCheck) => { readonly count: number; readonly rows: readonly BrokenRow[] };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/**
 * What is wrong with one order's money.
 * @param intents those that name the order, and the stored one
 */
export function judgeOrder(order: OrderMoney, intents: readonly IntentFigures[]): readonly MoneyFault[] {
  const faults: MoneyFault[] = [];
  const blame = (check: MoneyCheck, row: BrokenRow): void => {
    faults.push({
      check,
      row: { event_id: order.event_id, order_id: order.order_id, state: order.state, ...row },
    });
  };
  const stored = intents.find(({ id }) => id === order.intent_id);
  judgeStored(order, stored, blame);
  const captures = sum(intents.map((intent) => intent.captures));
  if (captures > 1) blame('one-capture', { captures, intents: intents.map(({ id }) => id).join(' ') });
  for (const intent of intents)
    if (
      intent.id !== order.intent_id &&
      intent.status !== 'canceled' &&
      !(order.is_open && order.intent_id === null)
    )
      blame('known-intents', {
        intent: intent.id,
        status: intent.status,
        amount: intent.amount,
        stored: order.intent_id,
      });
  if (order.is_open) return faults;

  const [captured, refunded, disputed, sent_back] = [
    sum(intents.map((intent) => intent.captured)),
    sum(intents.map((intent) => intent.refunded)),
    sum(intents.map((intent) => intent.disputed)),
    sum(intents.map((intent) => intent.sentBack)),
  ];
  const { live_price, fees } = order;
  const kept = captured - refunded - disputed;
  const due = live_price + fees + sent_back;
  const written_off = writtenOff(order, captured - refunded, due - kept);
  if (kept !== due - written_off)
    blame('balance', { captured, refunded, disputed, live_price, fees, sent_back, written_off });
  if (stored !== undefined && isUnfinished(stored) && !UNFINISHED_STATES.includes(order.state))
    blame('finished-intents', { intent: stored.id, status: stored.status });
  return faults;
}

/**
 * What lost disputes took that is still due. One over all that was left takes the tickets back: only one over a part may leave
 * them. Where no ticket lives any more it took what was missing, or, having given the money of a refund that was not made,
 * nothing.
 */
function writtenOff({ live_price, lost, lost_largest }: OrderMoney, left: number, missing: number): number {
  if (live_price === 0) return Math.min(lost, Math.max(0, missing));
  return lost_largest < left ? lost : 0;
}

function judgeStored(
  order: OrderMoney,
  stored: IntentFigures | undefined,
  blame: (check: MoneyCheck, row: BrokenRow) => void,
): void {
  if (order.intent_id === null) return;
  if (stored === undefined) {
    blame('amounts', { intent: order.intent_id, fault: 'Stripe does not know it' });
    return;
  }
  const { id: intent, amount, currency } = stored;
  if (amount !== order.amount || currency !== order.currency)
    blame('amounts', {
      intent,
      amount,
      currency,
      order_amount: order.amount,
      order_currency: order.currency,
    });
  const { recorded_captured, recorded_refunded } = order;
  const agrees = recorded_captured === stored.captured && recorded_refunded === stored.refunded;
  if (!order.is_open && !agrees)
    blame('amounts', {
      ...{
        intent,
        captured: stored.captured,
        recorded_captured,
        refunded: stored.refunded,
        recorded_refunded,
      },
    });
}

const isUnfinished = (intent: IntentFigures): boolean => !['succeeded', 'canceled'].includes(intent.status);

/** An intent that names an order which does not exist, or none at all. A cancelled one can do no harm. */
export function judgeStranger(intent: IntentFigures): readonly MoneyFault[] {
  if (intent.status === 'canceled') return [];
  const { id, status, amount, currency, orderId, captured } = intent;
  return [
    { check: 'known-intents', row: { intent: id, status, amount, currency, captured, named_order: orderId } },
  ];
}
