import { expect } from 'vitest';
import { hashOf, type Kind, type StoredEntry } from './ledger-entries.ts';

/** DESIGN §4, written down once more: what may directly follow each kind. */
export const FOLLOWERS: { readonly [before in Kind | 'NOTHING']: readonly Kind[] } = {
  NOTHING: ['MINT'],
  MINT: ['SALE', 'BLOCK', 'RETIRE'],
  SALE: ['TRANSFER', 'CHECKIN', 'REFUND', 'VOID'],
  TRANSFER: ['TRANSFER', 'CHECKIN', 'REFUND'],
  CHECKIN: ['CHECKIN_UNDO', 'REFUND'],
  CHECKIN_UNDO: ['TRANSFER', 'CHECKIN', 'REFUND'],
  REFUND: ['SALE', 'BLOCK', 'RETIRE'],
  VOID: ['SALE', 'BLOCK', 'RETIRE'],
  BLOCK: ['RELEASE', 'RETIRE'],
  RELEASE: ['SALE', 'BLOCK', 'RETIRE'],
  RETIRE: [],
};

export const WITH_HOLDER: readonly Kind[] = ['SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO'];
export const WITH_ORDER: readonly Kind[] = [...WITH_HOLDER, 'REFUND', 'VOID'];

/** Everything that must hold for the histories of an event, whoever wrote them. */
export function expectLegalHistories(eventId: string, entries: readonly StoredEntry[]): void {
  const faults: string[] = [];
  let before: StoredEntry | undefined;
  let live = 0;
  for (const entry of entries) {
    if (before?.ticket !== entry.ticket) {
      before = undefined;
      live = 0;
    }
    const where = `${entry.ticket}/${entry.version} ${before?.kind ?? 'NOTHING'}→${entry.kind}`;
    if (entry.version !== (before?.version ?? -1) + 1) faults.push(`${where}: a gap`);
    if (!FOLLOWERS[before?.kind ?? 'NOTHING'].includes(entry.kind)) faults.push(`${where}: illegal step`);
    if (entry.prevKind !== (before?.kind ?? null)) faults.push(`${where}: lies about its predecessor`);
    if ((entry.prevHash?.toString('hex') ?? '') !== (before?.hash.toString('hex') ?? ''))
      faults.push(`${where}: not chained`);
    if (!entry.hash.equals(hashOf(eventId, entry))) faults.push(`${where}: wrong hash`);
    if (WITH_HOLDER.includes(entry.kind) !== (entry.holder !== null)) faults.push(`${where}: holder`);
    if (WITH_ORDER.includes(entry.kind) !== (entry.orderId !== null)) faults.push(`${where}: order`);
    if (entry.kind === 'SALE') live += 1;
    if (entry.kind === 'REFUND' || entry.kind === 'VOID') live -= 1;
    if (live !== 0 && live !== 1) faults.push(`${where}: ${live} live sales`);
    before = entry;
  }
  expect(faults).toEqual([]);
}
