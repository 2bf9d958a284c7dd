/** What a vendor sees of a ticket, from its newest ledger entry and whether an unfinished order claims it. */
export type TicketState = 'AVAILABLE' | 'RESERVED' | 'SOLD' | 'CHECKED_IN' | 'BLOCKED' | 'RETIRED';

export const ticketStates = [
  'AVAILABLE',
  'RESERVED',
  'SOLD',
  'CHECKED_IN',
  'BLOCKED',
  'RETIRED',
] as const satisfies readonly TicketState[];

const stateByKind: Readonly<Record<string, TicketState>> = {
  MINT: 'AVAILABLE',
  REFUND: 'AVAILABLE',
  VOID: 'AVAILABLE',
  RELEASE: 'AVAILABLE',
  SALE: 'SOLD',
  TRANSFER: 'SOLD',
  CHECKIN_UNDO: 'SOLD',
  CHECKIN: 'CHECKED_IN',
  BLOCK: 'BLOCKED',
  RETIRE: 'RETIRED',
};

export function ticketState(newestKind: string, claimed: boolean): TicketState {
  const state = stateByKind[newestKind];
  if (state === undefined) throw new RangeError(`no ledger entry is of kind ${newestKind}`);
  return state === 'AVAILABLE' && claimed ? 'RESERVED' : state;
}
