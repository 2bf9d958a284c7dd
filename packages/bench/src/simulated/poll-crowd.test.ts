import { seededRandom } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import { pollAdviceFor, pollDelaySeconds } from '@fairgate/shared/domain/poll-advice.ts';
import { expect, test } from 'vitest';
import { type PolledDrop, pollCrowd } from './poll-crowd.ts';

const drop: PolledDrop = {
  ...{ visitors: 2_000, joinSeconds: 100, drawnBeforeSeconds: 10, ratePerMinute: 600 },
  ...{ tickets: 1_000, ticketsPerTurn: 2 },
};

test('asking every 5 s takes as many questions as the wait has spans, the last of them after the end', () => {
  // Nobody is served before all is sold: sold out after 50 s, joined 50 s before on average.
  const late = { ...drop, visitors: 100_000 };
  const { perVisitor } = pollCrowd(late, () => 5, seededRandom(1, 0));
  expect(perVisitor).toBeGreaterThan(20);
  expect(perVisitor).toBeLessThan(22);
});

test('who asks never again asks twice: after joining, and when it is over', () => {
  const { perVisitor } = pollCrowd(drop, () => 1_000, seededRandom(1, 0));
  expect(perVisitor).toBe(2);
});

test('everybody joins before the opening, and the busiest second is that of a crowd that asks in step', () => {
  const inStep = { ...drop, joinSeconds: 0 };
  expect(pollCrowd(inStep, () => 7, seededRandom(1, 0)).busiestSecond).toBe(2_000);
  expect(pollCrowd(drop, () => 1_000, seededRandom(1, 0)).busiestSecond).toBeLessThan(200);
});

test('the rule is told how many turns are ahead, the time to the opening among them', () => {
  const told: number[] = [];
  const one = { ...drop, visitors: 1, joinSeconds: 100 };
  pollCrowd(
    one,
    (ahead) => told.push(ahead) && 10,
    () => 0.5,
  );
  // Joined 50 s before: 500 turns; at 10 s before the rank is known: 100 turns and the own one.
  expect(told).toEqual([500, 400, 300, 200, 101, 1]);
});

test('the advice asks less than every 5 s, and the same seed the same', () => {
  const advised = () =>
    pollCrowd(
      drop,
      (ahead, waiting, random) => pollDelaySeconds(pollAdviceFor(waiting), ahead, 600, random()),
      seededRandom(7, 0),
    );
  expect(advised()).toEqual(advised());
  expect(advised().perVisitor).toBeLessThan(pollCrowd(drop, () => 5, seededRandom(7, 0)).perVisitor);
});
