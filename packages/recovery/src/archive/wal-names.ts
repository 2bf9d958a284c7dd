/** Names of Postgres's log files: timeline, then the segment's place, all hexadecimal. */

const SEGMENT = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/;
const HISTORY = /^([0-9A-F]{8})\.history$/;

export interface WalSegment {
  readonly timeline: number;
  /** Dense: the next segment has the next number, whatever the timeline. */
  readonly number: number;
}

/** null: not the name of a whole segment. */
export function parseSegment(name: string, segmentBytes: number): WalSegment | null {
  const [, timeline, high, low] = SEGMENT.exec(name) ?? [];
  if (timeline === undefined || high === undefined || low === undefined) return null;
  const perHigh = 0x1_0000_0000 / segmentBytes;
  return { timeline: hex(timeline), number: hex(high) * perHigh + hex(low) };
}

export function segmentName({ timeline, number }: WalSegment, segmentBytes: number): string {
  const perHigh = 0x1_0000_0000 / segmentBytes;
  return [timeline, Math.floor(number / perHigh), number % perHigh].map(eight).join('');
}

/** The timeline that a history file begins; null: not the name of one. */
export function parseHistoryName(name: string): number | null {
  const [, timeline] = HISTORY.exec(name) ?? [];
  return timeline === undefined ? null : hex(timeline);
}

export function historyName(timeline: number): string {
  return `${eight(timeline)}.history`;
}

/** `0/16B3748` as a number of bytes since the beginning. */
export function lsnBytes(lsn: string): number {
  const [high = '', low = ''] = lsn.split('/');
  return hex(high) * 0x1_0000_0000 + hex(low);
}

/** `leftAt`: bytes since the beginning of the log. */
export interface LeftTimeline {
  readonly timeline: number;
  readonly leftAt: number;
}

/** Where each earlier timeline was left, oldest first: `1\t0/3000158\tno recovery target specified`. */
export function parseHistory(text: string): readonly LeftTimeline[] {
  const rows = [...text.matchAll(/^\s*(\d+)\t([0-9A-F]+\/[0-9A-F]+)/gm)];
  return rows.map(([, timeline = '', lsn = '']) => ({ timeline: Number(timeline), leftAt: lsnBytes(lsn) }));
}

function hex(text: string): number {
  return Number.parseInt(text, 16);
}

function eight(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, '0');
}
