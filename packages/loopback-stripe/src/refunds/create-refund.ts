import { makeBalanceTransaction } from '../balance/make-balance-transaction.ts';
import { behaviourOf } from '../cards/test-cards.ts';
import { refuseRequest } from '../refusal.ts';
import type { Change, Charge, Moment, Refund } from '../shapes.ts';

export type RefundReason = 'duplicate' | 'fraudulent' | 'requested_by_customer';

export interface RefundOrder {
  /** Minor units; null gives back all that is left. */
  readonly amount: number | null;
  readonly reason: RefundReason | null;
  readonly metadata: Record<string, string>;
  /** A dispute has the money. */
  readonly isWithdrawn: boolean;
}

/** What of a captured charge can still be given back, in minor units. */
export function refundable(charge: Charge): number {
  return charge.amount_captured - charge.amount_refunded;
}

/**
 * Gives money of a captured charge back. Most cards take it at once; two test cards take it later, or fail
 * after it was reported as done. Throws a Refusal when there is not that much left, or the charge is disputed.
 */
export function createRefund(
  charge: Charge,
  order: RefundOrder,
  moment: Moment,
): { refund: Refund; change: Change } {
  const left = refundable(charge);
  if (left === 0) {
    throw refuseRequest('charge_already_refunded', `Charge ${charge.id} has already been refunded.`);
  }
  if (order.isWithdrawn) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
    throw refuseRequest('charge_disputed', message);
  }
  const amount = order.amount ?? left;
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`;
    throw refuseRequest(undefined, message, 'amount');
  }
  const { currency } = charge;
  const id = moment.newId('re');
  const transaction = makeBalanceTransaction(
    { kind: 'refund', amount: -amount, currency, source: id },
    moment,
  );
  const refund: Refund = {
    id,
    object: 'refund',
    amount,
    balance_transaction: transaction.id,
    charge: charge.id,
    created: moment.now,
    currency,
    customer: null,
    customer_account: null,
    destination_details: { card: cardDestination, type: 'card' },
    metadata: order.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: order.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refundsOf(charge) === 'settleLater' ? 'pending' : 'succeeded',
    transfer_reversal: null,
  };
  const given: Charge = {
    ...charge,
    amount_refunded: charge.amount_refunded + amount,
    refunded: amount === left,
  };
  const previous = { amount_refunded: charge.amount_refunded, refunded: charge.refunded };
  const change: Change = {
    puts: [refund, given, transaction],
    events: [
      { type: 'refund.created', object: refund },
      { type: 'charge.refunded', object: given, previous },
    ],
  };
  return { refund, change };
}

const cardDestination = {
  reference_status: 'pending',
  reference_type: 'acquirer_reference_number',
  type: 'refund',
} as const;

/** How the card behind a charge takes refunds. */
export function refundsOf(charge: Charge): 'settle' | 'settleLater' | 'fail' {
  const behaviour = behaviourOf(charge.payment_method_details?.card?.fingerprint);
  return behaviour.kind === 'approves' ? behaviour.refunds : 'settle';
}
