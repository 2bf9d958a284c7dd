import { expect, it } from 'vitest';
import { Random } from './random.ts';
import { Timeline } from './timeline.ts';

it('what is earlier happens first, and within an instant what was scheduled first', () => {
  const random = new Random(3);
  const timeline = new Timeline<number>();
  const planned = Array.from({ length: 5_000 }, (_, n) => ({ at: random.below(400), n }));
  for (const { at, n } of planned) timeline.schedule(at, n, n % 7);
  const happened: { at: number; n: number }[] = [];
  for (let n = timeline.next(); n !== undefined; n = timeline.next()) {
    expect(timeline.stamp).toBe(n % 7);
    happened.push({ at: timeline.at, n });
  }
  expect(happened).toEqual(planned.sort((a, b) => a.at - b.at || a.n - b.n));
});

it('streams of one seed are apart, and a seed repeats them', () => {
  const draw = (seed: number, stream: number): number[] => {
    const random = new Random();
    random.reset(seed, stream);
    return Array.from({ length: 20 }, () => random.next());
  };
  expect(draw(5, 1)).toEqual(draw(5, 1));
  expect(draw(5, 1)).not.toEqual(draw(5, 2));
  expect(draw(5, 1)).not.toEqual(draw(6, 1));
});
