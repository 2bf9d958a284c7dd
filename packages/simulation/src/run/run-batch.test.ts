import { describe, expect, it } from 'vitest';
import { plantedBugs } from '../bugs/planted-bugs.ts';
import { drawPlan } from '../history/draw-plan.ts';
import { nothingMasked } from '../history/mask.ts';
import { playHistory } from '../history/play-history.ts';
import { kindOf, shrinkHistory } from '../history/shrink-history.ts';
import { World } from '../schedule/world.ts';
import { runBatch } from './run-batch.ts';

const world = new World();
const slice = { firstSeed: 1, histories: 1_500, bug: null };
/** A bug must be caught within so many histories. */
const seedsMax = 1_000;
const patienceMs = 120_000;

it(
  'no rule is broken in a slice of histories, most of them with 20 orders and 3 faults',
  () => {
    const result = runBatch(world, slice);
    expect(result.failures).toEqual([]);
    expect(result.counted).toBeGreaterThan(0.85 * slice.histories);
  },
  patienceMs,
);

it('a seed gives one history, to the last step', () => {
  const tell = (): string[] => {
    const story: string[] = [];
    playHistory(new World(), drawPlan(7), nothingMasked, null, story);
    return story;
  };
  expect(tell()).toEqual(tell());
  expect(tell().length).toBeGreaterThan(100);
});

describe('a planted bug is caught, and nothing else is taken for it', () => {
  it.each(Object.entries(plantedBugs))('%s', { timeout: patienceMs }, (_name, { plant, shows }) => {
    let found: string | undefined;
    for (let seed = 1; seed <= seedsMax && found === undefined; seed += 1) {
      const { violations } = playHistory(world, drawPlan(seed), nothingMasked, plant, null);
      found = violations.find((violation) => shows.test(violation));
    }
    expect(found).toMatch(shows);
  });
});

it(
  'a failing history shrinks to a few buyers and faults, and to the same ones each time',
  () => {
    const { plant, shows } = plantedBugs['sent-too-late'] ?? {};
    if (plant === undefined || shows === undefined) throw new Error('no such bug');
    const failing = (seed: number): string | undefined =>
      playHistory(world, drawPlan(seed), nothingMasked, plant, null).violations.find((found) =>
        shows.test(found),
      );
    let seed = 1;
    while (failing(seed) === undefined) seed += 1;
    const violation = failing(seed) ?? '';
    const shrink = () => shrinkHistory(world, drawPlan(seed), plant, violation);
    const shrunk = shrink();
    expect(shrunk.violations.map(kindOf)).toContain(kindOf(violation));
    expect(shrunk.buyers).toBeLessThan(drawPlan(seed).buyers.length / 3);
    expect(shrunk.story.length).toBeLessThan(100);
    expect(shrink().story).toEqual(shrunk.story);
  },
  patienceMs,
);
