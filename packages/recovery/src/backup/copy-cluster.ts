import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CopiedFile } from './backup-record.ts';

const CHUNK_BYTES = 1024 * 1024;

/** Files that a base backup must not hold: they belong to the running server (documentation of Postgres, §25.3.3). */
const LEFT_OUT =
  /(^|\/)(postmaster\.(pid|opts)|pg_internal\.init[^/]*|pgsql_tmp[^/]*|backup_label|tablespace_map|recovery\.signal|standby\.signal)$/;
/** Folders that are kept, empty. */
const EMPTIED = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
];

export interface ClusterContent {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** What a base backup of this data folder copies, as relative paths. */
export function listCluster(dataFolder: string): ClusterContent {
  const folders: string[] = ['pg_wal/archive_status', 'pg_wal/summaries'];
  const files: string[] = [];
  const walk = (relative: string): void => {
    for (const entry of readdirSync(join(dataFolder, relative), { withFileTypes: true })) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (LEFT_OUT.test(path)) continue;
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() || EMPTIED.includes(path)) {
        folders.push(path);
        if (!EMPTIED.includes(path)) walk(path);
      } else if (path.startsWith('pg_tblspc/')) {
        throw new Error(
          `${path} is a tablespace outside of the data folder, which this backup does not copy: use pg_basebackup`,
        );
      }
    }
  };
  walk('');
  return { folders: [...new Set(folders)].sort(), files: files.sort() };
}

/**
 * Copies a file and waits for the disk; the hash is of what was written. null: the file is gone, as a running server's
 * files may be. One that grows is copied to the length that it is read to: the log repairs it.
 */
export async function copyFile(from: string, to: string, path: string): Promise<CopiedFile | null> {
  const source = await open(from, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (source === null) return null;
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    const target = await open(to, 'wx', 0o600);
    try {
      const hash = createHash('sha256');
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      let bytes = 0;
      for (;;) {
        const { bytesRead } = await source.read(buffer, 0, CHUNK_BYTES, bytes);
        if (bytesRead === 0) break;
        const chunk = buffer.subarray(0, bytesRead);
        hash.update(chunk);
        await target.writev([chunk]);
        bytes += bytesRead;
      }
      await target.sync();
      return { path, bytes, sha256: hash.digest('hex') };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Runs `work` over all items, some at a time. */
export async function inLanes<T>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const lane = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
