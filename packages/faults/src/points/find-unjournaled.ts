import { existsSync } from 'node:fs';
import { readJournal } from '@fairgate/shared/journal/read-journal.ts';
import type { HistoryEvent } from '../history/history.ts';
import type { Violation } from '../judge/violation.ts';

const beginning = new Date(0);

/** Purchases that were acknowledged and of which the sale journal has no line: a restore would lose them. */
export async function findUnjournaled(
  folder: string,
  history: readonly HistoryEvent[],
): Promise<readonly Violation[]> {
  const bought = history.filter(({ act, type }) => act === 'purchase' && type === 'ok');
  if (bought.length === 0) return [];
  const { entries } = existsSync(folder) ? await readJournal(folder, beginning) : { entries: [] };
  const written = new Set(entries.filter(({ line }) => line.kind === 'PAID').map(({ line }) => line.orderId));
  const lost = bought.filter(({ orderId }) => !written.has(orderId));
  if (lost.length === 0) return [];
  const sentence = `${lost.length} acknowledged purchases are not in the journal`;
  return [{ rule: 'an acknowledged purchase is in the journal', sentence, evidence: lost }];
}
