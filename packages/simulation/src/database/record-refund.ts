import { type ModelDatabase, Refusal } from './model-database.ts';
import { isOpen, NONE, type OperationRow, type OrderRow, type RefundState } from './rows.ts';

export type RefundOutcome = 'RECORDED' | 'ALREADY' | 'SECOND_REFUND';
export type RefundStatus = 'succeeded' | 'pending' | 'failed';

/** record_refund: Stripe answered a REFUND operation. An order that waited only for its money is finished by it. */
export function recordRefund(
  db: ModelDatabase,
  operation: OperationRow,
  stripeRefund: number,
  status: RefundStatus,
): RefundOutcome {
  const { order } = operation;
  const outcome = settleRefund(db, order, stripeRefund, status);
  for (const other of order.operations) if (other.kind === 'REFUND' && isOpen(other)) other.state = 'DONE';
  if (outcome !== 'RECORDED' || status === 'failed') return outcome;
  if (order.state === 'LOST') db.step(order, 'LOST', 'LOST_RELEASED');
  else if (order.state === 'EXPIRING') {
    db.releaseReservation(order);
    db.step(order, 'EXPIRING', 'EXPIRED');
  }
  return outcome;
}

/** refuse_refund: Stripe refused a REFUND operation for good; a person decides. true: recorded now. */
export function refuseRefund(operation: OperationRow): boolean {
  if (operation.kind !== 'REFUND' || (operation.state !== 'SENT' && operation.state !== 'UNKNOWN'))
    return false;
  operation.state = 'FAILED';
  const { refund } = operation.order;
  if (refund.state !== 'PENDING') return false;
  refund.state = 'FAILED';
  return true;
}

const states: Readonly<Record<RefundStatus, RefundState>> = {
  succeeded: 'SUCCEEDED',
  pending: 'ACCEPTED',
  failed: 'FAILED',
};

/** settle_refund */
function settleRefund(
  db: ModelDatabase,
  order: OrderRow,
  stripeRefund: number,
  status: RefundStatus,
): RefundOutcome {
  const { refund, payment } = order;
  const to = states[status];
  if (refund.failedRefunds.includes(stripeRefund)) return 'ALREADY';
  if (refund.stripeRefund !== NONE && refund.stripeRefund !== stripeRefund) return 'SECOND_REFUND';
  if (refund.state === to || (refund.state === 'SUCCEEDED' && to === 'ACCEPTED')) return 'ALREADY';
  const wasGiven = refund.state === 'ACCEPTED' || refund.state === 'SUCCEEDED';
  let given = 0;
  if (to === 'FAILED' && wasGiven) given = -refund.amountMinor;
  else if (to !== 'FAILED' && !wasGiven) given = refund.amountMinor;
  if (payment.intent !== NONE) {
    const refundedMinor = payment.refundedMinor + given;
    if (refundedMinor < 0 || refundedMinor > payment.capturedMinor) throw new Refusal('payments_amounts');
    payment.refundedMinor = refundedMinor;
    payment.updatedAt = db.now;
  }
  refund.state = to;
  refund.stripeRefund = to === 'FAILED' ? NONE : stripeRefund;
  if (to === 'FAILED') refund.failedRefunds.push(stripeRefund);
  return 'RECORDED';
}
