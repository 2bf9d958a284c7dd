import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { armedFile, reach, struckFile } from './crash-points.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairgate-crash-points-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
});

const source = fileURLToPath(new URL('./crash-points.ts', import.meta.url));

/** A process that comes by `points` one after the other and says so. */
async function passBy(
  ...points: readonly string[]
): Promise<{ said: string[]; end: string | number | null }> {
  const script = `import { openCrashPoints, reach } from ${JSON.stringify(source)};
    openCrashPoints(${JSON.stringify(folder)});
    for (const point of ${JSON.stringify(points)}) { reach(point); console.log(point); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code, signal] = await once(child, 'close');
  return { said: said.split('\n').filter(Boolean), end: signal ?? code };
}

function arm(armed: object): void {
  writeFileSync(join(folder, armedFile), JSON.stringify(armed));
}

it('a process that was not started to be struck passes every point', () => {
  expect(() => reach('create-order.before')).not.toThrow();
});

it('a process is killed at the armed point, at the hit of that number, and says so before', async () => {
  arm({ point: 'create-order.after', hit: 2, action: 'kill', id: 'a' });
  const passed = await passBy(
    'create-order.after',
    'create-order.before',
    'create-order.after',
    'beat.after',
  );
  expect(passed).toEqual({ said: ['create-order.after', 'create-order.before'], end: 'SIGKILL' });
  expect(JSON.parse(readFileSync(join(folder, struckFile), 'utf8'))).toEqual({ pid: expect.any(Number) });
});

it('hits are counted over all processes, and only one of them is struck', async () => {
  arm({ point: 'create-order.after', hit: 3, action: 'kill', id: 'a' });
  const two = ['create-order.after', 'create-order.after'];
  expect((await passBy(...two)).end).toBe(0);
  expect((await passBy(...two)).end).toBe('SIGKILL');
  expect((await passBy(...two)).end).toBe(0);
});

it('points that were passed leave their names', async () => {
  await passBy('beat.before', 'beat.after');
  expect(readdirSync(folder).sort()).toEqual(['reached-beat.after', 'reached-beat.before']);
});

it('hits of an earlier arming are not counted', async () => {
  const point = 'create-order.after';
  arm({ point, hit: 2, action: 'kill', id: 'a' });
  expect((await passBy(point)).end).toBe(0);
  arm({ point, hit: 2, action: 'kill', id: 'b' });
  expect((await passBy(point)).end).toBe(0);
  expect((await passBy(point)).end).toBe('SIGKILL');
});
