import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { ArchiveFault } from './archive-fault.ts';
import { readParents } from './read-history.ts';
import { type LeftTimeline, parseSegment, segmentName } from './wal-names.ts';

export interface SegmentFault {
  readonly file: string;
  readonly fault: string;
  readonly number: number;
}

/** The stretch of log that a restore would replay. */
export interface ArchiveStretch {
  readonly timeline: number;
  readonly segments: readonly string[];
  /** After what a base backup needs: a restore to a time before them does without. */
  readonly faults: readonly SegmentFault[];
}

/** The first bytes of every segment: a magic number, flags, the timeline, the page's address (little-endian here). */
const ADDRESS_OFFSET = 8;
const HEADER_BYTES = 16;

/**
 * Reads every file from `firstSegment` to the newest of the timeline and its parents, as a restore would, and finds what
 * is missing between them or damaged. Throws an ArchiveFault when the base backup itself needs it.
 * @param wanted the timeline along which it would go
 * @param through the segment that must be there at least
 */
export async function checkArchive(
  walFolder: string,
  segmentBytes: number,
  firstSegment: string,
  through: string,
  wanted: number,
): Promise<ArchiveStretch> {
  const names = existsSync(walFolder) ? readdirSync(walFolder) : [];
  const archived = new Set(names.filter((name) => name.endsWith('.gz')).map((name) => name.slice(0, -3)));
  const first = segmentOf(firstSegment, segmentBytes);
  const least = segmentOf(through, segmentBytes);
  const parents = wanted === first.timeline ? [] : readParents(walFolder, wanted);
  if (wanted !== first.timeline && !parents.some((parent) => parent.timeline === first.timeline))
    throw new Error(
      `Timeline ${wanted} does not come from timeline ${first.timeline}, on which the base backup was made`,
    );
  const lastNumber = lastOf(archived, segmentBytes, wanted, least.number);
  const faults: SegmentFault[] = [];
  const segments: string[] = [];
  for (let number = first.number; number <= lastNumber; number += 1) {
    const name = segmentName(
      { timeline: timelineAt(number, wanted, parents, segmentBytes), number },
      segmentBytes,
    );
    const fault = archived.has(name)
      ? await inspectSegment(join(walFolder, `${name}.gz`), number, segmentBytes)
      : 'is missing';
    if (fault === null) segments.push(name);
    else faults.push({ file: `${name}.gz`, fault, number });
  }
  if (faults.some(({ number }) => number <= least.number)) throw new ArchiveFault(faults);
  return { timeline: wanted, segments, faults };
}

function segmentOf(name: string, segmentBytes: number): { timeline: number; number: number } {
  const segment = parseSegment(name, segmentBytes);
  if (segment === null) throw new Error(`${name} is not the name of a log segment`);
  return segment;
}

/** The segment in which a timeline was left is read from the timeline that goes on in it. */
function timelineAt(
  number: number,
  wanted: number,
  parents: readonly LeftTimeline[],
  segmentBytes: number,
): number {
  return parents.find(({ leftAt }) => number < Math.floor(leftAt / segmentBytes))?.timeline ?? wanted;
}

function lastOf(
  archived: ReadonlySet<string>,
  segmentBytes: number,
  timeline: number,
  least: number,
): number {
  let last = least;
  for (const name of archived) {
    const segment = parseSegment(name, segmentBytes);
    if (segment !== null && segment.timeline === timeline) last = Math.max(last, segment.number);
  }
  return last;
}

/** null: whole. gzip's checksum covers every byte; size and address tell a file under another's name. */
async function inspectSegment(file: string, number: number, segmentBytes: number): Promise<string | null> {
  let bytes = 0;
  const head = Buffer.alloc(HEADER_BYTES);
  try {
    const stream = createReadStream(file).on('error', (error) => gunzip.destroy(error));
    const gunzip = createGunzip();
    for await (const chunk of stream.pipe(gunzip) as AsyncIterable<Buffer>) {
      if (bytes < HEADER_BYTES) chunk.copy(head, bytes);
      bytes += chunk.length;
    }
  } catch (error) {
    return `is damaged (${(error as Error).message})`;
  }
  if (bytes !== segmentBytes) return `holds ${bytes} bytes instead of ${segmentBytes}`;
  const address = Number(head.readBigUInt64LE(ADDRESS_OFFSET));
  if (address !== number * segmentBytes) return 'holds another segment than its name says';
  return null;
}
