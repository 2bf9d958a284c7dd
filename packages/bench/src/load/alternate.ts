import type { CpuMeter } from './cpu-meter.ts';
import type { LoadOutcome } from './drive-load.ts';

export interface Pace {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

/** The same load on both, one right after the other: what else the machine does meets both alike. */
export interface Round {
  readonly ours: Pace;
  readonly floors: Pace;
}

interface Pair<T> {
  readonly ours: T;
  readonly floors: T;
}

/** Plays one round; which of the two begins changes with the round's number. */
export async function alternate(
  round: number,
  meters: Pair<CpuMeter>,
  loads: Pair<() => Promise<LoadOutcome>>,
): Promise<Round> {
  const run = async (whose: 'ours' | 'floors'): Promise<Pace> => {
    const before = meters[whose]();
    const { answers, seconds } = await loads[whose]();
    return { perSecond: answers / seconds, perCpuSecond: answers / (meters[whose]() - before) };
  };
  if (round % 2 === 0) {
    const ours = await run('ours');
    return { ours, floors: await run('floors') };
  }
  const floors = await run('floors');
  return { ours: await run('ours'), floors };
}
