import { layOutMail } from '../lay-out-mail.ts';
import type { MailContent } from '../mail.ts';

/** What an invitation to a lane says. */
export interface LaneInvitationFacts {
  readonly vendorName: string;
  readonly eventName: string;
  readonly venueName: string;
  readonly dropName: string;
  readonly laneName: string;
  /** How much of all turns the lane has, while all lanes have people waiting. */
  readonly weightPercent: number;
  /** As its reader takes it: in the venue's time zone, with its name. */
  readonly opensAt: string;
  readonly code: string;
  readonly link: string;
}

/** To an invited address. The code is good for one account: who has the mail may use it. */
export function laneInvitationMail(facts: LaneInvitationFacts): MailContent {
  const share = Math.round(facts.weightPercent);
  return layOutMail(`You are invited: ${facts.eventName}`, [
    'Hello,',
    `${facts.vendorName} invites you to the lane “${facts.laneName}” of ${facts.dropName}: ${facts.eventName}, ${facts.venueName}. It opens on ${facts.opensAt}.`,
    `Your code: ${facts.code}`,
    { label: 'Go to the waiting room and use the code', link: facts.link },
    `A lane is a line of its own: ${share} % of all turns are its, while others wait too. It promises no ticket. Use the code before the opening; your order in the lane is drawn, not how early you come.`,
    'The code is good for one account. Do not pass this mail on: whoever uses the code first has the place.',
  ]);
}
