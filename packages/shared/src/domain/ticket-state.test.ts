import { describe, expect, it } from 'vitest';
import { ticketState } from './ticket-state.ts';

describe('a ticket whose newest entry is', () => {
  it.each([
    ['MINT', false, 'AVAILABLE'],
    ['MINT', true, 'RESERVED'],
    ['REFUND', false, 'AVAILABLE'],
    ['VOID', true, 'RESERVED'],
    ['RELEASE', false, 'AVAILABLE'],
    ['SALE', false, 'SOLD'],
    ['SALE', true, 'SOLD'],
    ['TRANSFER', false, 'SOLD'],
    ['CHECKIN', false, 'CHECKED_IN'],
    ['CHECKIN_UNDO', false, 'SOLD'],
    ['BLOCK', false, 'BLOCKED'],
    ['RETIRE', false, 'RETIRED'],
  ])('%s (claimed: %s) is %s', (kind, claimed, state) => {
    expect(ticketState(kind, claimed)).toBe(state);
  });

  it('of an unknown kind is a broken assumption', () => {
    expect(() => ticketState('GIFT', false)).toThrow('no ledger entry is of kind GIFT');
  });
});
