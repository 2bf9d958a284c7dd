import { makeBalanceTransaction } from '../balance/make-balance-transaction.ts';
import type { Change, Charge, Moment, Refund } from '../shapes.ts';
import { refundsOf } from './create-refund.ts';

/** True while the bank has not had the last word about a refund. */
export function isUnsettled(refund: Refund, charge: Charge): boolean {
  const way = refundsOf(charge);
  return (
    (way === 'settleLater' && refund.status === 'pending') ||
    (way === 'fail' && refund.status === 'succeeded')
  );
}

/** The bank's last word: the slow card's refund succeeds, the failing card's comes back to the account. */
export function settleRefund(refund: Refund, charge: Charge, moment: Moment): Change {
  return refundsOf(charge) === 'fail' ? failRefund(refund, charge, moment) : succeedRefund(refund);
}

function succeedRefund(refund: Refund): Change {
  const settled: Refund = { ...refund, status: 'succeeded' };
  const previous = { status: refund.status };
  return {
    puts: [settled],
    events: [
      { type: 'refund.updated', object: settled, previous },
      { type: 'charge.refund.updated', object: settled, previous },
    ],
  };
}

function failRefund(refund: Refund, charge: Charge, moment: Moment): Change {
  const { amount, currency, id } = refund;
  const transaction = makeBalanceTransaction(
    { kind: 'refund_failure', amount, currency, source: id },
    moment,
  );
  const failed: Refund = {
    ...refund,
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
    failure_balance_transaction: transaction.id,
  };
  const restored: Charge = { ...charge, amount_refunded: charge.amount_refunded - amount, refunded: false };
  const previous = { status: refund.status };
  return {
    puts: [failed, restored, transaction],
    events: [
      { type: 'refund.failed', object: failed, previous },
      { type: 'refund.updated', object: failed, previous },
      { type: 'charge.refund.updated', object: failed, previous },
    ],
  };
}
