import { checkTransitions, type Transitions } from './machine.ts';

/**
 * An offer of one ticket to an address. The steps are taken by the functions of prisma/migrations/…_transfers_and_entry;
 * this table is what API and pages read. A test compares it with the table's CHECK.
 */
export type TransferState = 'OFFERED' | 'ACCEPTED' | 'WITHDRAWN' | 'DECLINED' | 'EXPIRED' | 'OVERTAKEN';

export const transferTransitions: Transitions<TransferState> = {
  OFFERED: ['ACCEPTED', 'WITHDRAWN', 'DECLINED', 'EXPIRED', 'OVERTAKEN'],
  ACCEPTED: [],
  WITHDRAWN: [],
  DECLINED: [],
  EXPIRED: [],
  OVERTAKEN: [],
};

checkTransitions(
  'transfer',
  transferTransitions,
  ['OFFERED'],
  ['ACCEPTED', 'WITHDRAWN', 'DECLINED', 'EXPIRED', 'OVERTAKEN'],
);

/** What giver and receiver are told. */
export const transferWords: { readonly [state in TransferState]: string } = {
  OFFERED: 'Offered; waiting to be accepted',
  ACCEPTED: 'Accepted; the ticket changed hands',
  WITHDRAWN: 'Withdrawn by who offered it',
  DECLINED: 'Declined',
  EXPIRED: 'Not accepted in time',
  OVERTAKEN: 'Ended, because the ticket was refunded or used',
};
