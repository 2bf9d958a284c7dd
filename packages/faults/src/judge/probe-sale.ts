import { type History, openHistory } from '../history/history.ts';
import { buyTickets, pays } from '../workload/buy-tickets.ts';
import { comeIn, leave } from '../workload/come-in.ts';
import { holdTickets } from '../workload/hold-tickets.ts';
import { newShopper } from '../workload/shopper.ts';
import type { Venue } from '../workload/venue.ts';
import type { Violation } from './violation.ts';

/** Redis is filled anew within seconds; a claim whose filler died is taken over a little later. Milliseconds. */
const resumeMsMax = 40_000;
const eventsShownMax = 10;

/** At every gateway a new customer comes in, buys a ticket, and is told that it is paid: does the sale go on? */
export async function probeSale(
  venue: Venue,
  history: History = openHistory(),
): Promise<readonly Violation[]> {
  const accounts = await venue.newAccounts(venue.gatewayUrls.length);
  const probes = accounts.map((account, gateway) => probeGateway(venue, history, account, gateway));
  return (await Promise.all(probes)).flat();
}

/** Who was refused because something has not resumed yet tries again. */
async function probeGateway(
  venue: Venue,
  history: History,
  account: string,
  gateway: number,
): Promise<readonly Violation[]> {
  const shopper = newShopper(venue, account, history, Math.random, resumeMsMax, gateway);
  let reached = 'nobody can come in';
  while (Date.now() < shopper.untilMs) {
    const admission = await comeIn(shopper);
    if (admission === null) break;
    const hold =
      (await holdTickets(shopper, admission, { kind: 'general', quantity: 1 })) ??
      (await holdTickets(shopper, admission, { kind: 'best', quantity: 1 }));
    reached = hold === null ? 'nothing can be held' : 'nothing can be bought';
    const bought = hold === null ? 'fail' : await buyTickets(shopper, admission, hold, pays);
    if (bought !== 'ok') continue;
    await leave(shopper, admission);
    return [];
  }
  const sentence = `${reached} at gateway ${gateway + 1} ${resumeMsMax / 1000} s after the faults`;
  const evidence = history.events.filter((event) => event.account === account).slice(-eventsShownMax);
  return [{ rule: 'the sale goes on', sentence, evidence }];
}
