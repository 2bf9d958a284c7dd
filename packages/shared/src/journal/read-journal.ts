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
}

/** Reads every file of the folder. Throws when the folder cannot be read. */
export async function readJournal(folder: string, since: Date): Promise<ReadJournal> {
  const names = readdirSync(folder).filter((name) => /^sales-.*\.jsonl$/.test(name));
  const found = new Map<string, JournalEntry>();
  const unreadable: string[] = [];
  const from = since.toISOString();
  for (const name of names) {
    let number = 0;
    for await (const text of createInterface({
      input: createReadStream(join(folder, name)),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      number += 1;
      const entry = readJournalLine(text);
      if (entry === null) unreadable.push(`${name}:${number}`);
      else if (entry.at >= from) found.set(`${entry.at} ${entry.number}`, entry);
    }
  }
  return { entries: [...found.values()].sort(compareEntries), files: names.length, unreadable };
}
