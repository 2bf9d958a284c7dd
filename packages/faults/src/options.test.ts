import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { parseOptions } from './options.ts';
import { allRuns, nameOfRun } from './points/point-table.ts';
import { scenarios } from './scenarios/scenarios.ts';

const parse = (...args: readonly string[]) => parseOptions(args, ['some-bug']);

it('without arguments everything is asked for', () => {
  const stacks = Math.min(availableParallelism(), 16);
  const nothing = { points: null, stories: null, seed: null, minutes: null, bug: null, contention: null };
  expect(parse()).toEqual({ ...nothing, stacks, json: false });
});

it.each([
  ['all', allRuns().length],
  ['create-order', 18],
  ['create-order.after', 8],
  ['create-order.after:kill', 2],
  ['create-order.after:kill:1', 1],
  ['create-order.before:stop:2,create-order.after', 9],
])('--point %s is %i runs', (name, count) => {
  const { points } = parse('--point', name);
  expect(points).toHaveLength(count);
  if (name !== 'all')
    expect(points?.map(nameOfRun).every((run) => run.startsWith('create-order.'))).toBe(true);
});

it.each([
  ['all', Object.keys(scenarios)],
  ['rivals', ['rivals']],
])('--story %s', (name, stories) => {
  expect(parse('--story', name).stories).toEqual(stories);
});

it('chaos, bugs, stacks and JSON', () => {
  expect(parse('--point', 'all', '--stacks', '3').stacks).toBe(3);
  expect(parse('--seed', '7', '--minutes', '2')).toMatchObject({ seed: 7, minutes: 2 });
  expect(parse('--contention', '1000000', '--seed', '3')).toMatchObject({ contention: 1_000_000, seed: 3 });
  expect(parse('--bug', 'some-bug', '--json')).toMatchObject({ bug: 'some-bug', json: true });
});
