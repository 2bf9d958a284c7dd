import { layOutMail } from '../lay-out-mail.ts';
import type { MailContent } from '../mail.ts';

/** What the mails about an order say. */
export interface OrderMailFacts {
  readonly orderId: string;
  readonly name: string;
  readonly eventName: string;
  /** As the buyer reads it: in the venue's time zone, with its name. */
  readonly startsAt: string;
  readonly venueName: string;
  readonly amount: string;
  /** One line a ticket, with its price. */
  readonly tickets: readonly string[];
  readonly link: string;
}

export function orderPaidMail(facts: OrderMailFacts): MailContent {
  const free = facts.tickets.length === 1 ? 'Your ticket is ready' : 'Your tickets are ready';
  return layOutMail(`${free}: ${facts.eventName}`, [
    `Hello ${facts.name},`,
    `Your order is complete. ${facts.eventName}, ${facts.startsAt}, ${facts.venueName}.`,
    ...facts.tickets,
    `Total: ${facts.amount}`,
    `Order number: ${facts.orderId}`,
    { label: 'Show my tickets', link: facts.link },
  ]);
}

export function orderLostMail(facts: OrderMailFacts): MailContent {
  return layOutMail(`Your order could not be completed: ${facts.eventName}`, [
    `Hello ${facts.name},`,
    `Your tickets for ${facts.eventName} could not be kept for you. You have not been charged: the amount that your bank reserved (${facts.amount}) is being released.`,
    'We are sorry. If there are tickets left, you can try again.',
    { label: 'See what is on sale', link: facts.link },
  ]);
}

export function orderVoidedMail(facts: OrderMailFacts): MailContent {
  return layOutMail(`Your payment was not completed: ${facts.eventName}`, [
    `Hello ${facts.name},`,
    `Your bank withdrew its approval before we could take the payment for ${facts.eventName} (${facts.amount}), so the tickets were given back. You have not been charged.`,
    { label: 'See what is on sale', link: facts.link },
  ]);
}
