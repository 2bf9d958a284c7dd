import { readdirSync, readFileSync } from 'node:fs';
import { importPlanText } from '@fairgate/shared/domain/seating/import-plan.ts';
import { describe, expect, test } from 'vitest';
import { makeSamplePlans, printPlan } from './sample-plans.ts';

const readSample = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

describe('every sample plan is imported', () => {
  const facts: Record<string, { format: string; seats: number; standing: number; oddities: string[] }> = {
    'lindenhof-theatre.json': { format: 'pretix', seats: 600, standing: 0, oddities: [] },
    'muehlen-club.json': { format: 'pretix', seats: 60, standing: 250, oddities: [] },
    'kellerbuehne.hall-scheme.json': {
      format: 'hall-scheme',
      seats: 30,
      standing: 0,
      oddities: ['freeSeatingSection', 'categoriesFromSections', 'rowLabelBlank'],
    },
  };

  test.each(readdirSync(new URL('.', import.meta.url)).filter((name) => name.endsWith('.json')))(
    '%s',
    (name) => {
      const result = importPlanText(readSample(name));
      if (result.kind === 'refused') throw new Error(JSON.stringify(result.faults));
      expect({
        format: result.report.format,
        seats: result.report.seats,
        standing: result.plan.standingAreas.reduce((sum, area) => sum + area.places, 0),
        oddities: result.report.oddities.map((oddity) => oddity.code),
      }).toEqual(facts[name]);
    },
  );
});

test.each(Object.entries(makeSamplePlans()))('%s is what the generator makes today', (name, plan) => {
  expect(readSample(name)).toBe(printPlan(plan));
});
