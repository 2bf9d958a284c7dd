import { expect, test } from 'vitest';
import {
  historyName,
  lsnBytes,
  parseHistory,
  parseHistoryName,
  parseSegment,
  segmentName,
} from './wal-names.ts';

const bytes = 16 * 1024 * 1024;

test.for([
  ['000000010000000000000001', { timeline: 1, number: 1 }],
  ['0000000200000001000000FF', { timeline: 2, number: 511 }],
  ['0000000A0000000200000000', { timeline: 10, number: 512 }],
] as const)('%s is a segment, and its name is made again', ([name, segment]) => {
  expect(parseSegment(name, bytes)).toEqual(segment);
  expect(segmentName(segment, bytes)).toBe(name);
});

test.for(['00000002.history', '000000010000000000000001.partial', '00000001000000000000000g', 'wal'])(
  '%s is no segment',
  (name) => {
    expect(parseSegment(name, bytes)).toBeNull();
  },
);

test('a history file tells where each earlier timeline was left', () => {
  expect(parseHistoryName('0000001F.history')).toBe(31);
  expect(historyName(31)).toBe('0000001F.history');
  expect(parseHistory('1\t0/3000158\tno recovery target specified\n\n2\t1/0\tbefore 2026\n')).toEqual([
    { timeline: 1, leftAt: lsnBytes('0/3000158') },
    { timeline: 2, leftAt: 0x1_0000_0000 },
  ]);
});
