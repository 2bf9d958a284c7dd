import type { BalanceTransaction, Moment } from '../shapes.ts';

/** Stripe's usual price of a card charge: 2.9 % and 30 minor units. */
const feeShare = 0.029;
const feeFixed = 30;

export interface MoneyMovement {
  readonly kind: 'charge' | 'refund' | 'refund_failure' | 'dispute' | 'dispute_reversal';
  /** Signed, in minor units: what enters the balance. */
  readonly amount: number;
  readonly currency: string;
  readonly source: string;
}

const reporting = {
  charge: { type: 'charge', category: 'charge' },
  refund: { type: 'refund', category: 'refund' },
  refund_failure: { type: 'refund_failure', category: 'refund_failure' },
  dispute: { type: 'adjustment', category: 'dispute' },
  dispute_reversal: { type: 'adjustment', category: 'dispute_reversal' },
} as const;

/** One line of the account's balance. Only charges bear a fee here; Stripe keeps it when money goes back. */
export function makeBalanceTransaction(movement: MoneyMovement, moment: Moment): BalanceTransaction {
  const { amount, currency } = movement;
  const fee = movement.kind === 'charge' ? Math.round(amount * feeShare) + feeFixed : 0;
  const detail = {
    amount: fee,
    application: null,
    currency,
    description: 'Stripe processing fees',
    type: 'stripe_fee',
  };
  return {
    id: moment.newId('txn'),
    object: 'balance_transaction',
    amount,
    available_on: moment.now,
    balance_type: 'payments',
    created: moment.now,
    currency,
    description: null,
    exchange_rate: null,
    fee,
    fee_details: fee === 0 ? [] : [detail],
    net: amount - fee,
    reporting_category: reporting[movement.kind].category,
    source: movement.source,
    status: 'available',
    type: reporting[movement.kind].type,
  };
}
