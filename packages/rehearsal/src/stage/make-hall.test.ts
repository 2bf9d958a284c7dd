import { importPlan } from '@fairgate/shared/domain/seating/import-plan.ts';
import { countSeats } from '@fairgate/shared/domain/seating/plan.ts';
import { expect, test } from 'vitest';
import { makeHall } from './make-hall.ts';

test.each([1, 19, 20, 21, 24, 300, 1_600])(
  'a hall of %i seats has exactly so many, and nothing odd',
  (seats) => {
    const imported = importPlan(makeHall(seats));
    if (imported.kind === 'refused') throw new Error(JSON.stringify(imported.faults[0]));
    expect(countSeats(imported.plan)).toBe(seats);
    expect(imported.report.oddities).toEqual([]);
  },
);
