import { makeBalanceTransaction } from '../balance/make-balance-transaction.ts';
import { refuseRequest } from '../refusal.ts';
import type { Change, Charge, Dispute, Moment } from '../shapes.ts';

const daysToAnswer = 9;

export interface DisputeOrder {
  /** Minor units; null disputes all that was captured and not refunded. */
  readonly amount: number | null;
  readonly reason: string;
}

/** The cardholder disputes a captured charge: the money leaves the account at once. */
export function openDispute(
  charge: Charge,
  order: DisputeOrder,
  moment: Moment,
): { dispute: Dispute; change: Change } {
  if (!charge.captured)
    throw refuseRequest(undefined, `Charge ${charge.id} was not captured.`, 'payment_intent');
  if (charge.disputed) throw refuseRequest('charge_disputed', `Charge ${charge.id} is already disputed.`);
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = order.amount ?? left;
  if (amount < 1 || amount > left) {
    throw refuseRequest(undefined, `A dispute of charge ${charge.id} may be about 1 to ${left}.`, 'amount');
  }
  const { currency } = charge;
  const id = moment.newId('du');
  const movement = { kind: 'dispute', amount: -amount, currency, source: id } as const;
  const transaction = makeBalanceTransaction(movement, moment);
  const dispute: Dispute = {
    id,
    object: 'dispute',
    amount,
    balance_transactions: [transaction],
    charge: charge.id,
    created: moment.now,
    currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: moment.now + daysToAnswer * 86_400,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason: order.reason,
    status: 'needs_response',
  };
  const disputed: Charge = { ...charge, disputed: true };
  const change: Change = {
    puts: [dispute, disputed, transaction],
    events: [
      { type: 'charge.dispute.created', object: dispute },
      { type: 'charge.dispute.funds_withdrawn', object: dispute },
    ],
  };
  return { dispute, change };
}

/** The bank has decided. Won: the money comes back. Throws a Refusal for a dispute that is over. */
export function closeDispute(
  dispute: Dispute,
  outcome: 'won' | 'lost',
  moment: Moment,
): { dispute: Dispute; change: Change } {
  if (dispute.status === 'won' || dispute.status === 'lost') {
    throw refuseRequest(undefined, `This dispute is already closed: it is ${dispute.status}.`, 'dispute');
  }
  const previous = { status: dispute.status };
  if (outcome === 'lost') {
    const lost: Dispute = { ...dispute, status: 'lost' };
    const events = [{ type: 'charge.dispute.closed', object: lost, previous }];
    return { dispute: lost, change: { puts: [lost], events } };
  }
  const { amount, currency, id } = dispute;
  const transaction = makeBalanceTransaction(
    { kind: 'dispute_reversal', amount, currency, source: id },
    moment,
  );
  const won: Dispute = {
    ...dispute,
    status: 'won',
    balance_transactions: [...dispute.balance_transactions, transaction],
  };
  const change: Change = {
    puts: [won, transaction],
    events: [
      { type: 'charge.dispute.closed', object: won, previous },
      { type: 'charge.dispute.funds_reinstated', object: won },
    ],
  };
  return { dispute: won, change };
}

const noEvidence: Dispute['evidence'] = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
