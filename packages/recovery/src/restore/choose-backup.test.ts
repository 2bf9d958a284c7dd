import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { backupHome } from '@fairgate/launcher/wal-archive.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { historyName, segmentName } from '../archive/wal-names.ts';
import type { BackupRecord } from '../backup/backup-record.ts';
import { chooseBackup } from './choose-backup.ts';

const segmentBytes = 16 * 1024 * 1024;
const home = () => backupHome(folder);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairgate-choose-'));
  mkdirSync(home().wal);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** `stop`: its last segment, and how far into it its log goes; null: it did not note that. */
function backup(label: string, timeline: number, stop: { segment: number; at: number | null }): void {
  const lsn = (bytes: number): string =>
    `${Math.floor(bytes / 2 ** 32).toString(16)}/${(bytes % 2 ** 32).toString(16)}`.toUpperCase();
  const name = (number: number): string => segmentName({ timeline, number }, segmentBytes);
  const record: BackupRecord = {
    ...{ label, systemIdentifier: '1', postgresMajor: 18, segmentBytes, bytes: 0, folders: [], files: [] },
    ...{ startedAt: `2026-11-${label}T00:00:00.000Z`, finishedAt: `2026-11-${label}T00:01:00.000Z` },
    ...{ startSegment: name(stop.segment), stopSegment: name(stop.segment) },
    ...(stop.at !== null && { stopLsn: lsn(stop.segment * segmentBytes + stop.at) }),
  };
  const place = join(home().base, label);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'backup.json'), JSON.stringify(record));
}

/** Timeline 2 goes on from 0x100 in segment 5 of timeline 1. */
function leaveTimeline(): void {
  const text = '1\t0/5000100\tbefore 2026-11-12 00:00:00+00\n';
  writeFileSync(join(home().wal, `${historyName(2)}.gz`), gzipSync(text));
}

describe('after a restore to a moment, a database that went on is restored', () => {
  beforeEach(() => {
    backup('10', 1, { segment: 3, at: 0x60 });
    leaveTimeline();
  });

  test.for([
    ['in a later segment', { segment: 9, at: 0x60 }, '10'],
    ['in a later segment that an earlier version noted', { segment: 9, at: null }, '10'],
    ['in the same segment, as an earlier version noted,', { segment: 5, at: null }, '10'],
    ['later in the same segment', { segment: 5, at: 0x101 }, '10'],
    ['just there', { segment: 5, at: 0x100 }, '13'],
    ['in an earlier segment', { segment: 4, at: 0x60 }, '13'],
  ] as const)('from a base backup that ended %s than the old timeline was left', ([, stop, label]) => {
    backup('13', 1, stop);
    expect(chooseBackup({ home: home(), to: null })).toMatchObject({ timeline: 2, record: { label } });
  });

  test('from the newest of its own timeline', () => {
    backup('13', 1, { segment: 9, at: 0x60 });
    backup('14', 2, { segment: 6, at: 0x60 });
    expect(chooseBackup({ home: home(), to: null }).record.label).toBe('14');
    const before = new Date('2026-11-13T12:00:00.000Z');
    expect(chooseBackup({ home: home(), to: before }).record.label).toBe('10');
  });

  test('along the old timeline when that is asked for', () => {
    backup('13', 1, { segment: 9, at: 0x60 });
    backup('14', 2, { segment: 6, at: 0x60 });
    const chosen = chooseBackup({ home: home(), to: null, timeline: 1 });
    expect(chosen).toMatchObject({ timeline: 1, record: { label: '13' } });
  });

  test('but from no other backup than the one that is named, which is refused', () => {
    backup('13', 1, { segment: 9, at: 0x60 });
    const named = { home: home(), to: null, backup: '13' };
    expect(() => chooseBackup(named)).toThrow('leads to timeline 2: 13 was made');
  });
});
