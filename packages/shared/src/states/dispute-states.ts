import { checkTransitions, type Transitions } from './machine.ts';

/** A cardholder's dispute. INQUIRY: the bank asks, no money has moved; OPEN: the money was withdrawn. */
export type DisputeState = 'INQUIRY' | 'OPEN' | 'WON' | 'LOST';

export const disputeTransitions: Transitions<DisputeState> = {
  INQUIRY: ['OPEN', 'WON', 'LOST'],
  OPEN: ['WON', 'LOST'],
  WON: [],
  LOST: [],
};

checkTransitions('dispute', disputeTransitions, ['INQUIRY', 'OPEN'], ['WON', 'LOST']);

/** Stripe's status of a dispute as one of ours (https://docs.stripe.com/api/disputes/object). Unknown ones count as OPEN. */
export function disputeStateOf(stripeStatus: string): DisputeState {
  switch (stripeStatus) {
    case 'won':
    case 'warning_closed':
    case 'prevented':
      return 'WON';
    case 'lost':
      return 'LOST';
    case 'warning_needs_response':
    case 'warning_under_review':
      return 'INQUIRY';
    default:
      return 'OPEN';
  }
}
