import { expect, it } from 'vitest';
import { dropPhase } from './drop-phase.ts';

it.each([
  ['lobby', 'before the opening', { state: 'SCHEDULED', opensMs: 100, closesMs: null }, 5, 99],
  ['open', 'from the opening instant on', { state: 'SCHEDULED', opensMs: 100, closesMs: null }, 5, 100],
  [
    'open',
    'while it is not known what is left',
    { state: 'SCHEDULED', opensMs: 100, closesMs: null },
    null,
    100,
  ],
  ['paused', 'when an operator stopped it', { state: 'PAUSED', opensMs: 100, closesMs: null }, 5, 100],
  ['lobby', 'before the opening, though paused', { state: 'PAUSED', opensMs: 100, closesMs: null }, 5, 99],
  ['soldOut', 'when nothing is left', { state: 'SCHEDULED', opensMs: 100, closesMs: null }, 0, 100],
  ['closed', 'from its closing instant on', { state: 'SCHEDULED', opensMs: 100, closesMs: 200 }, 5, 200],
  ['closed', 'when an operator closed it', { state: 'CLOSED', opensMs: 100, closesMs: null }, 5, 99],
] as const)('a drop is %s %s', (phase, _when, drop, left, nowMs) => {
  expect(dropPhase(drop, left, nowMs)).toBe(phase);
});
