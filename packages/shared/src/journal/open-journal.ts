import { randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { reach } from '../process/crash-points.ts';
import { type JournalEntry, writeJournalLine } from './journal-line.ts';

/** The journal's files of one process. Any number of processes write into one folder, each its own files. */
export interface Journal {
  /** Resolves when all lines are on disk; throws when they are not, or perhaps not: they are then written again. */
  readonly append: (entries: readonly JournalEntry[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const fileBytesMax = 64 * 1024 * 1024;

type Handle = Awaited<ReturnType<typeof open>>;

/**
 * Opens no file before there is a line. After a failure (a full disk, a folder that is gone) the next lines go into a new
 * file: what the old one ends with is unknown.
 */
export function openJournal(folder: string): Journal {
  let current: { readonly handle: Handle; bytes: number } | null = null;

  async function begin(): Promise<{ readonly handle: Handle; bytes: number }> {
    const moment = new Date().toISOString().replaceAll(/[-:]/g, '');
    const name = `sales-${moment}-${process.pid}-${randomBytes(4).toString('hex')}.jsonl`;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(join(folder, name), 'ax', 0o600);
    const directory = await open(folder, 'r');
    await directory.sync().finally(() => directory.close());
    return { handle, bytes: 0 };
  }

  async function end(): Promise<void> {
    const ended = current;
    current = null;
    await ended?.handle.close().catch(() => undefined);
  }

  return {
    async append(entries) {
      if (entries.length === 0) return;
      const bytes = Buffer.from(entries.map(writeJournalLine).join(''));
      try {
        current ??= await begin();
        reach('append-journal.before');
        await current.handle.appendFile(bytes);
        await current.handle.datasync();
        reach('append-journal.after');
        current.bytes += bytes.length;
      } catch (error) {
        await end();
        throw error;
      }
      if (current.bytes > fileBytesMax) await end();
    },
    close: end,
  };
}
