import type { Snapshot } from '../database/open-database.ts';

/** The stored hashes of one event's entries. */
export interface LedgerHashes {
  /** Null when there is no such entry. */
  readonly of: (ticket: number, version: number) => Buffer | null;
}

const HASH_BYTES = 32;

/** Reads them all, 32 bytes an entry and 8 a ticket. Histories with gaps are another check's business. */
export async function readLedgerHashes(snapshot: Snapshot, eventId: string): Promise<LedgerHashes> {
  const [size] = await snapshot.query<{ entries: number; tickets: number }>(
    `select count(*)::int as entries, coalesce(max(ticket_number) + 1, 0) as tickets from ticket_ledger where event_id = $1`,
    [eventId],
  );
  const hashes = Buffer.alloc((size?.entries ?? 0) * HASH_BYTES);
  const first = new Int32Array(size?.tickets ?? 0).fill(-1);
  const length = new Int32Array(size?.tickets ?? 0);
  let place = 0;
  await snapshot.stream(
    'select ticket_number, hash from ticket_ledger where event_id = $1 order by ticket_number, version',
    [eventId],
    (row) => {
      const [ticket, hash] = row as [number, Buffer];
      if (first[ticket] === -1) first[ticket] = place;
      length[ticket] = (length[ticket] ?? 0) + 1;
      hash.copy(hashes, place * HASH_BYTES, 0, HASH_BYTES);
      place += 1;
    },
  );
  return {
    of(ticket, version) {
      if (version < 0 || version >= (length[ticket] ?? 0)) return null;
      const start = ((first[ticket] ?? 0) + version) * HASH_BYTES;
      return hashes.subarray(start, start + HASH_BYTES);
    },
  };
}
