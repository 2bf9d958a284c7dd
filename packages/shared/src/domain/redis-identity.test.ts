import { expect, it } from 'vitest';
import { hasForgotten } from './redis-identity.ts';

const seen = { runId: 'a', replid: 'r', beat: 10 };

it.each([
  ['the same run with a later beat', { ...seen, beat: 11 }, false],
  ['the same run with the same beat', seen, false],
  ['another run, such as a restart', { ...seen, runId: 'b' }, true],
  ['a promoted replica', { ...seen, replid: 's' }, true],
  ['an earlier beat, such as a file rolled back', { ...seen, beat: 9 }, true],
  ['no beat at all, such as after FLUSHALL', { ...seen, beat: 0 }, true],
])('%s: forgotten is %s', (_name, now, forgotten) => {
  expect(hasForgotten(seen, now)).toBe(forgotten);
});
