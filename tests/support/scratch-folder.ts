import { chmodSync, mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY_FOLDER = '/dev/shm';
/** A whole run leaves about 2 GiB in its stores at its fullest; the machine keeps as much again for itself. */
const ROOM_BYTES = 6 * 2 ** 30;

/**
 * A new folder for data that a test throws away: in memory where there is plenty of it, since each test has a database
 * of its own and a disk takes ten times as long to make one; else among the temporary files. Whoever asks removes it.
 */
export function makeScratchFolder(prefix: string): string {
  const folder = mkdtempSync(join(memoryIsRoomy() ? MEMORY_FOLDER : tmpdir(), prefix));
  // The user who runs Postgres in place of root must get through.
  chmodSync(folder, 0o711);
  return folder;
}

function memoryIsRoomy(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY_FOLDER);
    return Math.min(bavail * bsize, process.availableMemory()) > ROOM_BYTES;
  } catch {
    // Not Linux, or closed to us.
    return false;
  }
}
