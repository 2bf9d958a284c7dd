import { writeFileSync } from 'node:fs';
import { makeSamplePlans, printPlan } from './sample-plans.ts';

// Run after a change of the generators; a test compares the files with what would be written.
for (const [name, plan] of Object.entries(makeSamplePlans())) {
  writeFileSync(new URL(name, import.meta.url), printPlan(plan));
}
