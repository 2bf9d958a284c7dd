import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import { stopInStages } from './stop-tree.ts';
import { type Launch, launch, recordedProcesses, temporaryHome, untilGone } from './testing/launch.ts';

const A_FEW_SECONDS_MS = 5_000;
const STOP_MS = 10_000;
const TEST_MS = 60_000;

let home: string;
let launches: Launch[];

beforeEach(() => {
  home = temporaryHome();
  launches = [];
});

afterEach(async () => {
  for (const { child, ended } of launches) {
    child.kill('SIGTERM');
    await ended;
  }
  // A failed test must not leave what it was about.
  await stopInStages(recordedProcesses(home));
  rmSync(home, { recursive: true, force: true });
});

async function startStores(): Promise<{ run: Launch; processes: readonly ProcessIdentity[] }> {
  const run = launch('stores', { FAIRGATE_HOME: home });
  launches.push(run);
  await run.untilPrinted('STRIPE_SECRET_KEY=');
  const processes = recordedProcesses(home);
  expect(processes.filter(isAlive)).toHaveLength(3);
  return { run, processes };
}

describe('nothing is left behind', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'after %s, and the exit code is 0',
    { timeout: TEST_MS },
    async (signal) => {
      const { run, processes } = await startStores();
      const stoppedAt = Date.now();
      run.child.kill(signal);
      expect(await run.ended).toBe(0);
      expect(Date.now() - stoppedAt).toBeLessThan(STOP_MS);
      expect(processes.filter(isAlive)).toEqual([]);
      expect(existsSync(join(home, 'lock.json'))).toBe(false);
    },
  );

  test('after kill -9 of the launcher, by its watcher', { timeout: TEST_MS }, async () => {
    const { run, processes } = await startStores();
    run.child.kill('SIGKILL');
    expect(await run.ended).toBe('SIGKILL');
    await untilGone([...processes], A_FEW_SECONDS_MS);
  });

  test('after kill -9 of the watcher and then of the launcher', { timeout: TEST_MS }, async () => {
    const { run, processes } = await startStores();
    const [first] = watchersOf(run);
    process.kill(first!, 'SIGKILL');
    await expect
      .poll(() => watchersOf(run).filter((pid) => pid !== first), { timeout: A_FEW_SECONDS_MS })
      .toHaveLength(1);
    run.child.kill('SIGKILL');
    await untilGone([...processes], A_FEW_SECONDS_MS);
  });

  test('after kill -9 of both at once, by the next start', { timeout: TEST_MS }, async () => {
    const { run, processes } = await startStores();
    for (const pid of watchersOf(run)) process.kill(pid, 'SIGKILL');
    run.child.kill('SIGKILL');
    await run.ended;
    const { run: next } = await startStores();
    expect(next.output()).toContain('an earlier start was killed; stopping the 3 processes it left');
    expect(processes.filter(isAlive)).toEqual([]);
  });

  test('after a signal in the middle of a start', { timeout: TEST_MS }, async () => {
    const run = launch('stores', { FAIRGATE_HOME: home });
    launches.push(run);
    await expect
      .poll(() => existsSync(join(home, 'processes.json')), { timeout: A_FEW_SECONDS_MS })
      .toBe(true);
    const processes = recordedProcesses(home);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(processes.filter(isAlive)).toEqual([]);
    expect(existsSync(join(home, 'lock.json'))).toBe(false);
  });
});

test('a second start on the same folder is refused, and the first goes on', {
  timeout: TEST_MS,
}, async () => {
  const { run, processes } = await startStores();
  const second = launch('start', { FAIRGATE_HOME: home });
  launches.push(second);
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain(`Fairgate already runs on ${home} (pid ${run.child.pid})`);
  expect(second.output()).toContain('FAIRGATE_HOME=');
  expect(processes.filter(isAlive)).toHaveLength(3);
});

test('wrong variables are all named before anything is started', async () => {
  const run = launch('start', {
    FAIRGATE_HOME: home,
    PORT: '70000',
    REDIS_URL: 'localhost',
    FAIRGATE_DEMO: 'no',
  });
  expect(await run.ended).toBe(1);
  for (const sentence of [
    '3 environment variables must be put right',
    'PORT must be a whole number from 1 to 65535',
    'REDIS_URL must be a URL that starts with redis:// or rediss://',
    'FAIRGATE_DEMO must be on or off',
    'Example: PORT=4400',
  ]) {
    expect(run.output()).toContain(sentence);
  }
  expect(existsSync(join(home, 'secrets.json'))).toBe(false);
});

function watchersOf(run: Launch): readonly number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, ppid, stat, ...args]) =>
        Number(ppid) === run.child.pid &&
        !stat?.startsWith('Z') &&
        args.some((arg) => arg.endsWith('/guard.ts')),
    )
    .map(([pid]) => Number(pid));
}
