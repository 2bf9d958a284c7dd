import { expect, it } from 'vitest';
import type { Violation } from '../judge/violation.ts';
import { isShownBy } from './shown-by.ts';

const shows = ['audit orders.claims', 'the sale goes on', 'the story can be told'];
const found = (rule: string, ...evidence: readonly unknown[]): Violation => ({
  rule,
  sentence: '',
  evidence,
});

it.each<[string, Violation, boolean]>([
  ['a rule that it breaks', found('audit orders.claims', { ticket: 1 }), true],
  ['a rule of the play, which has no rows', found('the sale goes on'), true],
  ['another rule', found('everything finishes', {}), false],
  ['a check that could not look', found('audit orders.claims'), false],
  ['a rule of the harness, whatever the bug says', found('the story can be told', {}), false],
])('%s', (_name, violation, isShown) => {
  expect(isShownBy({ shows }, violation)).toBe(isShown);
});
