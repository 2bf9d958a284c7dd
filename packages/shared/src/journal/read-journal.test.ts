import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeJournalLine } from './journal-line.ts';
import { holdsJournal, readJournal } from './read-journal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairgate-read-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (number: number): string =>
  writeJournalLine({ at: '2026-11-25T20:00:00.000Z', number: String(number), line: { kind: 'PAID' } });
const torn = `${line(9).slice(0, 30)}\n`;
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

test('a torn last line is what a writer that died leaves; one in the middle is damage', async () => {
  write('sales-a.jsonl', line(1) + torn);
  write('sales-b.jsonl', line(2) + torn + line(3));
  const { entries, files, unreadable, damaged } = await readJournal(folder, new Date(0));
  expect(entries.map(({ number }) => number)).toEqual(['1', '2', '3']);
  expect({ files, unreadable: [...unreadable].sort(), damaged }).toEqual({
    files: 2,
    unreadable: ['sales-a.jsonl:2', 'sales-b.jsonl:2'],
    damaged: ['sales-b.jsonl:2'],
  });
});

test('a folder without a file of a journal holds none', () => {
  write('lost+found', '');
  expect(holdsJournal(folder)).toBe(false);
  write('sales-a.jsonl', '');
  expect(holdsJournal(folder)).toBe(true);
});
