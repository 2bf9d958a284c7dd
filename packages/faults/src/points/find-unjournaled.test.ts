import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeJournalLine } from '@fairgate/shared/journal/journal-line.ts';
import { afterAll, expect, it } from 'vitest';
import type { HistoryEvent } from '../history/history.ts';
import { findUnjournaled } from './find-unjournaled.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairgate-unjournaled-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = new Date().toISOString();
const lines = [
  { at, number: '1', line: { kind: 'PAID', orderId: 'written' } },
  { at, number: '2', line: { kind: 'VOIDED', orderId: 'voided' } },
];
writeFileSync(join(folder, 'sales-1.jsonl'), `${lines.map(writeJournalLine).join('')}{"at":"torn`);

it.each<[string, string, HistoryEvent['type'], number]>([
  ['an acknowledged purchase with its line is safe', 'written', 'ok', 0],
  ['one without a line is not', 'lost', 'ok', 1],
  ['a line of another end is none of a purchase', 'voided', 'ok', 1],
  ['one that nobody acknowledged needs none', 'lost', 'info', 0],
])('%s', async (_name, orderId, type, found) => {
  const history = [{ atMs: 0, act: 'purchase', id: 'a', account: 'b', type, orderId } as const];
  expect(await findUnjournaled(folder, history)).toHaveLength(found);
});

it('a folder that is not there has no lines', async () => {
  const bought = { atMs: 0, act: 'purchase', id: 'a', account: 'b', type: 'ok', orderId: 'c' } as const;
  expect(await findUnjournaled(join(folder, 'none'), [bought])).toHaveLength(1);
});
