import { createHash } from 'node:crypto';

/** A line of the sale journal as it is written and read: one JSON object, its last member a hash over the others. */
export interface JournalEntry {
  readonly at: string;
  /** Grows with every line of one database; a restored one may say lower numbers again, at later times. */
  readonly number: string;
  readonly line: Readonly<Record<string, unknown>>;
}

export function writeJournalLine(entry: JournalEntry): string {
  const text = JSON.stringify({ at: entry.at, number: entry.number, line: entry.line });
  return `${text.slice(0, -1)},"check":"${checkOf(text)}"}\n`;
}

/** null: torn, or changed. */
export function readJournalLine(text: string): JournalEntry | null {
  try {
    const { at, number, line, check } = JSON.parse(text) as JournalEntry & { check?: unknown };
    return check === checkOf(JSON.stringify({ at, number, line })) ? { at, number, line } : null;
  } catch {
    return null;
  }
}

/** In the order in which things happened. */
export function compareEntries(a: JournalEntry, b: JournalEntry): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return Number(BigInt(a.number) - BigInt(b.number));
}

function checkOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
