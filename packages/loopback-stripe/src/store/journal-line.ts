import { crc32 } from 'node:zlib';
import type { StripeObject } from '../shapes.ts';

/** Who asked for the change that an event tells of; null when nobody did (an authorization expired). */
export interface EventRequest {
  readonly id: string | null;
  readonly idempotency_key: string | null;
}

/** An event as written: its object is one of the same line's `puts`, or, after compaction, spelled out. */
export interface WrittenEvent {
  readonly id: string;
  readonly type: string;
  readonly put?: number;
  readonly object?: StripeObject;
  readonly previous?: Readonly<Record<string, unknown>>;
  readonly request: EventRequest | null;
  /** The webhook endpoints that existed then and want this type. */
  readonly to: readonly string[];
  /** Unix seconds, when they differ from the line's (after compaction). */
  readonly created?: number;
}

/** The answer kept under an idempotency key; its body is one of `puts` or spelled out. */
export interface WrittenAnswer {
  readonly key: string;
  readonly path: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly requestId: string;
  readonly put?: number;
  readonly body?: object;
  readonly keptAt?: number;
}

/** One line of the journal: everything that one request changed. Absent parts are empty. */
export interface JournalLine {
  /** Unix milliseconds on the settable clock. */
  readonly at: number;
  readonly puts?: readonly StripeObject[];
  readonly events?: readonly WrittenEvent[];
  readonly answers?: readonly WrittenAnswer[];
  /** How far the settable clock now stands ahead of the real one. */
  readonly clockOffsetMs?: number;
  /** Event and endpoint of deliveries that are over, taken or given up. */
  readonly settled?: ReadonlyArray<readonly [string, string]>;
}

/** `crc32 json\n`, so that a torn or flipped line is found. */
export function encodeLine(line: JournalLine): string {
  const json = JSON.stringify(line);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

/** The line, or undefined when it is not whole. `bytes` come without the line feed. */
export function decodeLine(bytes: Buffer): JournalLine | undefined {
  if (bytes.length < 10) return undefined;
  const json = bytes.subarray(9);
  if (bytes.toString('latin1', 0, 8) !== crc32(json).toString(16).padStart(8, '0')) return undefined;
  return JSON.parse(json.toString('utf8')) as JournalLine;
}
