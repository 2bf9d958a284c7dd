import { layOutMail } from '../lay-out-mail.ts';
import type { MailContent } from '../mail.ts';

export interface LineMailFacts {
  readonly name: string;
  readonly eventName: string;
  readonly dropName: string;
  /** To the drop's page, which lets in. */
  readonly link: string;
}

export interface TurnMailFacts extends LineMailFacts {
  /** As its reader takes it, with the time zone; null: its time is over, or nobody can say. */
  readonly keptUntil: string | null;
}

const whyItCame = 'You get this once, because you asked for it while you waited. It promises no ticket.';

/** To who asked: the turn is about five minutes away. */
export function soonMail({ name, eventName, dropName, link }: LineMailFacts): MailContent {
  return layOutMail(`About five minutes until your turn: ${eventName}`, [
    `Hello ${name},`,
    `your turn in ${dropName}, ${eventName}, is about five minutes away. The line may go faster or slower.`,
    { label: 'Open the page: it lets you in by itself', link },
    whyItCame,
  ]);
}

/** To who asked: the turn has come. */
export function turnMail({ name, eventName, dropName, link, keptUntil }: TurnMailFacts): MailContent {
  return layOutMail(`It is your turn: ${eventName}`, [
    `Hello ${name},`,
    `it is your turn in ${dropName}, ${eventName}.${keptUntil === null ? '' : ` It is kept until ${keptUntil}.`}`,
    { label: 'Come in', link },
    'A missed turn is kept too: come to the page later, and you come in first when somebody leaves.',
    whyItCame,
  ]);
}
