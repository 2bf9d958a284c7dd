import { hash } from 'node:crypto';

/** A ledger entry's columns as text; an absent one is null. */
export interface HashedEntry {
  readonly eventId: string;
  readonly ticket: number;
  readonly version: number;
  readonly kind: string;
  readonly prevHash: Buffer | null;
  readonly holder: string | null;
  readonly orderId: string | null;
  readonly actor: string | null;
  /** Microseconds since 1970. */
  readonly atMicros: string;
  readonly reason: string | null;
}

/**
 * SHA-256 of the predecessor's hash and the entry's fields, each ended by a line feed, the free text last: the canonical
 * entry of the ledger's migration.
 */
export function entryHash(entry: HashedEntry): Buffer {
  const text = [
    entry.eventId,
    entry.ticket,
    entry.version,
    entry.kind,
    entry.holder ?? '',
    entry.orderId ?? '',
    entry.actor ?? '',
    entry.atMicros,
    entry.reason ?? '',
  ].join('\n');
  const said = Buffer.from(text, 'utf8');
  return hash('sha256', entry.prevHash === null ? said : Buffer.concat([entry.prevHash, said]), 'buffer');
}
