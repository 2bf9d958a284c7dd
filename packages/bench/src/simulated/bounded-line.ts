/** What a drop promises of its turns. */
export interface LineBounds {
  readonly ratePerSecond: number;
  readonly windowSeconds: number;
}

export interface TurnWindows {
  readonly most: number;
  readonly least: number;
  readonly windows: number;
}

/**
 * How many turns fall into a window at most, and at least: into any window that begins with a turn, the fullest there are,
 * and into any that begins right after one, the emptiest. Only windows that lie wholly between the first and the last turn
 * count: around them nobody waited, or nobody looked.
 * @param atMs when the turns fell, in order
 */
export function countWindows(atMs: readonly number[], { windowSeconds }: LineBounds): TurnWindows {
  const windowMs = windowSeconds * 1000;
  const last = atMs.at(-1) ?? Number.NEGATIVE_INFINITY;
  let [most, least, windows, end] = [0, Number.POSITIVE_INFINITY, 0, 0];
  for (const [begin, fromMs] of atMs.entries()) {
    if (fromMs + windowMs > last) break;
    while ((atMs[end] ?? Number.POSITIVE_INFINITY) < fromMs + windowMs) end += 1;
    // A turn right at the window's end is outside of [from, from + window), and inside of (from, from + window].
    const afterEnd = atMs[end] === fromMs + windowMs ? end + 1 : end;
    most = Math.max(most, end - begin);
    least = Math.min(least, afterEnd - begin - 1);
    windows += 1;
  }
  return { most, least: windows === 0 ? Number.NaN : least, windows };
}

/** In any window at most rate × length + 1, and at least 99 % of that less one while people wait and nothing binds. */
export function windowAims({ ratePerSecond, windowSeconds }: LineBounds): { most: number; least: number } {
  const turns = ratePerSecond * windowSeconds;
  return { most: turns + 1, least: 0.99 * turns - 1 };
}
