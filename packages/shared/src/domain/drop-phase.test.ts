import { describe, expect, it } from 'vitest';
import { dropPhase } from './drop-phase.ts';

describe('a drop', () => {
  const drop = { state: 'SCHEDULED', opensMs: 1_000, closesMs: 2_000 };
  it.each([
    ['just before its opening', drop, 999, 'SCHEDULED'],
    ['at its opening', drop, 1_000, 'OPEN'],
    ['just before its end', drop, 1_999, 'OPEN'],
    ['at its end', drop, 2_000, 'CLOSED'],
    ['without an end', { ...drop, closesMs: null }, 1e12, 'OPEN'],
    ['paused while open', { ...drop, state: 'PAUSED' }, 1_500, 'PAUSED'],
    ['paused before its opening', { ...drop, state: 'PAUSED' }, 500, 'SCHEDULED'],
    ['paused after its end', { ...drop, state: 'PAUSED' }, 2_500, 'CLOSED'],
    ['closed by hand before its opening', { ...drop, state: 'CLOSED' }, 500, 'CLOSED'],
  ])('%s is where the clock says', (_name, clock, now, phase) => {
    expect(dropPhase(clock, now)).toBe(phase);
  });
});
