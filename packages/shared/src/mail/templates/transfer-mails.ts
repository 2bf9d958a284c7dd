import { layOutMail } from '../lay-out-mail.ts';
import type { MailContent } from '../mail.ts';

/** What the mails about a transfer say. */
export interface TransferMailFacts {
  readonly giverName: string;
  /** null: the address has no account that we know of. */
  readonly receiverName: string | null;
  readonly toEmail: string;
  readonly eventName: string;
  /** As its reader takes it: in the venue's time zone, with its name. */
  readonly startsAt: string;
  readonly venueName: string;
  /** Category and place. */
  readonly ticket: string;
  /** Until when it may be accepted. */
  readonly expiresAt: string;
  readonly link: string;
}

/** To the address that the giver named. The link has the code: who has the mail may take the ticket. */
export function transferOfferedMail(facts: TransferMailFacts): MailContent {
  return layOutMail(`A ticket for you: ${facts.eventName}`, [
    'Hello,',
    `${facts.giverName} wants to give you a ticket. ${facts.eventName}, ${facts.startsAt}, ${facts.venueName}.`,
    facts.ticket,
    { label: 'Look at the ticket, and take or decline it', link: facts.link },
    `The offer is good until ${facts.expiresAt}. You need an account at Fairgate to take it; making one costs nothing.`,
    'Do not pass this mail on: whoever has the link may take the ticket. If you know nothing of it, do nothing.',
  ]);
}

export function transferGivenMail(facts: TransferMailFacts): MailContent {
  return layOutMail(`Your ticket was taken over: ${facts.eventName}`, [
    `Hello ${facts.giverName},`,
    `the ticket that you offered to ${facts.toEmail} was accepted. ${facts.eventName}, ${facts.startsAt}.`,
    facts.ticket,
    'It is theirs now; the code that you had does not open the gate any more.',
    { label: 'Show my tickets', link: facts.link },
  ]);
}

export function transferReceivedMail(facts: TransferMailFacts): MailContent {
  return layOutMail(`Your ticket is ready: ${facts.eventName}`, [
    `Hello ${facts.receiverName ?? ''},`,
    `you took over a ticket from ${facts.giverName}. ${facts.eventName}, ${facts.startsAt}, ${facts.venueName}.`,
    facts.ticket,
    { label: 'Show my tickets', link: facts.link },
  ]);
}
