import { expect, it } from 'vitest';
import { saleForEachTest } from './sale.fixture.ts';
import { runScript } from './scripts.ts';

const current = saleForEachTest({ mark: 100 });

it.each([
  { mark: 200, after: 200 },
  { mark: 100, after: 100 },
  { mark: 50, after: 100 },
  { mark: 1_000_000, after: 1_000_000 },
])('a mark of $mark over one of 100 is $after, once and again', async ({ mark, after }) => {
  const sale = current();
  for (let times = 0; times < 2; times += 1) {
    expect(await runScript(sale.redis, 'mark-raise', [sale.keys.drop], [0, mark])).toEqual([
      'RAISED',
      String(after),
    ]);
  }
  expect(await sale.redis.hget(sale.keys.drop, 'mark0')).toBe(String(after));
});

it('raises asked for at once end at the highest', async () => {
  const sale = current();
  const marks = Array.from({ length: 50 }, (_, at) => 100 + ((at * 37) % 50) * 10);
  await Promise.all(marks.map((mark) => runScript(sale.redis, 'mark-raise', [sale.keys.drop], [0, mark])));
  expect(await sale.redis.hget(sale.keys.drop, 'mark0')).toBe('590');
});
