import { type ChanceKind, chanceKinds } from '../schedule/fault-source.ts';
import type { World } from '../schedule/world.ts';
import type { HistoryPlan } from './draw-plan.ts';
import { type Mask, nothingMasked } from './mask.ts';
import { type Plant, playHistory } from './play-history.ts';

export interface Shrunk {
  readonly mask: Mask;
  readonly violations: readonly string[];
  readonly story: readonly string[];
  /** Histories that were played to get there. */
  readonly tries: number;
  readonly buyers: number;
  readonly faults: number;
}

const triesMax = 3_000;

/** What a violation says, whichever order, ticket or sum it says it of. */
export function kindOf(violation: string): string {
  return violation.replaceAll(/-?\d+/g, '#');
}

/**
 * Leaves out buyers, then kinds of faults, then single ones, as long as the same kind of violation remains. Every try
 * plays the whole history anew, so that the result is the same each time.
 */
export function shrinkHistory(
  world: World,
  plan: HistoryPlan,
  plant: Plant | null,
  violation: string,
): Shrunk {
  const wanted = kindOf(violation);
  let mask = nothingMasked;
  let tries = 0;
  const fails = (candidate: Mask): boolean => {
    tries += 1;
    const { violations } = playHistory(world, plan, candidate, plant, null);
    return violations.some((found) => kindOf(found) === wanted);
  };
  const attempt = (candidate: Mask): boolean => {
    if (tries >= triesMax || !fails(candidate)) return false;
    mask = candidate;
    return true;
  };

  for (let size = -1; size !== maskSize(mask) && tries < triesMax; ) {
    size = maskSize(mask);
    leaveOut(
      plan.buyers.map(({ index }) => index).filter((index) => !mask.buyers.has(index)),
      (some) => attempt({ ...mask, buyers: union(mask.buyers, some) }),
    );
    leaveOut(
      chanceKinds.filter((kind) => plan.chances[kind] > 0 && !mask.kinds.has(kind)),
      (some) => attempt({ ...mask, kinds: union(mask.kinds, some) }),
    );
    leaveOut(
      plan.strikes.map((_, index) => index).filter((index) => !mask.strikes.has(index)),
      (some) => attempt({ ...mask, strikes: union(mask.strikes, some) }),
    );
    for (const kind of chanceKinds) {
      if (mask.kinds.has(kind)) continue;
      leaveOut(remaining(world, plan, mask, plant, kind), (some) =>
        attempt({ ...mask, occurrences: withOccurrences(mask, kind, some) }),
      );
    }
  }
  const story: string[] = [];
  const { violations, faults } = playHistory(world, plan, mask, plant, story);
  return { mask, violations, story, tries, faults, buyers: plan.buyers.length - mask.buyers.size };
}

/** Tries to leave all out, then halves of what is left, down to one by one. */
function leaveOut<T>(all: readonly T[], attempt: (some: readonly T[]) => boolean): void {
  let left = all;
  for (let size = all.length; size >= 1; size = Math.floor(size / 2)) {
    const kept: T[] = [];
    for (let from = 0; from < left.length; from += size) {
      const some = left.slice(from, from + size);
      if (!attempt(some)) kept.push(...some);
    }
    left = kept;
  }
}

/** The occurrences of a kind that the history still has. */
function remaining(
  world: World,
  plan: HistoryPlan,
  mask: Mask,
  plant: Plant | null,
  kind: ChanceKind,
): number[] {
  playHistory(world, plan, mask, plant, null);
  const masked = mask.occurrences.get(kind);
  return Array.from({ length: world.faults[kind].occurrences }, (_, n) => n).filter(
    (n) => masked?.has(n) !== true,
  );
}

function withOccurrences(mask: Mask, kind: ChanceKind, some: readonly number[]): Mask['occurrences'] {
  const occurrences = new Map(mask.occurrences);
  occurrences.set(kind, union(occurrences.get(kind) ?? new Set<number>(), some));
  return occurrences;
}

function union<T>(known: ReadonlySet<T>, more: readonly T[]): ReadonlySet<T> {
  return new Set([...known, ...more]);
}

function maskSize(mask: Mask): number {
  let size = mask.buyers.size + mask.strikes.size + mask.kinds.size;
  for (const some of mask.occurrences.values()) size += some.size;
  return size;
}
