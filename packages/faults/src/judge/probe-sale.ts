import { openHistory } from '../history/history.ts';
import { comeIn, leave } from '../workload/come-in.ts';
import { holdTickets, releaseHold } from '../workload/hold-tickets.ts';
import { newShopper } from '../workload/shopper.ts';
import type { Venue } from '../workload/venue.ts';
import type { Violation } from './violation.ts';

/** Redis is filled anew within seconds; a claim whose filler died is taken over a little later. Milliseconds. */
const resumeMsMax = 40_000;

/** A new customer joins, comes in, holds and gives back: does the sale go on? */
export async function probeSale(venue: Venue): Promise<readonly Violation[]> {
  const [account = ''] = await venue.newAccounts(1);
  const shopper = newShopper(venue, account, openHistory(), Math.random, resumeMsMax);
  const admission = await comeIn(shopper);
  if (admission === null) return [halted('nobody can come in')];
  while (Date.now() < shopper.untilMs) {
    const hold = await holdTickets(shopper, admission, { kind: 'best', quantity: 1 });
    const other = hold ?? (await holdTickets(shopper, admission, { kind: 'general', quantity: 1 }));
    if (other === null) continue;
    await releaseHold(shopper, other);
    await leave(shopper, admission);
    return [];
  }
  return [halted('nothing can be held')];
}

function halted(what: string): Violation {
  return {
    rule: 'the sale goes on',
    sentence: `${what} ${resumeMsMax / 1000} s after the faults`,
    evidence: [],
  };
}
