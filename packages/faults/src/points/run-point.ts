import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import type { EffectName } from '@fairgate/shared/process/crash-points.ts';
import { openHistory } from '../history/history.ts';
import { judgeRun } from '../judge/judge-run.ts';
import type { Violation } from '../judge/violation.ts';
import { crashPostgres, type FaultStack, recoveryPacePercent } from '../stack/fault-stack.ts';
import type { Venue } from '../workload/venue.ts';
import { plays } from './plays.ts';
import { type PointRun, playOf } from './point-table.ts';

export interface PointResult {
  readonly run: PointRun;
  readonly wasReached: boolean;
  readonly violations: readonly Violation[];
  readonly history: readonly unknown[];
  readonly seconds: number;
}

/** Longer than the lock of a job lives (30 s at the usual pace), and than a call that was sent is left alone. */
const stoppedMs = 30_000 * (recoveryPacePercent / 100) + 500;
const lostMs = 1_000;
/** A play that passed the point only once is given again, for the second hit. */
const playsMax = 3;
/** What follows a play: mails, marks, webhooks, sweepers. */
const afterPlayMs = 4_000;
const struckWithinMs = 40_000;

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
  const stage = { stack, venue, history, random: seededRandom(seed, 0) };
  const play = plays[playOf(run.point.split('.')[0] as EffectName)];
  const { crash } = stack;
  crash.arm({ point: run.point, hit: run.hit, action: run.fault === 'kill' ? 'kill' : 'stop' });
  let wasReached = false;
  let faultsEndedMs = Date.now();
  try {
    for (let tries = 1; tries <= playsMax && !wasReached && !signal.aborted; tries += 1) {
      let overAtMs = Number.POSITIVE_INFINITY;
      const playing = play(stage).finally(() => {
        overAtMs = Date.now() + afterPlayMs;
      });
      playing.catch(() => undefined);
      const pid = await crash.struck(struckWithinMs, () => Date.now() > overAtMs || signal.aborted);
      wasReached = pid !== null;
      if (pid !== null) await strike(stack, run, pid);
      faultsEndedMs = Date.now();
      await playing;
    }
  } finally {
    crash.disarm();
    await stack.stripeControl.clearFaults();
  }
  await Promise.all(stack.services.map(({ process }) => process.ready()));
  const leasesKept = run.fault !== 'redis' && playOf(run.point.split('.')[0] as EffectName) !== 'forget';
  const violations = await judgeRun(
    stack,
    venue,
    { history: history.events, faultsEndedMs, leasesKeptUntilMs: leasesKept ? Number.POSITIVE_INFINITY : 0 },
    signal,
  );
  const seconds = Math.round((Date.now() - startedMs) / 100) / 10;
  return { run, wasReached, violations, history: history.events, seconds };
}

/** The process stands at the point, or is dead; everything else goes on. */
async function strike(stack: FaultStack, run: PointRun, pid: number): Promise<void> {
  switch (run.fault) {
    case 'kill':
      return;
    case 'stop':
      await sleep(stoppedMs);
      break;
    case 'postgres':
      await crashPostgres(stack);
      break;
    case 'redis':
      await stack.redis.loseLast(lostMs);
      break;
  }
  process.kill(pid, 'SIGCONT');
}
