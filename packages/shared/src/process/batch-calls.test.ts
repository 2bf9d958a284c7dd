import { expect, it } from 'vitest';
import { batchCalls } from './batch-calls.ts';

it('a lone call leaves alone, and what gathers meanwhile leaves together', async () => {
  const sizes: number[] = [];
  const double = batchCalls<number, number>(50, async (items) => {
    sizes.push(items.length);
    await new Promise((resolve) => setTimeout(resolve, 5));
    return items.map((item) => item * 2);
  });
  const first = double(1);
  await new Promise((resolve) => setTimeout(resolve, 2));
  const rest = Array.from({ length: 70 }, (_, n) => double(n + 2));
  expect(await Promise.all([first, ...rest])).toEqual(Array.from({ length: 71 }, (_, n) => (n + 1) * 2));
  expect(sizes).toEqual([1, 50, 20]);
});

it('a failing batch fails its own callers only', async () => {
  const perform = batchCalls<string, string>(1, async ([item]) => {
    if (item === 'bad') throw new Error('no');
    return [item ?? ''];
  });
  const results = await Promise.allSettled([perform('a'), perform('bad'), perform('b')]);
  expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
