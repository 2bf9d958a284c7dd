import { call, read } from '../api.js';
import { serverNow } from '../clock.js';
import { announce, pause, showState } from '../dom.js';
import { createHerald } from '../herald.js';
import { aheadOf, LinePace, pollDelaySeconds, rangeWords, waitRange } from '../line.js';
import { Refusal } from '../refusal.js';
import { counted, interruptedWords, isInterrupted } from '../words.js';
import { createLineBoard } from './line-board.js';

/** Asked again after this long when the advice itself is out of reach. Seconds. */
const silentRetrySeconds = 10;

/**
 * Waits until the turn has come and the shop lets in: `{ kind: 'inside', admission }`. Or `{ kind: 'used' }` when the
 * turn of this place was used before, `{ kind: 'unknown' }` when the place ticket is none of this drop any more.
 */
export async function waitInLine(page, visit, entry) {
  const { place } = visit.kept;
  const known = place.get();
  const firstAhead = known?.rank === entry.rank ? known.firstAhead : null;
  const board = createLineBoard(visit, entry, firstAhead, page.signal);
  const pace = new LinePace();
  const herald = createHerald(announce);
  showState(page.main, board.element);
  for (;;) {
    let seconds = silentRetrySeconds;
    try {
      const status = await read(`/v1/drops/${visit.drop.id}/status`, { signal: page.signal });
      const standing = readStanding(status, entry, pace);
      if (place.get()?.rank !== entry.rank)
        place.set({ rank: entry.rank, firstAhead: Math.max(1, standing.ahead) });
      board.show(status, standing);
      page.title(titleWords(standing, status));
      herald(spokenWords(standing, status));
      seconds = nextQuestion(status, standing);
      if (standing.ahead === 0 && status.phase === 'open' && !isInterrupted(status)) {
        const outcome = await comeIn(page, visit, entry);
        if (outcome.kind !== 'wait') return outcome;
        board.showAtDoor(outcome.refusal);
        seconds = outcome.refusal.retryAfterSeconds ?? seconds;
      }
      await board.showLeft(status);
    } catch (error) {
      // What a visitor cannot mend ends the wait; what passes does not.
      if (!(error instanceof Refusal) || !error.passes) throw error;
      board.showTrouble(error);
    }
    await pause(seconds * 1000, page.signal);
  }
}

function readStanding(status, entry, pace) {
  const serving = status.serving[entry.lane] ?? 0;
  if (status.phase === 'open') pace.note(performance.now(), serving);
  const ahead = aheadOf(entry.rank, serving);
  const measured = pace.measured();
  return { serving, ahead, measured, range: waitRange(ahead, status.ratePerMinute, measured) };
}

/** The advice's rule; before the opening, the time until then counts as turns that must come first. Seconds. */
function nextQuestion({ phase, poll, ratePerMinute, opensAt }, { ahead }) {
  if (phase === 'soldOut' || phase === 'closed') return poll.far;
  const minutesToOpening = Math.max(0, Date.parse(opensAt) - serverNow()) / 60_000;
  return pollDelaySeconds(poll, ahead + minutesToOpening * ratePerMinute, ratePerMinute, Math.random());
}

/** What waitInLine gives, or `{ kind: 'wait', refusal }`. */
async function comeIn(page, visit, entry) {
  try {
    const admission = await call('POST', `/v1/drops/${visit.drop.id}/admissions`, {
      body: { placeTicket: entry.placeTicket },
      signal: page.signal,
    });
    announce('It is your turn. You are in the shop.');
    return { kind: 'inside', admission };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'PLACE_INVALID')
      return { kind: error.facts.reason === 'turnUsed' ? 'used' : 'unknown' };
    if (
      [
        'NOT_YOUR_TURN',
        'SHOP_FULL',
        'PAYMENT_UNAVAILABLE',
        'DROP_PAUSED',
        'DROP_NOT_OPEN',
        'DROP_CLOSED',
      ].includes(error.code)
    )
      return { kind: 'wait', refusal: error };
    throw error;
  }
}

/** Before the opening it is said at these many minutes; in between there is nothing new. */
const spokenMinutes = [1, 2, 5, 10, 30, 60];

function spokenWords({ ahead, range }, status) {
  const { phase, opensAt } = status;
  if (isInterrupted(status)) return interruptedWords.spoken;
  if (phase === 'lobby') {
    const minutes = (Date.parse(opensAt) - serverNow()) / 60_000;
    const within = spokenMinutes.find((one) => minutes <= one);
    return within === undefined
      ? 'You have a place.'
      : `You have a place. The sale opens within ${counted(within, 'minute')}.`;
  }
  if (phase === 'paused') return 'The organiser paused the sale. Your place is kept.';
  if (phase === 'soldOut') return 'Sold out.';
  if (phase === 'closed') return 'The sale is closed.';
  return ahead === 0
    ? 'It is your turn.'
    : `${counted(ahead, 'person', 'people')} ahead of you: ${rangeWords(range)}.`;
}

function titleWords({ ahead }, status) {
  const { phase } = status;
  if (isInterrupted(status)) return interruptedWords.title;
  if (phase === 'lobby') return 'You have a place';
  if (phase === 'soldOut') return 'Sold out';
  if (phase === 'closed') return 'Closed';
  return ahead === 0 ? 'Your turn' : `(${ahead}) You are in line`;
}
