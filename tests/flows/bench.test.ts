import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
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
    const report = JSON.parse(output);
    expect(report).toMatchObject({ scale: 'small', broken: [] });
    expect(code).toBe(0);
    const byName = new Map(report.readings.map((reading: { name: string }) => [reading.name, reading]));
    expect([...byName.keys()]).toEqual(
      expect.arrayContaining([
        'entries',
        'entries.each',
        'draw.write',
        'draw.root',
        'draw.check',
        'draw.faults',
      ]),
    );
    // A field of 16 bytes and its value cost more than themselves, and the rest of a join is not free.
    expect(byName.get('entries.each')).toMatchObject({ value: expect.any(Number), unit: 'bytes' });
    const { value, floor, ratioToFloor } = byName.get('entries.each') as Record<string, never>;
    expect((floor as { value: number }).value).toBeGreaterThan(20);
    expect(value).toBeGreaterThan((floor as { value: number }).value);
    expect(ratioToFloor).toBeGreaterThan(1);
    expect(byName.get('draw.faults')).toMatchObject({ value: 0, isMet: true });
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
