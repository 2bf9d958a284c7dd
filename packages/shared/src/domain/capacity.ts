import type { PurchaseStage } from './line-bounds.ts';

/** How one stage of the purchase stands. */
export interface StageLoad {
  readonly stage: Exclude<PurchaseStage, 'workers'>;
  /** Pieces of work that wait, counted up to a bound. */
  readonly backlog: number;
  /** For how long the one that waits longest is overdue. Seconds. */
  readonly oldestSeconds: number;
  /** Pieces of work that were done a second, over the last half minute. */
  readonly perSecond: number;
  /** Workers of the kind that does this. */
  readonly workers: number;
  /** How long a request to Stripe waits for the budget at the moment; 0 where the stage calls nobody. Seconds. */
  readonly budgetSeconds: number;
}

export interface StageCapacity extends StageLoad {
  /** 1: as late as it may be. */
  readonly pressure: number;
  /** How many workers of the kind would catch up within the aim. Of no use while Stripe's budget is what holds it up. */
  readonly workersNeeded: number;
}

/** How the purchase keeps up, of all drops together. */
export interface Capacity {
  readonly measuredMs: number;
  /** The share of their rates at which the lines move, 0 to 1. */
  readonly share: number;
  /** Which stage slows them; null while none does. */
  readonly slowedBy: PurchaseStage | null;
  readonly stages: readonly StageCapacity[];
}

/** Work may wait this long before lines slow down. Seconds. */
export const overdueSecondsAim = 5;
export const budgetSecondsAim = 1;
/** This many times over the aim, nobody new is let in. */
const pressureOfStandstill = 4;
/** While it is over the aim the share falls by this factor a second, and rises by the step while under it. */
const fallFactor = 0.7;
const riseStep = 0.1;
const shareMin = 0.01;
const workersMax = 64;

export function weighStage(load: StageLoad): StageCapacity {
  const pressure = Math.max(load.oldestSeconds / overdueSecondsAim, load.budgetSeconds / budgetSecondsAim);
  return { ...load, pressure, workersNeeded: workersNeeded(load) };
}

/**
 * As many as do what comes in and catch up with what waits within the aim, if twice as many do twice as much. Work comes in
 * at least as fast as it is done.
 */
function workersNeeded({ backlog, oldestSeconds, perSecond, workers }: StageLoad): number {
  if (backlog === 0 || oldestSeconds <= overdueSecondsAim) return Math.max(1, workers);
  if (perSecond === 0 || workers === 0) return Math.min(workersMax, workers + 1);
  const wanted = perSecond + backlog / overdueSecondsAim;
  return Math.min(workersMax, Math.max(workers + 1, Math.ceil((workers * wanted) / perSecond)));
}

/**
 * Additive increase, multiplicative decrease (Chiu and Jain 1989), on the share of the lines' rates: no model of the stages
 * is needed, and several drops are slowed alike.
 * @param seconds since the last measurement
 */
export function nextCapacity(
  before: Pick<Capacity, 'share' | 'slowedBy'> | null,
  stages: readonly StageCapacity[],
  seconds: number,
  nowMs: number,
): Capacity {
  const last = before?.share ?? 1;
  const tightest = stages.reduce<StageCapacity | null>(
    (most, stage) => (most === null || stage.pressure > most.pressure ? stage : most),
    null,
  );
  const pressure = tightest?.pressure ?? 0;
  const share =
    pressure > pressureOfStandstill
      ? 0
      : pressure > 1
        ? Math.max(shareMin, last * fallFactor ** seconds)
        : Math.min(1, last + riseStep * seconds);
  const rounded = Math.round(share * 1_000) / 1_000;
  const isShort = tightest?.workers === 0 && tightest.backlog > 0;
  // While the share comes back it is because of what made it fall.
  const cause = pressure > 1 ? (isShort ? 'workers' : tightest?.stage) : before?.slowedBy;
  return { measuredMs: nowMs, share: rounded, slowedBy: rounded === 1 ? null : (cause ?? null), stages };
}
