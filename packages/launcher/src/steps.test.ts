import { expect, test } from 'vitest';
import { printedSteps } from './steps.ts';

function recorded(): { steps: ReturnType<typeof printedSteps>; lines: () => string[] } {
  let text = '';
  const steps = printedSteps((part) => {
    text += part;
  });
  return { steps, lines: () => text.trimEnd().split('\n') };
}

test('a step is one line with what was found and its time', async () => {
  const { steps, lines } = recorded();
  const result = await steps.run('Postgres', (done) => {
    done('on 127.0.0.1:1');
    return Promise.resolve(7);
  });
  expect(result).toBe(7);
  expect(lines()).toEqual([expect.stringMatching(/^ {2}✓ Postgres: on 127\.0\.0\.1:1 +\d+\.\d s$/)]);
});

test('only the first failure is printed: those beside it are its consequences', async () => {
  const { steps, lines } = recorded();
  await expect(steps.run('First', () => Promise.reject(new Error('reason')))).rejects.toThrow('reason');
  await expect(steps.run('Second', () => Promise.reject(new Error('stopped')))).rejects.toThrow('stopped');
  expect(lines()).toEqual([expect.stringMatching(/^ {2}✗ First/)]);
});
