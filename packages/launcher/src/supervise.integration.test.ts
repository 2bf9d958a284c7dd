import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Guard, startGuard } from './guarded-spawn.ts';
import { identifyProcess, isAlive } from './process-identity.ts';
import type { RestartPolicy } from './restart-policy.ts';
import { stopTree } from './stop-tree.ts';
import { type ProcessPlan, superviseProcess } from './supervise.ts';

const FAST: RestartPolicy = { firstDelayMs: 20, longestDelayMs: 80, stableAfterMs: 5_000, crashesMax: 5 };

let guard: Guard;
let folder: string;

beforeAll(() => {
  guard = startGuard();
  folder = mkdtempSync(join(tmpdir(), 'fairgate-supervise-'));
});

afterAll(async () => {
  await guard.close();
  rmSync(folder, { recursive: true, force: true });
});

function shell(name: string, script: string, more: Partial<ProcessPlan> = {}): ProcessPlan {
  return {
    name,
    command: '/bin/sh',
    args: ['-c', script],
    environment: { PATH: '/usr/bin:/bin' },
    folder,
    logFile: join(folder, `${name}.log`),
    stopSignals: ['SIGTERM', 'SIGKILL'],
    stopGraceMs: 300,
    stopStage: 'services',
    isReady: () => Promise.resolve(true),
    readyWithinMs: 5_000,
    ...more,
  };
}

test('pauses double up to the longest, and after the last allowed crash it is given up with its last lines', async () => {
  const restarts: string[] = [];
  const gaveUp = new Promise<string>((resolve) => {
    void superviseProcess(guard, shell('crashing', 'sleep 0.1; echo the reason; exit 3'), {
      policy: FAST,
      onRestart: (sentence) => restarts.push(sentence),
      onGiveUp: resolve,
    });
  });
  const sentence = await gaveUp;
  expect(restarts.map((line) => line.replace(/^.* in /, ''))).toEqual([
    '0.02 s',
    '0.04 s',
    '0.08 s',
    '0.08 s',
  ]);
  expect(sentence).toContain('crashing ended 5 times in a row (exit code 3) and is not started again');
  expect(sentence).toContain('    the reason');
});

test('a run that was stable starts the count afresh', async () => {
  const restarts: string[] = [];
  const supervised = await superviseProcess(guard, shell('stable', 'sleep 0.2; exit 1'), {
    policy: { ...FAST, stableAfterMs: 100, crashesMax: 2 },
    onRestart: (sentence) => restarts.push(sentence),
    onGiveUp: () => restarts.push('given up'),
  });
  await expect.poll(() => restarts.length, { timeout: 5_000 }).toBeGreaterThanOrEqual(4);
  await supervised.stop();
  expect(restarts).not.toContain('given up');
  expect(new Set(restarts)).toEqual(new Set(['stable ended (exit code 1); starting it again in 0.02 s']));
});

test('an end before the first readiness is an error with the last lines, without stack frames', async () => {
  const script = 'echo "Error: no such table"; echo "    at run (file:///a/b.ts:1:2)"; exit 1';
  const start = superviseProcess(guard, shell('broken', script, { isReady: () => Promise.resolve(false) }));
  await expect(start).rejects.toThrow(
    /broken ended at its start \(exit code 1\)\.\nLast lines of .*\n {4}Error: no such table$/,
  );
});

test('what never gets ready is stopped and reported', async () => {
  let pid = 0;
  const plan = shell('slow', 'echo $$; exec sleep 60', {
    readyWithinMs: 200,
    isReady: () => Promise.resolve(false),
    onLine: (line) => {
      pid = Number(line);
    },
  });
  await expect(superviseProcess(guard, plan)).rejects.toThrow('slow was not ready within 0.2 s');
  expect(identifyProcess(pid)).toBeNull();
});

test('after a kill -9, ready means the next run', async () => {
  const supervised = await superviseProcess(guard, shell('killed', 'exec sleep 60'), { policy: FAST });
  const before = supervised.pid;
  supervised.kill('SIGKILL');
  await supervised.ready();
  expect(supervised.pid).not.toBe(before);
  await supervised.stop();
});

test('a restart is no crash', async () => {
  const restarts: string[] = [];
  const supervised = await superviseProcess(guard, shell('restarted', 'exec sleep 60'), {
    policy: { ...FAST, crashesMax: 1 },
    onRestart: (sentence) => restarts.push(sentence),
    onGiveUp: (sentence) => restarts.push(sentence),
  });
  const pids = new Set([supervised.pid]);
  for (let round = 0; round < 3; round += 1) {
    await supervised.restart();
    pids.add(supervised.pid);
  }
  expect(pids.size).toBe(4);
  expect(restarts).toEqual([]);
  await supervised.stop();
});

test('work that may finish is not started again', async () => {
  const lines: string[] = [];
  const supervised = await superviseProcess(
    guard,
    shell('finishing', 'sleep 0.1; echo done', { onLine: (line) => lines.push(line) }),
    {
      mayFinish: true,
      policy: FAST,
      onRestart: () => lines.push('restarted'),
    },
  );
  await expect.poll(() => supervised.isRunning).toBe(false);
  await supervised.stop();
  expect(lines).toEqual(['done']);
  expect(readFileSync(join(folder, 'finishing.log'), 'utf8')).toBe('done\n');
});

test('what ignores a polite signal is killed with everything it started', async () => {
  const lines: string[] = [];
  const script = "trap '' TERM; (trap '' TERM; sleep 60) & echo $!; echo $$; wait; sleep 60";
  const supervised = await superviseProcess(
    guard,
    shell('stubborn', script, { onLine: (line) => lines.push(line) }),
  );
  await expect.poll(() => lines).toHaveLength(2);
  const family = lines.map((line) => identifyProcess(Number(line))!);
  expect(family.every(isAlive)).toBe(true);
  await supervised.stop();
  await expect.poll(() => family.filter(isAlive)).toEqual([]);
});

test('a stranger under a pid of ours is not touched', async () => {
  const stranger = await superviseProcess(guard, shell('stranger', 'exec sleep 60'), { policy: FAST });
  const identity = identifyProcess(stranger.pid)!;
  const earlier = { pid: stranger.pid, startedAt: `${identity.startedAt}0` };
  await stopTree({ ...earlier, signals: ['SIGKILL'], graceMs: 300, stage: 'services' });
  expect(isAlive(identity)).toBe(true);
  await stranger.stop();
  expect(isAlive(identity)).toBe(false);
});

test('closing the guard stops what runs, and nothing is started after it', async () => {
  const own = startGuard();
  const supervised = await superviseProcess(own, shell('last', 'exec sleep 60'), { policy: FAST });
  const identity = identifyProcess(supervised.pid)!;
  await own.close();
  expect(isAlive(identity)).toBe(false);
  await expect(superviseProcess(own, shell('later', 'exec sleep 60'))).rejects.toThrow(
    'nothing new is started',
  );
});
