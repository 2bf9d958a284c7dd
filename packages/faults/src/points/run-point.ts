import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import { openHistory } from '../history/history.ts';
import { judgeRun } from '../judge/judge-run.ts';
import type { Violation } from '../judge/violation.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import type { Venue } from '../workload/venue.ts';
import { dueWork } from './due-work.ts';
import { findUnasked } from './find-unasked.ts';
import { findUnjournaled } from './find-unjournaled.ts';
import { plays } from './plays.ts';
import { effectOf, type PointRun, playOf } from './point-table.ts';
import type { Play, Stage } from './stage.ts';
import { strike } from './strike.ts';

export interface PointResult {
  readonly run: PointRun;
  /** A process came by the point, and the fault did something. */
  readonly wasReached: boolean;
  readonly violations: readonly Violation[];
  readonly history: readonly unknown[];
  readonly seconds: number;
}

/** A play that passed the point only once is given again, for the second hit; so is one whose fault did nothing. */
const playsMax = 3;
/** What follows a play: mails, marks, webhooks, sweepers. */
const afterPlayMs = 4_000;
const struckWithinMs = 40_000;
const lookForWorkEveryMs = 20;

/** One run: arms the point, plays until some process comes by, does the fault, and judges what becomes of it. */
export async function runPoint(
  stack: FaultStack,
  venue: Venue,
  run: PointRun,
  seed: number,
  signal: AbortSignal,
): Promise<PointResult> {
  const startedMs = Date.now();
  const history = openHistory();
  const names = new Map(stack.services.map(({ name, process }) => [process.pid, name]));
  const endsBefore = stack.ends.length;
  const stage = { stack, venue, history, random: seededRandom(seed, 0) };
  const { pid, wasDone, faultsEndedMs, misses } = await playUntilStruck(stage, run, signal);
  await Promise.all(stack.services.map(({ process }) => process.ready()));
  const forgets = run.fault === 'redis' || playOf(effectOf(run.point)) === 'forget';
  const leasesKeptUntilMs = forgets ? 0 : Number.POSITIVE_INFINITY;
  const facts = { history: history.events, faultsEndedMs, leasesKeptUntilMs };
  const judged = await judgeRun(stack, venue, facts, signal);
  const killed = run.fault === 'kill' && pid !== null ? (names.get(pid) ?? null) : null;
  const violations = [
    ...misses,
    ...judged,
    ...findUnasked(stack.ends.slice(endsBefore), killed),
    ...(await findUnjournaled(stack.journalFolder, history.events)),
  ];
  const seconds = Math.round((Date.now() - startedMs) / 100) / 10;
  return { run, wasReached: wasDone, violations, history: history.events, seconds };
}

interface Struck {
  /** Of the process that came by the point last; null: none did. */
  readonly pid: number | null;
  readonly wasDone: boolean;
  readonly faultsEndedMs: number;
  readonly misses: readonly Violation[];
}

async function playUntilStruck(stage: Stage, run: PointRun, signal: AbortSignal): Promise<Struck> {
  const { crash, stripeControl } = stage.stack;
  const play: Play = plays[playOf(effectOf(run.point))];
  let struck: Struck = { pid: null, wasDone: false, faultsEndedMs: Date.now(), misses: [] };
  let isArmed = false;
  const arm = async (isOver: () => boolean): Promise<void> => {
    const isThere = run.point.endsWith('.before') ? dueWork[effectOf(run.point)] : undefined;
    while (!isArmed && !isOver()) {
      if (isThere === undefined || (await isThere(stage))) {
        crash.arm({ point: run.point, hit: run.hit, action: run.fault === 'kill' ? 'kill' : 'stop' });
        isArmed = true;
      } else await sleep(lookForWorkEveryMs);
    }
  };
  try {
    for (let tries = 1; tries <= playsMax && !struck.wasDone && !signal.aborted; tries += 1) {
      let overAtMs = Number.POSITIVE_INFINITY;
      const isOver = (): boolean => Date.now() > overAtMs || signal.aborted;
      const arming = arm(isOver);
      const playing = play(stage).finally(() => {
        overAtMs = Date.now() + afterPlayMs;
      });
      playing.catch(() => undefined);
      const pid = await crash.struck(struckWithinMs, isOver);
      const wasDone = pid !== null && (await strike(stage.stack, run, pid));
      // Hits are counted anew for another try of a fault that did nothing.
      if (pid !== null) {
        crash.disarm();
        isArmed = false;
      }
      const faultsEndedMs = Date.now();
      const misses = [...struck.misses, ...(await playing)];
      struck = { pid: pid ?? struck.pid, wasDone, faultsEndedMs, misses };
      await arming;
    }
    // A Redis that went back took every hold of its last second along: the play comes about when it is given again.
    if (run.fault === 'redis' && struck.wasDone && struck.misses.length > 0 && !signal.aborted)
      struck = { ...struck, misses: await play(stage) };
  } finally {
    crash.disarm();
    await stripeControl.clearFaults();
  }
  return struck;
}
