import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { crashPostgres, type FaultStack, recoveryPacePercent } from '../stack/fault-stack.ts';
import { effectOf, type PointRun, storeOf } from './point-table.ts';

/** Longer than the lock of a job lives (30 s at the usual pace), and than a call that was sent is left alone. */
const stoppedMs = 30_000 * (recoveryPacePercent / 100) + 500;
const lostMs = 1_000;
/** A store has this long to do what it was asked; then the connections end that answers were lost on. */
const unansweredMs = 1_000;
const stopsWithinMs = 10_000;
const lookEveryMs = 5;

/**
 * The process stands at the point, or is dead; everything else goes on. false: the fault did nothing, as when Redis had
 * written nothing that could be lost.
 */
export async function strike(stack: FaultStack, run: PointRun, pid: number): Promise<boolean> {
  if (run.fault === 'kill') return true;
  await untilStopped(pid);
  switch (run.fault) {
    case 'answerLost':
      return loseAnswer(stack, run, pid);
    case 'stop':
      await sleep(stoppedMs);
      break;
    case 'postgres':
      await crashPostgres(stack);
      break;
    case 'redis': {
      const lostBytes = await stack.redis.loseLast(lostMs);
      process.kill(pid, 'SIGCONT');
      return lostBytes > 0;
    }
  }
  process.kill(pid, 'SIGCONT');
  return true;
}

/** A process says that it was struck just before it stops: one that is woken earlier would sleep for good. */
async function untilStopped(pid: number): Promise<void> {
  const untilMs = Date.now() + stopsWithinMs;
  while (!isStopped(pid)) {
    if (Date.now() > untilMs) throw new Error(`process ${pid} was struck and did not stop`);
    await sleep(lookEveryMs);
  }
}

function isStopped(pid: number): boolean {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout.startsWith('T');
  }
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Its name, in brackets, may hold anything.
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T');
}

/** The process goes on, and its store does what it is asked; no answer comes, and then the connection ends. */
async function loseAnswer(stack: FaultStack, run: PointRun, pid: number): Promise<boolean> {
  const store = storeOf(effectOf(run.point));
  const link = stack.services.find(({ process }) => process.pid === pid)?.links[store ?? 'postgres'];
  if (link === undefined || store === null)
    throw new Error(`${run.point} writes over no wire of process ${pid}`);
  const before = link.lostAnswers;
  link.set('upOnly');
  process.kill(pid, 'SIGCONT');
  await sleep(unansweredMs);
  const lost = link.lostAnswers - before;
  link.set('cut');
  link.set('open');
  return lost > 0;
}
