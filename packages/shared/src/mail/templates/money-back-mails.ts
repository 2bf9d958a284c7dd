import type { RefundCause } from '../../states/refund-states.ts';
import { layOutMail } from '../lay-out-mail.ts';
import type { MailContent } from '../mail.ts';

export interface RefundMailFacts {
  readonly name: string;
  readonly eventName: string;
  readonly cause: RefundCause;
  readonly reason: string;
  readonly amount: string;
  /** What the vendor keeps; null: nothing. */
  readonly fee: string | null;
  /** One line a ticket that is no longer valid. */
  readonly tickets: readonly string[];
  readonly link: string;
}

const why: Readonly<Record<RefundCause, string>> = {
  VENDOR: 'The organiser refunds tickets of your order.',
  CUSTOMER: 'You gave tickets back.',
  EVENT_CANCELLED: 'The event does not take place, so your order is refunded.',
  EVENT_MOVED: 'The event takes place at another time, so your order is refunded.',
  UNSOLD: 'A payment was taken although nothing was sold for it.',
};

/** To the buyer, when the tickets are taken back and the money starts. */
export function orderRefundedMail(facts: RefundMailFacts): MailContent {
  return layOutMail(`Refund: ${facts.eventName}`, [
    `Hello ${facts.name},`,
    `${why[facts.cause]} The organiser says: ${facts.reason}`,
    'These tickets are no longer valid:',
    ...facts.tickets,
    `${facts.amount} go back to the card you paid with; banks take some days to show it.`,
    ...(facts.fee === null ? [] : [`The organiser keeps a fee of ${facts.fee}.`]),
    { label: 'Show my orders', link: facts.link },
  ]);
}

/** To the holder to whom somebody else's ticket had been given. */
export function ticketRevokedMail(
  facts: Pick<RefundMailFacts, 'name' | 'eventName' | 'tickets' | 'link'>,
): MailContent {
  return layOutMail(`Your ticket is no longer valid: ${facts.eventName}`, [
    `Hello ${facts.name},`,
    `The order from which you were given a ticket for ${facts.eventName} was refunded to its buyer. These tickets are no longer valid:`,
    ...facts.tickets,
    { label: 'Show my tickets', link: facts.link },
  ]);
}

export interface EventMovedMailFacts {
  readonly name: string;
  readonly eventName: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
  /** Until when tickets may be given back; null: the organiser does not say. */
  readonly refundableUntil: string | null;
  readonly link: string;
}

/** To every holder of a ticket. */
export function eventMovedMail(facts: EventMovedMailFacts): MailContent {
  return layOutMail(`Another time: ${facts.eventName}`, [
    `Hello ${facts.name},`,
    `${facts.eventName} was planned for ${facts.before} and now takes place on ${facts.after}. The organiser says: ${facts.reason}`,
    'Your tickets stay valid.',
    ...(facts.refundableUntil === null
      ? []
      : [`If the new time does not suit you, the buyer may give them back until ${facts.refundableUntil}.`]),
    { label: 'Show my tickets', link: facts.link },
  ]);
}

export interface DisputeMailFacts {
  readonly vendorName: string;
  readonly eventName: string;
  readonly orderId: string;
  readonly amount: string;
  /** As Stripe names it. */
  readonly reason: string;
  readonly evidenceDue: string | null;
}

/** To the vendor: the bank of a buyer disputes a payment. */
export function disputeOpenedMail(facts: DisputeMailFacts): MailContent {
  return layOutMail(`A payment is disputed: ${facts.eventName}`, [
    `Hello ${facts.vendorName},`,
    `A cardholder disputes the payment of order ${facts.orderId} (${facts.amount}) for ${facts.eventName}. The bank's reason: ${facts.reason}.`,
    'Until it is decided, the tickets of this order can neither be given on nor enter.',
    facts.evidenceDue === null
      ? 'Answer it in your Stripe dashboard.'
      : `Answer it in your Stripe dashboard, with evidence until ${facts.evidenceDue}.`,
  ]);
}
