import type { BackupHome } from '@fairgate/launcher/wal-archive.ts';
import { newestTimeline, readParents } from '../archive/read-history.ts';
import { lsnBytes, parseSegment } from '../archive/wal-names.ts';
import { type BackupRecord, listBackups } from '../backup/backup-record.ts';

export interface BackupWish {
  readonly home: BackupHome;
  /** null: to the end of the archive. */
  readonly to: Date | null;
  /** A base backup's name; the newest that is old enough, and on the way, when not said. */
  readonly backup?: string | undefined;
  /** The newest of the archive when not said. */
  readonly timeline?: number | undefined;
}

interface Backup {
  readonly folder: string;
  readonly record: BackupRecord;
}

/**
 * The base backup that a restore begins with, and the timeline along which it goes. After a restore the database goes on on
 * a timeline of its own: backups that were made of the old one after that point do not lead to where it is now.
 */
export function chooseBackup(wish: BackupWish): Backup & { readonly timeline: number } {
  const { home, to, backup } = wish;
  const all = listBackups(home.base);
  if (all.length === 0)
    throw new Error(`${home.base} holds no finished base backup (npm run backup makes one)`);
  const named = backup === undefined ? all : all.filter(({ record }) => record.label === backup);
  if (named.length === 0) throw new Error(`no base backup is called ${backup}: there are ${labels(all)}`);
  const old = named.filter(({ record }) => to === null || Date.parse(record.finishedAt) <= to.getTime());
  if (old.length === 0)
    throw new Error(
      `${to?.toISOString()} lies before the end of ${backup === undefined ? 'every base backup' : 'that base backup'}: the earliest is ${named[0]?.record.finishedAt}`,
    );
  const newest = Math.max(...all.map(({ record }) => timelineOf(record)));
  const timeline = wish.timeline ?? newestTimeline(home.wal, newest);
  const chosen = old.findLast(({ record }) => leadsTo(record, timeline, home.wal));
  if (chosen !== undefined) return { ...chosen, timeline };
  throw new Error(
    `No base backup that is old enough leads to timeline ${timeline}: ${labels(old)} ${old.length === 1 ? 'was' : 'were'} made on a timeline after it was left. Name the timeline that you want with --timeline.`,
  );
}

/** Whether the timeline is the backup's own, or was begun after all that the backup needs. */
function leadsTo(record: BackupRecord, timeline: number, walFolder: string): boolean {
  const own = timelineOf(record);
  if (own === timeline) return true;
  if (own > timeline) return false;
  const left = readParents(walFolder, timeline).find((parent) => parent.timeline === own);
  return left !== undefined && endOf(record) <= left.leftAt;
}

function timelineOf({ startSegment, segmentBytes }: BackupRecord): number {
  return parseSegment(startSegment, segmentBytes)?.timeline ?? 1;
}

/** Bytes since the beginning of the log. Records of earlier versions name the segment alone: its end is taken. */
function endOf({ stopLsn, stopSegment, segmentBytes }: BackupRecord): number {
  if (stopLsn !== undefined) return lsnBytes(stopLsn);
  return ((parseSegment(stopSegment, segmentBytes)?.number ?? 0) + 1) * segmentBytes;
}

function labels(all: readonly Backup[]): string {
  return all.map(({ record }) => record.label).join(', ');
}
