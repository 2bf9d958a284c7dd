import type { CheckReport } from '@fairgate/auditor/report.ts';
import { expect, test } from 'vitest';
import { unseenIn } from './audit-stack.ts';

const check = { invariant: '', count: 0, rows: [], durationMs: 1 } as const;
const marks: CheckReport = { ...check, name: 'redis.sold-marks', state: 'holds', note: null };
const idle: CheckReport = { ...marks, state: 'idle', note: 'Redis started anew since epoch 3 was filled' };

test.each<[string, readonly CheckReport[], readonly string[]]>([
  ['that holds', [marks], []],
  ['that is broken, which is reported as such', [{ ...marks, state: 'broken', count: 1 }], []],
  ['that had no epoch to look at', [idle], ['audit redis.sold-marks']],
  ['of something else that has nothing to ask', [{ ...idle, name: 'ledger.checkpoints' }], []],
])('a check %s', (_what, checks, rules) => {
  expect(unseenIn({ checks }).map(({ rule }) => rule)).toEqual(rules);
});
