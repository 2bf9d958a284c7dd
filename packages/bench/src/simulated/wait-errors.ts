import type { PageRules } from '../stage/page-rules.ts';
import type { ServedAt } from '../stage/play-line.ts';

export interface WaitErrors {
  /** Of what the page shows: |lower end of its range, in which every second place comes in − real wait| / real wait. */
  readonly shown: readonly number[];
  /** Of who knew from the beginning how fast the line would be on average: what no page could know. */
  readonly knowing: readonly number[];
}

/** The page notes the line about so often, and is looked at so often. Milliseconds. */
const notedEveryMs = 10_000;
const shownEveryMs = 30_000;
/** Shorter waits are shown as "less than a minute". Milliseconds. */
const waitMsMin = 60_000;
/** People at these shares of the line that was still to be served. */
const places = [0.1, 0.3, 0.5, 0.7, 0.9] as const;

/**
 * Compares the waits that a page shows with what they turned out to be: people throughout the line, again and again while
 * it moves.
 * @param curve how the line was served, from its opening
 */
export function waitErrors(curve: readonly ServedAt[], ratePerMinute: number, rules: PageRules): WaitErrors {
  const [shown, knowing]: [number[], number[]] = [[], []];
  const last = curve.at(-1);
  if (last === undefined) return { shown, knowing };
  const meanPerMs = last.served / last.atMs;
  const pace = new rules.LinePace();
  for (let now = 0; now < last.atMs; now += notedEveryMs) {
    const served = servedAt(curve, now);
    pace.note(now, served);
    if (now === 0 || now % shownEveryMs !== 0) continue;
    for (const place of places) {
      const ahead = Math.ceil((last.served - served) * place);
      const realMs = whenServed(curve, served + ahead) - now;
      if (!(realMs >= waitMsMin)) continue;
      const range = rules.waitRange(ahead, ratePerMinute, pace.measured(), pace.spread());
      shown.push(range.highMinutes === null ? 1 : offBy(range.lowMinutes * 60_000, realMs));
      knowing.push(offBy(ahead / meanPerMs, realMs));
    }
  }
  return { shown, knowing };
}

function offBy(said: number, real: number): number {
  return Math.abs(said - real) / real;
}

function servedAt(curve: readonly ServedAt[], ms: number): number {
  return curve.findLast(({ atMs }) => atMs <= ms)?.served ?? 0;
}

/** NaN: not within the curve. */
function whenServed(curve: readonly ServedAt[], people: number): number {
  return curve.find(({ served }) => served >= people)?.atMs ?? Number.NaN;
}
