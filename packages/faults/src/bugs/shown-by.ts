import type { Violation } from '../judge/violation.ts';
import type { Variant } from './variant.ts';

/** What says that the harness could not do its part: of the code it says nothing. */
export const harnessRules: readonly string[] = [
  'the run can be made',
  'the story can be told',
  'the play comes about',
  'somebody bought',
  'every fault was done',
];

/** Whether a violation is one by which this bug counts as caught. */
export function isShownBy({ shows }: Pick<Variant, 'shows'>, { rule, evidence }: Violation): boolean {
  if (harnessRules.includes(rule) || !shows.includes(rule)) return false;
  // A check of the auditor that could not look has no rows to show.
  return evidence.length > 0 || !rule.startsWith('audit ');
}
