import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { JudgedReading } from '@fairgate/bench/figure.ts';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../packages/bench/src/main.ts', import.meta.url));

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly complaint: string;
}

/** Runs the command as its own process; it stops when the test does. */
async function run(...args: readonly string[]): Promise<Ended> {
  const child = fork(main, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const said = { output: '', complaint: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.output += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.complaint += text;
  });
  const [code] = await once(child, 'close');
  return { code: Number(code), ...said };
}

const small = ['waiting-room', '--scale', 'small'];

describe('the benchmarks', () => {
  it('measure what they are asked for, and end well whether or not the aims are met', async () => {
    const { code, output, complaint } = await run(...small, '--only', 'draw,entries', '--json');
    expect(complaint).toBe('');
    const report: { readings: readonly JudgedReading[] } = JSON.parse(output);
    expect(report).toMatchObject({ scale: 'small', broken: [] });
    expect(code).toBe(0);
    const names = report.readings.map(({ name }) => name);
    for (const name of ['entries', 'draw.write', 'draw.root', 'draw.check']) expect(names).toContain(name);
    // A field of 16 bytes and its value cost more than themselves, and the rest of a join is not free.
    const each = report.readings.find(({ name }) => name === 'entries.each');
    expect(each?.floor?.value).toBeGreaterThan(20);
    expect(each?.value).toBeGreaterThan(each?.floor?.value ?? Number.NaN);
    expect(each?.ratioToFloor).toBeGreaterThan(1);
    const faults = report.readings.find(({ name }) => name === 'draw.faults');
    expect(faults).toMatchObject({ value: 0, isMet: true });
    // Small aims are in proportion, and may be missed: that is no failure.
    for (const reading of report.readings) expect(reading.aim === null).toBe(reading.isMet === null);
  });

  it('show people a table, the progress apart from it', async () => {
    const { code, output, complaint } = await run(...small, '--only', 'polls');
    expect(code).toBe(0);
    expect(output).toMatch(/^figure +measured +aim +floor +ratio/m);
    expect(output).toMatch(/^polls .*ratio ≤ 0\.33 .*(met|not met)/m);
    expect(output).toContain('small scale');
    expect(complaint).toContain('polls: ');
  });

  it('say what there is, and name what there is not', async () => {
    const help = await run('--help');
    expect(help.code).toBe(0);
    expect(help.output).toContain('freed-slot');
    expect(help.output).toContain('also when an aim was missed');
    const wrong = await run('waiting-room', '--only', 'polls,weather');
    expect(wrong.code).toBe(2);
    expect(wrong.complaint).toContain('there is no weather');
    expect((await run('seat-map')).code).toBe(2);
  });
});
