import { expect, it } from 'vitest';
import { type DropEndFacts, dropEnd } from './drop-end.ts';

const running: DropEndFacts = {
  ...{ phase: 'open', closedMs: null, closesMs: null, soldOutMs: null, lastLeftMs: null, underWay: 0 },
};

it.each<[string, Partial<DropEndFacts>, ReturnType<typeof dropEnd>]>([
  ['open', {}, null],
  ['not open yet', { phase: 'lobby' }, null],
  ['paused', { phase: 'paused', soldOutMs: 5 }, null],
  ['sold out, somebody inside', { phase: 'soldOut', soldOutMs: 5, underWay: 1 }, null],
  ['sold out, and empty', { phase: 'soldOut', soldOutMs: 5, lastLeftMs: 9 }, { by: 'soldOut', atMs: 9 }],
  ['sold out elsewhere', { phase: 'soldOut', lastLeftMs: null }, { by: 'soldOut', atMs: null }],
  ['past its close', { phase: 'closed', closesMs: 7 }, { by: 'closesAt', atMs: 7 }],
  [
    'past its close, orders under way',
    { phase: 'closed', closesMs: 7, underWay: 2 },
    { by: 'closesAt', atMs: 7 },
  ],
  ['closed by hand before', { phase: 'closed', closesMs: 7, closedMs: 3 }, { by: 'closed', atMs: 3 }],
  ['closed by hand afterwards', { phase: 'closed', closesMs: 7, closedMs: 8 }, { by: 'closesAt', atMs: 7 }],
  ['closed, and nobody wrote when', { phase: 'closed' }, { by: 'closed', atMs: null }],
])('a drop is over or not: %s', (_name, changed, end) => {
  expect(dropEnd({ ...running, ...changed })).toEqual(end);
});
