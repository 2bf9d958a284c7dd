import { expect, test } from 'vitest';
import { collectLatencies } from './latencies.ts';

test('a quantile is the nearest rank, also between further values', () => {
  const latencies = collectLatencies();
  expect(latencies.quantile(0.99)).toBeNull();
  for (let value = 100; value >= 1; value -= 1) latencies.add(value);
  expect(latencies.quantile(0.5)).toBe(50);
  expect(latencies.quantile(0.99)).toBe(99);
  latencies.add(1_000);
  expect(latencies.quantile(1)).toBe(1_000);
  expect(latencies.count()).toBe(101);
});
