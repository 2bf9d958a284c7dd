import {
  dropJournalRows,
  giveBackJournalRows,
  takeJournalRows,
} from '@fairgate/shared/database/sale-journal.ts';
import type { Journal } from '@fairgate/shared/journal/open-journal.ts';
import type { WorkerStores } from '../worker-stores.ts';

/** One wait for the disk serves so many lines. */
const linesPerRound = 500;

/**
 * Writes what waits for the sale journal and waits for the disk; only then is it acknowledged. While the disk is full or
 * gone nothing is: the rows stay, for a worker that has it, and the round tries again.
 */
export async function writeJournal(
  { database }: Pick<WorkerStores, 'database'>,
  journal: Journal,
): Promise<boolean> {
  await journal.requirePlace();
  const rows = await takeJournalRows(database, linesPerRound);
  if (rows.length === 0) return false;
  const ids = rows.map(({ id }) => id);
  try {
    await journal.append(
      rows.map(({ id, at, line }) => ({ number: String(id), at: at.toISOString(), line })),
    );
  } catch (error) {
    await giveBackJournalRows(database, ids).catch(() => undefined);
    throw error;
  }
  await dropJournalRows(database, ids);
  return rows.length === linesPerRound;
}
