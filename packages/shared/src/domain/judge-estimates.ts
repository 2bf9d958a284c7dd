import { type WaitRange, waitRange } from './wait-range.ts';

/** How a line stood at an instant; by lane from 0. */
export interface LineStandingThen {
  readonly atMs: number;
  readonly served: readonly number[];
  /** At which turns were given: the organiser's rate, or the share of it that the purchase kept up with. */
  readonly ratePerMinute: number;
}

/** Somebody who came in. */
export interface WaitedEntry {
  readonly lane: number;
  /** In the lane; 0 is the first. */
  readonly position: number;
  readonly joinedMs: number;
  readonly cameInMs: number;
}

export interface EstimateVerdict {
  /** Entries of which it could be said what they were promised, and what became of it. */
  readonly compared: number;
  /** Of these, promised by a pace that had been measured; the others by the organiser's rate. */
  readonly byMeasuredPace: number;
  /** The line stood still when they came: they were promised nothing. */
  readonly notPromised: number;
  /** They came in so soon, or the line was sampled so seldom then, that there is nothing to compare. */
  readonly leftOut: number;
  /** Of what they waited; null: nothing was compared. */
  readonly medianErrorPercent: number | null;
  /** Of those compared, who waited no longer than the end of the range, give or take how coarse the samples are. */
  readonly withinPromisePercent: number | null;
}

/** As the page does: the pace of the last three minutes, once the line was watched for 20 s. Milliseconds. */
const rememberedMs = 180_000;
const measuredFromMs = 20_000;
/** Shorter waits are not told apart from how coarse the samples are. */
const waitMsMin = 30_000;
/** A line that was sampled last so long before is not known well enough. */
const sampleAgeMsMax = 60_000;
const sampleMs = 15_000;

/**
 * Holds what people's pages promised when they joined, or when the drop opened if that was later, against the wait that
 * followed. The promise is the one of a page that had been open for up to three minutes: at the opening by the organiser's
 * rate and the lane's share of it, later by the pace that the samples show. Its likeliest wait counts: of the range,
 * the beginning.
 * @param samples in order of time
 * @param weights of the lanes
 */
export function judgeEstimates(
  samples: readonly LineStandingThen[],
  entries: readonly WaitedEntry[],
  opensMs: number,
  weights: readonly number[],
): EstimateVerdict {
  const line = onlyForward(samples, opensMs, weights.length);
  const errors: number[] = [];
  const counts = { byMeasuredPace: 0, notPromised: 0, leftOut: 0, withinPromise: 0 };
  for (const entry of entries) {
    const fromMs = Math.max(entry.joinedMs, opensMs);
    const waitMs = entry.cameInMs - fromMs;
    const at = lastBefore(line, fromMs);
    const known = line[at];
    if (known === undefined || waitMs < waitMsMin || fromMs - known.atMs > sampleAgeMsMax) {
      counts.leftOut += 1;
      continue;
    }
    const { promise, isMeasured } = promiseAt(line, at, entry, fromMs, weights);
    if (promise === null) {
      counts.notPromised += 1;
      continue;
    }
    if (isMeasured) counts.byMeasuredPace += 1;
    errors.push(Math.abs(promise.lowMinutes * 60_000 - waitMs) / waitMs);
    if (waitMs <= promise.highMinutes * 60_000 + sampleMs) counts.withinPromise += 1;
  }
  const { withinPromise, ...others } = counts;
  const compared = errors.length;
  return {
    ...others,
    compared,
    medianErrorPercent: compared === 0 ? null : 100 * medianOf(errors),
    withinPromisePercent: compared === 0 ? null : (100 * withinPromise) / compared,
  };
}

/** Begun with the opening, when nobody had been served; a Redis that forgot went on a moment further back, which nobody sees. */
function onlyForward(
  samples: readonly LineStandingThen[],
  opensMs: number,
  lanes: number,
): LineStandingThen[] {
  const [first] = samples;
  if (first === undefined) return [];
  let served: readonly number[] = Array.from({ length: lanes }, () => 0);
  const opening = { atMs: opensMs, served, ratePerMinute: first.ratePerMinute };
  const later = samples
    .filter(({ atMs }) => atMs > opensMs)
    .map((sample) => {
      served = served.map((count, lane) => Math.max(count, sample.served[lane] ?? 0));
      return { ...sample, served };
    });
  return [opening, ...later];
}

function promiseAt(
  line: readonly LineStandingThen[],
  at: number,
  { lane, position }: WaitedEntry,
  fromMs: number,
  weights: readonly number[],
): { readonly promise: WaitRange | null; readonly isMeasured: boolean } {
  const known = line[at] as LineStandingThen;
  const { ratePerMinute } = known;
  const oldest = line[lastBefore(line, known.atMs - rememberedMs - 1) + 1] as LineStandingThen;
  const watchedMs = known.atMs - oldest.atMs;
  const moved = servedIn(known, lane) - servedIn(oldest, lane);
  const measured = watchedMs < measuredFromMs ? null : (moved / watchedMs) * 60_000;
  const share = (weights[lane] ?? 1) / weights.reduce((sum, weight) => sum + weight, 0);
  const likely = measured ?? (share < 1 ? ratePerMinute * share : null);
  const ahead = Math.max(0, position + 1 - servedAt(line, at, lane, fromMs));
  return { promise: waitRange(ahead, ratePerMinute, likely), isMeasured: measured !== null };
}

/** Between two samples a line moved evenly, as far as anybody knows. */
function servedAt(line: readonly LineStandingThen[], at: number, lane: number, ms: number): number {
  const known = line[at] as LineStandingThen;
  const next = line[at + 1];
  if (next === undefined || next.atMs <= known.atMs) return servedIn(known, lane);
  const part = (ms - known.atMs) / (next.atMs - known.atMs);
  return servedIn(known, lane) + part * (servedIn(next, lane) - servedIn(known, lane));
}

function servedIn({ served }: LineStandingThen, lane: number): number {
  return served[lane] ?? 0;
}

/** -1: none was. */
function lastBefore(line: readonly LineStandingThen[], ms: number): number {
  let [low, high] = [0, line.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((line[middle] as LineStandingThen).atMs <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
