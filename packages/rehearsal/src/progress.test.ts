import { expect, test } from 'vitest';
import { openTally } from './outcome/tally.ts';
import { crowdLine } from './progress.ts';

test('a line says when, what is sold and where everybody is; refusals only when there are any', () => {
  const tally = Object.assign(openTally(10), { ticketsBought: 3 });
  expect(crowdLine(tally, 8, -2_000)).toBe(
    'opens in 2 s     · 3/8 tickets · 0 orders · 10 to come · 0 waiting · 0 shopping · 0 paying',
  );
  Object.assign(tally, { throttled429: 2, shed503: 1, http5xx: 1, lostCalls: 1 });
  expect(crowdLine(tally, 8, 65_000)).toContain('open for 65 s');
  expect(crowdLine(tally, 8, 65_000)).toContain('429: 2 · 503: 1 · failed: 2');
});
