import { call, read } from '../api.js';
import { serverNow } from '../clock.js';
import { announce, pause, showState } from '../dom.js';
import { createHerald } from '../herald.js';
import { aheadOf, LinePace, pollDelaySeconds, waitRange } from '../line.js';
import { isRankWaiting, rankDelaySeconds, stageOf, withRank } from '../lobby.js';
import { Refusal } from '../refusal.js';
import { count, isInterrupted } from '../words.js';
import { createDrawFollower } from './follow-draw.js';
import { createLaneCode } from './lane-code.js';
import { createLineBoard } from './line-board.js';
import { spokenWords, titleWords } from './line-words.js';
import { drawnBefore } from './lobby-words.js';

/** Asked again after this long when the advice itself is out of reach. Seconds. */
const silentRetrySeconds = 10;

/**
 * Waits until the turn has come and the shop lets in: `{ kind: 'inside', admission }`. Or `{ kind: 'used' }` when the
 * turn of this place was used before, `{ kind: 'unknown' }` when the place ticket is none of this drop any more.
 */
export async function waitInLine(page, visit, joined) {
  const { place } = visit.kept;
  const known = place.get();
  const firstAhead = known?.rank === joined.rank ? known.firstAhead : null;
  const nudge = new EventTarget();
  const laneCode = createLaneCode(page, visit.drop, {
    entry: joined,
    onPlace: (taken) => {
      entry = taken;
      nudge.dispatchEvent(new Event('go'));
    },
  });
  const board = createLineBoard(page, visit, firstAhead, laneCode);
  const follow = createDrawFollower(visit, page.signal);
  const pace = new LinePace();
  const herald = createHerald(announce);
  let entry = joined;
  let goesBy = null;
  const showNow = (status, facts) => {
    const standing = readStanding(status, facts, entry, pace);
    keepPlace(place, standing);
    board.show(status, standing);
    page.title(titleWords(standing, status));
    return standing;
  };
  showState(page.main, board.element);
  for (;;) {
    let seconds = silentRetrySeconds;
    try {
      const status = await read(`/v1/drops/${visit.drop.id}/status`, { signal: page.signal });
      const facts = await follow(status);
      let standing = showNow(status, facts);
      // An opening that was put off may bring a lobby: what was said of the place before holds no more.
      const isDrawnAnew = goesBy === 'none' && status.draw !== 'none';
      if (isRankWaiting(status, standing) || isDrawnAnew) {
        entry = await askRank(page, visit, status, entry);
        standing = showNow(status, facts);
        if (standing.rank !== null && status.draw === 'drawn') announceRank(standing);
      } else herald(spokenWords(standing, status));
      goesBy = status.draw;
      seconds = nextQuestion(status, standing);
      if (standing.ahead === 0 && status.phase === 'open' && !isInterrupted(status)) {
        const outcome = await comeIn(page, visit, entry);
        if (outcome.kind !== 'wait') return outcome;
        board.showAtDoor(outcome.refusal);
        seconds = outcome.refusal.retryAfterSeconds ?? seconds;
      }
      await Promise.all([board.showLeft(status), board.showMessage(status)]);
    } catch (error) {
      // What a visitor cannot mend ends the wait; what passes does not.
      if (!(error instanceof Refusal) || !error.passes) throw error;
      board.showTrouble(error);
    }
    await pause(seconds * 1000, page.signal, nudge);
  }
}

/** The same entry with what the draw gave it; still null where this gateway has not heard of the draw. */
async function askRank(page, { drop }, { joined }, { lane }) {
  const present = joined[lane] ?? 0;
  await pause(rankDelaySeconds(present, Math.random()) * 1000, page.signal);
  return call('POST', `/v1/drops/${drop.id}/entries`, { signal: page.signal });
}

function announceRank({ rank, lobby }) {
  announce(`The draw is done. Your place is ${count(rank)}. ${drawnBefore(rank, lobby)}`);
}

/** Where this place stands: `ahead` and `range` are null while its rank is. */
function readStanding(status, facts, entry, pace) {
  const serving = status.serving[entry.lane] ?? 0;
  const lobby = facts?.lanes.find(({ lane }) => lane === entry.lane)?.lobby ?? null;
  // The status may be older than this place.
  const present = Math.max(1, lobby ?? status.joined[entry.lane] ?? 0);
  const placed = status.draw === 'none' ? entry : withRank(entry, lobby);
  if (status.phase === 'open') pace.note(performance.now(), serving);
  const measured = pace.measured();
  const ahead = placed.rank === null ? null : aheadOf(placed.rank, serving);
  const range = ahead === null ? null : waitRange(ahead, status.ratePerMinute, measured);
  const stage = stageOf(status, placed, lobby);
  return { stage, rank: placed.rank, facts, lobby, present, serving, ahead, measured, range };
}

/** A refresh finds that there is a place, and how far it has come. */
function keepPlace(place, { rank, ahead }) {
  if (place.get()?.rank !== rank) place.set({ rank, firstAhead: ahead === null ? null : Math.max(1, ahead) });
}

/**
 * The advice's rule; before the opening, the time until then counts as turns that must come first. Who has no rank yet
 * hears of it as soon as anybody. Seconds.
 */
function nextQuestion({ phase, poll, ratePerMinute, opensAt }, { ahead }) {
  if (phase === 'soldOut' || phase === 'closed') return poll.far;
  const minutesToOpening = Math.max(0, Date.parse(opensAt) - serverNow()) / 60_000;
  return pollDelaySeconds(
    poll,
    (ahead ?? 0) + minutesToOpening * ratePerMinute,
    ratePerMinute,
    Math.random(),
  );
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
