import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BackupHome } from '@fairgate/launcher/wal-archive.ts';
import { parseSegment } from '../archive/wal-names.ts';
import { listBackups } from './backup-record.ts';

/**
 * Keeps the newest `keep` base backups and the log from the oldest of them on; history files stay, they are small and
 * tell timelines apart. The log goes after the backups that needed it: interrupted, too much is kept, never too little.
 */
export function pruneBackups(
  home: BackupHome,
  keep: number,
): { readonly backups: readonly string[]; readonly segments: readonly string[] } {
  const all = listBackups(home.base);
  const kept = all.slice(-keep);
  const [oldest] = kept;
  if (oldest === undefined) return { backups: [], segments: [] };
  const backups = all.slice(0, -keep).map(({ folder }) => folder);
  for (const folder of backups) rmSync(folder, { recursive: true, force: true });
  const { segmentBytes } = oldest.record;
  const needed = Math.min(
    ...kept.map(({ record }) => parseSegment(record.startSegment, segmentBytes)?.number ?? 0),
  );
  const segments = readdirSync(home.wal).filter((name) => {
    const segment = parseSegment(name.replace(/\.gz$/, ''), segmentBytes);
    return segment !== null && segment.number < needed;
  });
  for (const name of segments) rmSync(join(home.wal, name), { force: true });
  return { backups: backups.map((folder) => basename(folder)), segments };
}
