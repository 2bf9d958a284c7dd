import { expect, test } from 'vitest';
import { compareEntries, readJournalLine, writeJournalLine } from './journal-line.ts';

const entry = {
  at: '2026-11-25T20:00:00.000Z',
  number: '7',
  line: { kind: 'PAID', orderId: 'a', amountMinor: 100 },
};

test('a line is read as it was written', () => {
  const text = writeJournalLine(entry);
  expect(text.endsWith('\n')).toBe(true);
  expect(readJournalLine(text)).toEqual(entry);
});

test.for([
  ['torn', (text: string) => text.slice(0, 40)],
  ['changed', (text: string) => text.replace('100', '900')],
  ['without its hash', () => JSON.stringify(entry)],
  ['no line at all', () => 'null'],
] as const)('a line that is %s is none', ([, spoil]) => {
  expect(readJournalLine(spoil(writeJournalLine(entry)))).toBeNull();
});

test('a later time comes later, and within one the higher number, as numbers are compared', () => {
  const later = { ...entry, at: '2026-11-25T20:00:01.000Z', number: '1' };
  const tenth = { ...entry, number: '10' };
  expect([later, tenth, entry].sort(compareEntries)).toEqual([entry, tenth, later]);
});
