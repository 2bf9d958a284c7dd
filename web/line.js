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

/** How many of its lane must still be served before it is the turn of this rank. */
export function aheadOf(rank, serving) {
  return Math.max(0, rank - serving);
}

/** What the line was seen doing: the last minutes of served numbers. */
const rememberedMs = 180_000;
const measuredFromMs = 20_000;

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
}

/** A line may be slower than what was measured, and faster up to the rate that the organiser set. */
const slack = 1.3;

/**
 * The wait as an honest range in minutes. The organiser's rate is the fastest it can be; what was measured says how it
 * is. `highMinutes` is null while the line stands still: then nobody can say.
 */
export function waitRange(ahead, ratePerMinute, measuredPerMinute) {
  const fastest = ahead / Math.max(1, ratePerMinute);
  if (measuredPerMinute === null) return { lowMinutes: fastest, highMinutes: fastest * slack };
  if (measuredPerMinute <= 0) return { lowMinutes: fastest, highMinutes: null };
  const likely = ahead / measuredPerMinute;
  return { lowMinutes: Math.max(fastest, likely / slack), highMinutes: Math.max(fastest, likely) * slack };
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
