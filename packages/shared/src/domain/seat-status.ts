/** What the seat map shows of a ticket, in 2 bits. */
export const seatStatus = { free: 0, held: 1, sold: 2, off: 3 } as const;
export type SeatStatus = (typeof seatStatus)[keyof typeof seatStatus];

const sellableKinds = ['MINT', 'REFUND', 'VOID', 'RELEASE'];
const offKinds = ['BLOCK', 'RETIRE'];

/** A ticket's status as the ledger says; leases are Redis's business. `inDrop`: it is on sale in some drop. */
export function statusByLedger(newestKind: string, inDrop: boolean): Exclude<SeatStatus, 1> {
  if (offKinds.includes(newestKind)) return seatStatus.off;
  if (!sellableKinds.includes(newestKind)) return seatStatus.sold;
  return inDrop ? seatStatus.free : seatStatus.off;
}

/** Reads ticket `number` from a status map: 2 bits a ticket, the first ticket in the highest bits of the first byte. */
export function statusAt(map: Uint8Array, number: number): SeatStatus {
  const byte = map[number >> 2] ?? 0;
  return ((byte >> (6 - 2 * (number & 3))) & 3) as SeatStatus;
}

/** One ticket whose shown status differs from what is known; applied only if it still shows `seen`. */
export interface StatusMark {
  readonly number: number;
  readonly seen: SeatStatus | 'any';
  /** Never held: only a lease makes a ticket held. */
  readonly set: Exclude<SeatStatus, 1>;
}

/** What must change so that the map agrees with the ledger. A held ticket that the ledger calls free is left alone. */
export function statusCorrections(
  map: Uint8Array,
  ledger: Iterable<{ readonly number: number; readonly status: Exclude<SeatStatus, 1> }>,
): StatusMark[] {
  const marks: StatusMark[] = [];
  for (const { number, status } of ledger) {
    const seen = statusAt(map, number);
    if (seen !== status && !(seen === seatStatus.held && status === seatStatus.free)) {
      marks.push({ number, seen, set: status });
    }
  }
  return marks;
}
