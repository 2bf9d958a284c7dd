import { randomBytes } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reach } from '../process/crash-points.ts';
import { type JournalEntry, writeJournalLine } from './journal-line.ts';
import { markerFault, readMarker } from './journal-marker.ts';

/** The journal's files of one process. Any number of processes write into one folder, each its own files. */
export interface Journal {
  /** Throws, and says why, when the folder is not this installation's journal: nothing may be acknowledged then. */
  readonly requirePlace: () => Promise<void>;
  /** Resolves when all lines are on disk; throws when they are not, or perhaps not: they are then written again. */
  readonly append: (entries: readonly JournalEntry[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const fileBytesMax = 64 * 1024 * 1024;

interface OpenFile {
  readonly path: string;
  readonly handle: Awaited<ReturnType<typeof open>>;
  bytes: number;
}

/**
 * Opens no file before there is a line, and makes no folder: where the marker is missing, so is the journal's disk. After a
 * failure (a full disk, a folder that is gone) the next lines go into a new file: what the old one ends with is unknown.
 * @param installationId of the database whose sales are written
 */
export function openJournal(folder: string, installationId: () => Promise<string>): Journal {
  let current: OpenFile | null = null;

  async function requirePlace(): Promise<void> {
    const fault = markerFault(folder, await readMarker(folder, await installationId()));
    if (fault !== null) throw new Error(`no sale is acknowledged: ${fault}`);
  }

  async function begin(): Promise<OpenFile> {
    await requirePlace();
    const moment = new Date().toISOString().replaceAll(/[-:]/g, '');
    const path = join(folder, `sales-${moment}-${process.pid}-${randomBytes(4).toString('hex')}.jsonl`);
    const handle = await open(path, 'ax', 0o600);
    const directory = await open(folder, 'r');
    await directory.sync().finally(() => directory.close());
    return { path, handle, bytes: 0 };
  }

  async function end(): Promise<void> {
    const ended = current;
    current = null;
    await ended?.handle.close().catch(() => undefined);
  }

  return {
    async requirePlace() {
      if (current === null) await requirePlace();
    },
    async append(entries) {
      if (entries.length === 0) return;
      const bytes = Buffer.from(entries.map(writeJournalLine).join(''));
      try {
        current ??= await begin();
        reach('append-journal.before');
        await current.handle.appendFile(bytes);
        await current.handle.datasync();
        reach('append-journal.after');
        await requireStillThere(current);
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

/** A file that was removed, or whose disk was taken away under it, goes on taking lines that nobody will find. */
async function requireStillThere({ path, handle }: OpenFile): Promise<void> {
  const [there, ours] = await Promise.all([stat(path), handle.stat()]);
  if (there.ino !== ours.ino || there.dev !== ours.dev) throw new Error(`${path} is another file now`);
}
