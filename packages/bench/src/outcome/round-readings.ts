import type { Reading } from '../figure.ts';
import type { Pace, Round } from '../load/alternate.ts';
import { median } from './statistics.ts';

export interface Named {
  readonly name: string;
  readonly what: string;
  /** What the floor is. */
  readonly floor: string;
}

/** @param ratioMin what the median of the rounds' ratios is to reach; null: it is not judged */
export function besideFloor(named: Named, rounds: readonly Round[], ratioMin: number | null): Reading {
  const aim = ratioMin === null ? null : ({ of: 'ratio', is: 'atLeast', bound: ratioMin } as const);
  return { ...medians(named, rounds, ({ perSecond }) => perSecond), unit: '/s', aim };
}

/** The same by what the processes themselves used, which other work on the machine changes little. */
export function perCpuSecond(named: Named, rounds: readonly Round[]): Reading {
  return { ...medians(named, rounds, (pace) => pace.perCpuSecond), unit: '/CPU s', aim: null };
}

function medians({ name, what, floor }: Named, rounds: readonly Round[], of: (pace: Pace) => number) {
  return {
    ...{ name, what, value: median(rounds.map(({ ours }) => of(ours))) },
    floor: { what: floor, value: median(rounds.map(({ floors }) => of(floors))) },
    ratio: median(rounds.map(({ ours, floors }) => of(ours) / of(floors))),
  };
}
