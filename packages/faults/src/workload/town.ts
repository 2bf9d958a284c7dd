import type { History } from '../history/history.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import { openBackOffice } from './give-back.ts';
import type { Shopper } from './shopper.ts';
import type { Venue } from './venue.ts';

/** Whom customers deal with beside the shop. */
export interface Town {
  readonly stack: FaultStack;
  /** The vendor's, who gives money back. */
  readonly office: Shopper;
  /** Accounts that take tickets as a gift. */
  readonly friends: readonly string[];
}

/** Opened before any fault: an account needs Postgres. */
export async function openTown(
  stack: FaultStack,
  venue: Venue,
  history: History,
  random: () => number,
  friendCount: number,
): Promise<Town> {
  const office = await openBackOffice(stack, venue, history, random);
  return { stack, office, friends: await venue.newAccounts(friendCount) };
}
