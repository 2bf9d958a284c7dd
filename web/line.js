/**
 * Reckoning with a line: when to ask again, and how long it takes. Pure; times in milliseconds, rates per minute.
 * `pollDelaySeconds` is the rule of the API (packages/shared/src/domain/poll-advice.ts); a test compares the two.
 */
const waitDivisor = 10;
const jitterShare = 0.3;

/** Seconds until the next question, by the advice of the status document. @param random in [0, 1) */
export function pollDelaySeconds(advice, ahead, ratePerMinute, random) {
  const waitSeconds = (Math.max(0, ahead) / Math.max(1, ratePerMinute)) * 60;
  const delay = Math.min(advice.far, Math.max(advice.near, waitSeconds / waitDivisor));
  return delay * (1 + jitterShare * random);
}

/** Who comes in within a minute, or is among the first of a slow line, follows the status as it changes. */
export function isNear(ahead, ratePerMinute) {
  return ahead <= Math.max(nearTurnsMin, ratePerMinute);
}

const nearTurnsMin = 30;

/** How many of its lane must still be served before it is the turn of this rank. */
export function aheadOf(rank, serving) {
  return Math.max(0, rank - serving);
}

/** What the line was seen doing: the last minutes of served numbers. */
const rememberedMs = 180_000;
const measuredFromMs = 20_000;
/** How much the pace varies is told from stretches of this length, and of so many at least. */
const stretchMs = 15_000;
const stretchesMin = 4;

export class LinePace {
  #seen = [];

  note(atMs, serving) {
    this.#seen.push({ atMs, serving });
    this.#seen = this.#seen.filter((one) => atMs - one.atMs <= rememberedMs);
  }

  /** Turns a minute as seen here; null until the line was watched long enough to say. */
  measured() {
    const [first, last] = [this.#seen.at(0), this.#seen.at(-1)];
    if (first === undefined || last.atMs - first.atMs < measuredFromMs) return null;
    return ((last.serving - first.serving) / (last.atMs - first.atMs)) * 60_000;
  }

  /**
   * How much the pace varies: the standard deviation of the turns of a whole minute; over n minutes their mean varies by
   * 1/√n of it. null until enough was seen.
   */
  spread() {
    const rates = [];
    let from = this.#seen.at(0);
    for (const one of this.#seen) {
      if (one.atMs - from.atMs < stretchMs) continue;
      const minutes = (one.atMs - from.atMs) / 60_000;
      rates.push({ perMinute: (one.serving - from.serving) / minutes, minutes });
      from = one;
    }
    if (rates.length < stretchesMin) return null;
    const mean = rates.reduce((sum, { perMinute }) => sum + perMinute, 0) / rates.length;
    const variance = rates.reduce(
      (sum, { perMinute, minutes }) => sum + (perMinute - mean) ** 2 * minutes,
      0,
    );
    return Math.sqrt(variance / (rates.length - 1));
  }
}

/** So much longer than likely the wait may be while nobody knows how the pace varies; and at least, and at most. */
const slack = 1.3;
const slackMin = 1.05;
const slackMax = 2;
/** Nine in ten of a normal distribution are below its mean and so many standard deviations. */
const ninetieth = 1.28;

/**
 * The wait as an honest range in minutes: every second place waits no longer than `lowMinutes`, nine in ten no longer than
 * `highMinutes`, which is null while the line stands still: then nobody can say. What was measured says how fast it is, and
 * before that its rate.
 * @param spread of the pace, as LinePace has it; null: not known
 */
export function waitRange(ahead, ratePerMinute, measuredPerMinute, spread = null) {
  const perMinute = measuredPerMinute ?? ratePerMinute;
  if (perMinute <= 0) return { lowMinutes: 0, highMinutes: null };
  const likely = ahead / perMinute;
  return { lowMinutes: likely, highMinutes: likely * slackOf(likely, perMinute, spread) };
}

function slackOf(minutes, perMinute, spread) {
  if (spread === null) return slack;
  // Of the way that is to come, and of the three minutes that it is judged by.
  const deviation = (spread * Math.sqrt(1 / Math.max(1, minutes) + 60_000 / rememberedMs)) / perMinute;
  return Math.min(slackMax, Math.max(slackMin, 1 / Math.max(0.1, 1 - ninetieth * deviation)));
}

/** A wait that grew by more is explained; and less than this is not worth a word. Minutes. */
const grownBy = 1.1;
const noticedMinutes = 1;
/** What held for so long is how it is now. */
const settledMs = 300_000;

/** Notices when the wait that was said last has grown. */
export class WaitWatch {
  #dueMs = null;
  #grewMs = null;

  /** Whether the wait is longer than it was said to be, by more than a tenth. @param likelyMinutes null: nobody can say */
  hasGrown(atMs, likelyMinutes) {
    if (likelyMinutes === null) return this.#grewMs !== null;
    const dueMs = atMs + likelyMinutes * 60_000;
    const left = this.#dueMs === null ? null : (this.#dueMs - atMs) / 60_000;
    const grew = left !== null && likelyMinutes > Math.max(left, 0) * grownBy + noticedMinutes;
    if (grew) this.#grewMs ??= atMs;
    if (!grew || atMs - this.#grewMs > settledMs) {
      // It is as it was said, or that is how it is by now.
      this.#dueMs = dueMs;
      this.#grewMs = null;
    }
    return this.#grewMs !== null;
  }
}

/**
 * How many turns a minute the organiser's rate gives a lane while all lanes have people waiting.
 * @param lanes null while they are not known
 */
export function plannedRate(ratePerMinute, lanes, lane) {
  const share = lanes?.find((one) => one.lane === lane)?.sharePercent ?? 100;
  return (ratePerMinute * share) / 100;
}

/** The range as a sentence's part: 'less than a minute', 'about 3 to 5 minutes', 'about 1½ to 2 hours'. */
export function rangeWords({ lowMinutes, highMinutes }) {
  if (highMinutes === null) return 'we cannot say: the line stands still at the moment';
  if (highMinutes < 1) return 'less than a minute';
  if (highMinutes < 90) {
    const [low, high] = [Math.max(1, Math.floor(lowMinutes)), Math.ceil(highMinutes)];
    return low === high ? `about ${minutes(high)}` : `about ${low} to ${minutes(high)}`;
  }
  const halves = (value) => Math.round(value / 30) / 2;
  const [low, high] = [Math.max(0.5, halves(lowMinutes)), Math.max(1, Math.ceil(highMinutes / 30) / 2)];
  const word = high === 1 ? 'hour' : 'hours';
  return low === high ? `about ${hours(high)} ${word}` : `about ${hours(low)} to ${hours(high)} ${word}`;
}

function minutes(number) {
  return `${number} ${number === 1 ? 'minute' : 'minutes'}`;
}

function hours(value) {
  const whole = Math.floor(value);
  if (value === whole) return String(whole);
  return whole === 0 ? '½' : `${whole}½`;
}
