import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compareEntries, type JournalEntry, readJournalLine } from './journal-line.ts';

export interface ReadJournal {
  /** In the order in which things happened, each once. */
  readonly entries: readonly JournalEntry[];
  readonly files: number;
  /** `file:line` of what is no line: the last of a file whose writer died, or damage. */
  readonly unreadable: readonly string[];
  /** Those of them with lines after them: no writer leaves one, so a part of the file was lost. */
  readonly damaged: readonly string[];
}

const isJournalFile = (name: string): boolean => /^sales-.*\.jsonl$/.test(name);

/** Whether a folder has a file of a journal. */
export function holdsJournal(folder: string): boolean {
  return readdirSync(folder).some(isJournalFile);
}

/** Reads every file of the folder. Throws when the folder cannot be read. */
export async function readJournal(folder: string, since: Date): Promise<ReadJournal> {
  const names = readdirSync(folder).filter(isJournalFile);
  const found = new Map<string, JournalEntry>();
  const unreadable: string[] = [];
  const damaged: string[] = [];
  const from = since.toISOString();
  for (const name of names) {
    let number = 0;
    let suspect: string | null = null;
    for await (const text of createInterface({
      input: createReadStream(join(folder, name)),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      number += 1;
      if (suspect !== null) damaged.push(suspect);
      const entry = readJournalLine(text);
      suspect = entry === null ? `${name}:${number}` : null;
      if (suspect !== null) unreadable.push(suspect);
      if (entry === null) continue;
      if (entry.at >= from) found.set(`${entry.at} ${entry.number}`, entry);
    }
  }
  return { entries: [...found.values()].sort(compareEntries), files: names.length, unreadable, damaged };
}
