import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ArchiveFault } from './archive-fault.ts';
import { historyName, type LeftTimeline, parseHistory, parseHistoryName } from './wal-names.ts';

/** The newest timeline that the archive knows, or `least`. */
export function newestTimeline(walFolder: string, least: number): number {
  const names = existsSync(walFolder) ? readdirSync(walFolder) : [];
  const begun = names
    .filter((name) => name.endsWith('.gz'))
    .flatMap((name) => parseHistoryName(name.slice(0, -3)) ?? []);
  return Math.max(least, ...begun);
}

/** Where the timelines before this one were left. Throws an ArchiveFault when the archive has not its history. */
export function readParents(walFolder: string, timeline: number): readonly LeftTimeline[] {
  const file = join(walFolder, `${historyName(timeline)}.gz`);
  if (!existsSync(file))
    throw new ArchiveFault([{ file: `${historyName(timeline)}.gz`, fault: 'is missing' }]);
  return parseHistory(gunzipSync(readFileSync(file)).toString('utf8'));
}
