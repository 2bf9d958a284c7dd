/** What a line was seen doing in the last minutes: how many turns a minute each lane has. Times in milliseconds. */
const rememberedMs = 180_000;
/** Watched for less, nobody can say. */
const measuredFromMs = 20_000;
/** Closer together, what is seen says no more. */
const seenEveryMs = 5_000;

interface Seen {
  readonly atMs: number;
  readonly served: readonly number[];
}

export interface LinePace {
  readonly note: (atMs: number, served: readonly number[]) => void;
  /** A line that stood still says nothing of how fast it goes. */
  readonly forget: () => void;
  /** Turns a minute; null: it was not watched for long enough. */
  readonly measured: (lane: number) => number | null;
}

export function createLinePace(): LinePace {
  let seen: Seen[] = [];
  let newest: Seen | null = null;
  return {
    note(atMs, served) {
      // A clock that was set back, or a Redis that forgot: what was seen is of another line.
      if (newest !== null && atMs < newest.atMs) seen = [];
      newest = { atMs, served };
      const last = seen.at(-1);
      if (last === undefined || atMs - last.atMs >= seenEveryMs) seen.push(newest);
      seen = seen.filter((one) => atMs - one.atMs <= rememberedMs);
    },
    forget() {
      seen = [];
      newest = null;
    },
    measured(lane) {
      const [first] = seen;
      if (first === undefined || newest === null || newest.atMs - first.atMs < measuredFromMs) return null;
      const turns = (newest.served[lane] ?? 0) - (first.served[lane] ?? 0);
      return Math.max(0, (turns / (newest.atMs - first.atMs)) * 60_000);
    },
  };
}

/** What the organiser's rate gives a lane while all lanes have people waiting. Turns a minute. */
export function plannedPace(ratePerMinute: number, weights: readonly number[], lane: number): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return sum === 0 ? ratePerMinute : (ratePerMinute * (weights[lane] ?? 0)) / sum;
}
