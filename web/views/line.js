import { call, read } from '../api.js';
import { serverNow } from '../clock.js';
import { announce, pause, showState } from '../dom.js';
import { createHerald } from '../herald.js';
import { aheadOf, isNear, LinePace, plannedRate, pollDelaySeconds, WaitWatch, waitRange } from '../line.js';
import { isRankWaiting, rankDelaySeconds, stageOf, withRank } from '../lobby.js';
import { Refusal } from '../refusal.js';
import { createStatusStream } from '../status-stream.js';
import { count, isInterrupted } from '../words.js';
import { comeIn } from './come-in.js';
import { createDrawFollower } from './follow-draw.js';
import { createLanesFollower } from './follow-lanes.js';
import { laneWords } from './lane-words.js';
import { createLineBoard } from './line-board.js';
import { spokenWords, titleWords } from './line-words.js';
import { drawnBefore } from './lobby-words.js';

/** Who is told of every change asks by itself only so often. Seconds. */
const followedSeconds = 15;
/** Asked again after this long when the advice itself is out of reach. Seconds. */
const silentRetrySeconds = 10;

/**
 * Waits until the turn has come and the shop lets in: `{ kind: 'inside', admission }`. Or `{ kind: 'used' }` when the
 * turn of this place was used before, `{ kind: 'unknown' }` when the place ticket is none of this drop any more,
 * `{ kind: 'gone' }` when the place was given up here.
 */
export async function waitInLine(page, visit, joined) {
  const { place } = visit.kept;
  const followDraw = createDrawFollower(visit, page.signal);
  const followLanes = createLanesFollower(visit, page.signal);
  const nudge = new EventTarget();
  const herald = createHerald(announce);
  let entry = joined;
  let reckoning = { pace: new LinePace(), watch: new WaitWatch() };
  let seen = null;
  let goesBy = null;
  /** What the stream told, to be taken up instead of a question; not before `quietUntil` (performance.now()). */
  let told = null;
  let quietUntil = 0;
  const stream = createStatusStream(
    visit.drop.id,
    () => ({ 'fairgate-place': entry.placeTicket }),
    page.signal,
    (status) => {
      told = { status, atMs: performance.now() };
      if (told.atMs >= quietUntil) nudge.dispatchEvent(new Event('go'));
    },
  );
  /** A code gave another place: all that was reckoned for the one before is begun anew. */
  const take = (other) => {
    if (other.lane !== entry.lane) {
      reckoning = { pace: new LinePace(), watch: new WaitWatch() };
      board.startAnew();
    }
    entry = other;
    const standing = showNow(seen);
    herald(spokenWords(standing, seen.status), laneWords(standing.lanes, standing.lane));
    nudge.dispatchEvent(new Event('go'));
  };
  /** While the place is being given up nothing is asked for it: that would take it up again. */
  let leaving = null;
  let asking = Promise.resolve();
  const giveUp = {
    begin: () => {
      leaving = 'asked';
      return asking;
    },
    end: (isGone) => {
      leaving = isGone ? 'gone' : null;
      nudge.dispatchEvent(new Event('go'));
    },
  };
  const board = createLineBoard(page, visit, firstAheadOf(place.get(), joined), { take, giveUp });
  const showNow = (now) => {
    seen = now;
    const { status } = now;
    const standing = readStanding(now, entry, reckoning);
    keepPlace(place, standing);
    board.show(status, standing);
    page.title(titleWords(standing, status));
    return standing;
  };
  board.begin(joined);
  showState(page.main, board.element);
  for (;;) {
    asking = leaving === null ? ask() : Promise.resolve({ seconds: silentRetrySeconds });
    const { outcome, seconds } = await asking;
    if (leaving === 'gone') {
      stream.want(false);
      return { kind: 'gone' };
    }
    if (outcome !== undefined) {
      stream.want(false);
      return outcome;
    }
    const isNews = leaving === null && told !== null && performance.now() >= quietUntil;
    await pause(isNews ? 0 : seconds * 1000, page.signal, nudge);
  }

  /** One question about the line, and all that follows from its answer: what the wait ended with, or when to ask again. */
  async function ask() {
    let seconds = silentRetrySeconds;
    try {
      const status = takeTold() ?? (await read(`/v1/drops/${visit.drop.id}/status`, { signal: page.signal }));
      const [facts, lanes] = await Promise.all([followDraw(status), followLanes(status, entry)]);
      let standing = showNow({ status, facts, lanes });
      // An opening that was put off may bring a lobby: what was said of the place before holds no more.
      const isDrawnAnew = goesBy === 'none' && status.draw !== 'none';
      if (leaving === null && (isRankWaiting(status, standing) || isDrawnAnew)) {
        const asked = entry;
        const answer = await askRank(page, visit, status, asked);
        // A code may have given another place meanwhile.
        if (entry === asked) entry = answer;
        standing = showNow({ status, facts, lanes });
        if (standing.rank !== null && status.draw === 'drawn') announceRank(standing);
      } else herald(spokenWords(standing, status));
      goesBy = status.draw;
      const isNearNow =
        status.phase === 'open' && standing.ahead !== null && isNear(standing.ahead, status.ratePerMinute);
      stream.want(isNearNow);
      seconds = stream.isOpen() ? followedSeconds : nextQuestion(status, standing);
      const isTurn = standing.ahead === 0 && status.phase === 'open' && !isInterrupted(status);
      if (isTurn && leaving === null) {
        const outcome = await comeIn(page, visit, entry);
        if (outcome.kind !== 'wait') return { outcome };
        board.showAtDoor(outcome.refusal);
        seconds = outcome.refusal.retryAfterSeconds ?? seconds;
        quietUntil = performance.now() + seconds * 1_000;
      }
      await Promise.all([board.showLeft(status, standing), board.showMessage(status)]);
    } catch (error) {
      // What a visitor cannot mend ends the wait; what passes does not.
      if (!(error instanceof Refusal) || !error.passes) throw error;
      board.showTrouble(error);
    }
    return { seconds };
  }

  /** The newest that the stream told, once; null: it must be asked for. */
  function takeTold() {
    const fresh =
      told !== null && performance.now() - told.atMs < 1_000 * followedSeconds ? told.status : null;
    told = null;
    return fresh;
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

/** Where this place stands in its lane: `ahead` and `range` are null while its rank is. */
function readStanding({ status, facts, lanes }, entry, { pace, watch }) {
  const { lane } = entry;
  const serving = status.serving[lane] ?? 0;
  const lobby = facts?.lanes.find((one) => one.lane === lane)?.lobby ?? null;
  // The status may not have heard of this place yet.
  const present = lobby ?? Math.max(status.joined[lane] ?? 0, entry.number + 1);
  const placed = status.draw === 'none' ? entry : withRank(entry, lobby);
  if (status.phase === 'open') pace.note(performance.now(), serving);
  const measured = pace.measured();
  const ahead = placed.rank === null ? null : aheadOf(placed.rank, serving);
  const planned = plannedRate(status.ratePerMinute, lanes, lane);
  const likely = measured ?? (planned < status.ratePerMinute ? planned : null);
  const range = ahead === null ? null : waitRange(ahead, status.ratePerMinute, likely, pace.spread());
  const isMoving = status.phase === 'open' && range !== null && ahead > 0;
  const grew =
    isMoving && watch.hasGrown(performance.now(), range.highMinutes === null ? null : range.lowMinutes);
  const stage = stageOf(status, placed, lobby);
  const { rank } = placed;
  return { stage, lane, lanes, rank, facts, lobby, present, serving, ahead, measured, planned, range, grew };
}

/** A refresh finds that there is a place, and how far it has come. */
function keepPlace(place, { lane, rank, ahead }) {
  const known = place.get();
  if (known !== null && known.lane === lane && known.rank === rank) return;
  place.set({ lane, rank, firstAhead: ahead === null ? null : Math.max(1, ahead) });
}

/** How many were ahead when this place was taken; null when another one is remembered, or none. */
function firstAheadOf(known, { lane, rank }) {
  return known !== null && known.lane === lane && known.rank === rank ? known.firstAhead : null;
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
