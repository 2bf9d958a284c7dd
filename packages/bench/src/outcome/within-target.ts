export interface PaceTarget {
  readonly perSecond: number;
  /** How far from it is near enough. */
  readonly shareOff: number;
  readonly windowSeconds: number;
}

/** How often something happened in the window that ends at `endMs`, a second. */
export function paceAt(happenedMs: readonly number[], endMs: number, windowSeconds: number): number {
  const fromMs = endMs - windowSeconds * 1000;
  return happenedMs.filter((atMs) => atMs > fromMs && atMs <= endMs).length / windowSeconds;
}

/** Whole seconds until a whole window is within the target for the first time; NaN: in `seconds` never. */
export function secondsUntilWithin(
  happenedMs: readonly number[],
  { perSecond, shareOff, windowSeconds }: PaceTarget,
  seconds: number,
): number {
  for (let end = windowSeconds; end <= seconds; end += 1) {
    const pace = paceAt(happenedMs, end * 1000, windowSeconds);
    if (Math.abs(pace / perSecond - 1) <= shareOff) return end;
  }
  return Number.NaN;
}
