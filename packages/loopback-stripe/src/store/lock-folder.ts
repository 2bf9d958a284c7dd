import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const heldHere = new Set<string>();

/**
 * Keeps two servers from writing one journal. The lock of a process that is gone is taken over. Throws, naming
 * the other process, while it lives.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'lock');
  if (heldHere.has(path)) throw new Error(`${folder} is already in use by this process`);
  const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
  if (holder !== process.pid && isAlive(holder)) {
    throw new Error(
      `${folder} is in use by process ${holder}; stop it, or delete ${path} if it is another program`,
    );
  }
  await writeFile(path, String(process.pid));
  heldHere.add(path);
  return async () => {
    heldHere.delete(path);
    await rm(path, { force: true });
  };
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'EPERM';
  }
}
