import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../packages/rehearsal/src/main.ts', import.meta.url));
const sold = 24;

/** Runs the command as its own process; it stops when the test does. */
async function run(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const child = fork(main, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const [code] = await once(child, 'close');
  if (complaint !== '') throw new Error(complaint);
  return { code: Number(code), output };
}

it('a small drop sells out to its crowd, and every figure of the report is there', async () => {
  const crowd = ['--fans', '60', '--tickets', String(sold), '--seed', '4', '--tempo', '0.5'];
  const { code, output } = await run(...crowd, '--json');
  const report = JSON.parse(output);
  expect(report.faults).toEqual([]);
  expect(code).toBe(0);
  expect(report).toMatchObject({
    ...{ fans: 60, tickets: sold, sold, doubleSold: 0, ordersUnfinished: 0, moneyMismatches: 0 },
    ...{ http5xx: 0, auditFailures: 0, surprises: 0, isRight: true },
    ...{ drawFaults: 0, drawProof: 'COMMIT_REVEAL' },
  });
  expect(report.ordersPaid).toBeGreaterThan(sold / 4);
  expect(report.ordersPerSecond).toBeGreaterThan(0);
  expect(report.drawn).toBeGreaterThan(0);
  expect(report.cameIn).toBeGreaterThan(sold / 4);
  expect(report.shed503).toBeTypeOf('number');
  for (const name of ['join', 'status', 'hold', 'order', 'orderToTicket'])
    expect(report.p99Ms[name], name).toBeGreaterThan(0);
});
