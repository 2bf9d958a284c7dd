import { expect, test } from 'vitest';
import { alternate } from './alternate.ts';

const outcome = (answers: number, seconds: number) => ({ answers, seconds, errors: 0 });

function play(round: number) {
  const order: string[] = [];
  const spent = { ours: 0, floors: 0 };
  const load = (whose: 'ours' | 'floors', answers: number, cpuSeconds: number) => async () => {
    order.push(whose);
    spent[whose] += cpuSeconds;
    return outcome(answers, 2);
  };
  const meters = { ours: () => spent.ours, floors: () => spent.floors };
  const played = alternate(round, meters, {
    ours: load('ours', 600, 1.5),
    floors: load('floors', 1_000, 0.5),
  });
  return { order, played };
}

test('a pace is answers by time, and by the process time spent meanwhile', async () => {
  const { played } = play(0);
  expect(await played).toEqual({
    ours: { perSecond: 300, perCpuSecond: 400 },
    floors: { perSecond: 500, perCpuSecond: 2_000 },
  });
});

test('who begins changes from round to round', async () => {
  const rounds = [play(0), play(1), play(2)];
  await Promise.all(rounds.map(({ played }) => played));
  expect(rounds.map(({ order }) => order[0])).toEqual(['ours', 'floors', 'ours']);
});
