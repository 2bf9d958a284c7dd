import { entryHash } from '../ledger/entry-hash.ts';
import { type Check, Collector } from './check.ts';

type LedgerRow = readonly [
  eventId: string,
  ticket: number,
  version: number,
  kind: string,
  prevHash: Buffer | null,
  hash: Buffer,
  holder: string | null,
  orderId: string | null,
  actor: string | null,
  atMicros: string,
  reason: string | null,
];

/** Every hash is made again here, one ticket after the other, in memory that does not grow with the ledger. */
export const hashChainCheck: Check = {
  name: 'ledger.hash-chain',
  invariant: "every entry's hash is that of its content and its predecessor's hash",
  async find({ snapshot }) {
    const broken = new Collector();
    let before: LedgerRow | undefined;
    await snapshot.stream(
      `select event_id, ticket_number, version, kind, prev_hash, hash, holder, order_id, actor,
         (extract(epoch from at) * 1000000)::bigint::text, reason
       from ticket_ledger order by event_id, ticket_number, version`,
      [],
      (row) => {
        const entry = row as LedgerRow;
        const fault = faultOf(entry, sameTicket(before, entry) ? before : undefined);
        if (fault !== null)
          broken.add({ event_id: entry[0], ticket: entry[1], version: entry[2], kind: entry[3], fault });
        before = entry;
      },
    );
    return broken.findings;
  },
};

function sameTicket(before: LedgerRow | undefined, entry: LedgerRow): before is LedgerRow {
  return before !== undefined && before[0] === entry[0] && before[1] === entry[1];
}

function faultOf(entry: LedgerRow, before: LedgerRow | undefined): string | null {
  const [eventId, ticket, version, kind, prevHash, hash, holder, orderId, actor, atMicros, reason] = entry;
  const linked = before === undefined ? prevHash === null : prevHash?.equals(before[5]) === true;
  if (!linked) return 'not linked to the entry before';
  const made = entryHash({
    ...{ eventId, ticket, version, kind, prevHash, holder, orderId, actor, atMicros, reason },
  });
  return made.equals(hash) ? null : 'its content was changed';
}
