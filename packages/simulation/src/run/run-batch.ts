import { plantedBugs } from '../bugs/planted-bugs.ts';
import { drawPlan } from '../history/draw-plan.ts';
import { nothingMasked } from '../history/mask.ts';
import { type Plant, playHistory } from '../history/play-history.ts';
import type { World } from '../schedule/world.ts';

/** A history counts from so many orders and faults on. */
export const ordersMin = 20;
export const faultsMin = 3;

export interface Batch {
  readonly firstSeed: number;
  readonly histories: number;
  /** The name of a planted bug; null: production's own decisions. */
  readonly bug: string | null;
}

export interface Failure {
  readonly seed: number;
  readonly violations: readonly string[];
}

export interface BatchResult {
  readonly firstSeed: number;
  readonly histories: number;
  /** Of them, those with enough orders and faults to count. */
  readonly counted: number;
  readonly orders: number;
  readonly faults: number;
  readonly happenings: number;
  readonly failures: readonly Failure[];
}

/** Throws when there is no bug of that name. */
export function plantOf(bug: string | null): Plant | null {
  if (bug === null) return null;
  const planted = plantedBugs[bug];
  if (planted === undefined)
    throw new Error(`no bug is called ${bug}; there are ${Object.keys(plantedBugs).join(', ')}`);
  return planted.plant;
}

/** Plays the histories of consecutive seeds. */
export function runBatch(world: World, { firstSeed, histories, bug }: Batch): BatchResult {
  const plant = plantOf(bug);
  const result = { firstSeed, histories, counted: 0, orders: 0, faults: 0, happenings: 0 };
  const failures: Failure[] = [];
  for (let seed = firstSeed; seed < firstSeed + histories; seed += 1) {
    const outcome = playHistory(world, drawPlan(seed), nothingMasked, plant, null);
    result.orders += outcome.orders;
    result.faults += outcome.faults;
    result.happenings += outcome.happenings;
    if (outcome.orders >= ordersMin && outcome.faults >= faultsMin) result.counted += 1;
    if (outcome.violations.length > 0) failures.push({ seed, violations: outcome.violations });
  }
  return { ...result, failures };
}
