import type { Leaving } from '../outcome/tally.ts';
import { ask, codeOf, SaleOver, surprise } from './ask.ts';
import { buyTickets } from './buy-tickets.ts';
import { chooseTickets } from './choose-tickets.ts';
import { type Fan, moveTo } from './fan.ts';
import { waitInLine } from './wait-in-line.ts';

/** One fan's whole visit, from joining the line to leaving the shop. Never throws: what must not happen is told. */
export async function visitDrop(fan: Fan, onSurprise: (sentence: string) => void): Promise<Leaving> {
  const leaving = await visit(fan).catch((error: unknown): Leaving => {
    if (error instanceof SaleOver) return 'sentHome';
    onSurprise(error instanceof Error ? error.message : String(error));
    return 'surprised';
  });
  moveTo(fan, 'gone');
  fan.tally.leavings[leaving] += 1;
  return leaving;
}

async function visit(fan: Fan): Promise<Leaving> {
  const line = await waitInLine(fan);
  if (line.kind !== 'in') return line.kind;
  moveTo(fan, 'shopping');
  const leaving = await shop(fan, line.admission);
  if (saysGoodbye(fan, leaving)) await leave(fan, line.admission);
  return leaving;
}

async function shop(fan: Fan, admission: string): Promise<Leaving> {
  const { plan } = fan;
  for (;;) {
    const chosen = await chooseTickets(fan, admission);
    if (chosen.kind !== 'held') return chosen.kind;
    const { hold } = chosen;
    if (plan.ending === 'leavesHold') return 'abandoned';
    if (plan.ending === 'givesHoldBack') {
      const params = { path: { dropId: fan.show.dropId, holdId: hold.holdId } };
      const answer = await ask(fan, 'releaseHold', () =>
        fan.api.DELETE('/v1/drops/{dropId}/holds/{holdId}', { params }),
      );
      if (answer.response.status !== 204) throw surprise('releaseHold', answer);
      return 'abandoned';
    }
    const bought = await buyTickets(fan, admission, hold);
    if (bought.kind !== 'holdGone') return bought.kind;
    moveTo(fan, 'shopping');
  }
}

/** Who closes the page in the middle of things does not. */
function saysGoodbye({ plan }: Fan, leaving: Leaving): boolean {
  return leaving !== 'abandoned' || plan.ending === 'givesHoldBack' || plan.ending === 'cancelsOrder';
}

async function leave(fan: Fan, admission: string): Promise<void> {
  const params = { path: { dropId: fan.show.dropId }, header: { 'fairgate-admission': admission } };
  const answer = await ask(fan, 'leave', () => fan.api.DELETE('/v1/drops/{dropId}/admissions', { params }));
  if (answer.response.status !== 204 && codeOf(answer) !== 'NO_ADMISSION') throw surprise('leave', answer);
}
