import type { KeyObject } from 'node:crypto';
import type { ApiClient } from '@fairgate/client/create-client.ts';
import type { Dispatcher } from 'undici';
import type { Place, Tally } from '../outcome/tally.ts';
import type { FanPlan } from './decide-fan.ts';
import type { Pauses } from './pauses.ts';
import type { Random } from './seeded-random.ts';

/** What is on sale, as a page of the shop knows it. */
export interface Show {
  readonly eventId: string;
  readonly dropId: string;
  readonly opensMs: number;
  /** Categories whose tickets of this drop have seats, and those whose have none. */
  readonly seatedCategoryIds: readonly string[];
  readonly generalCategoryIds: readonly string[];
  /** Verifies the codes of tickets, as a gate does. */
  readonly ticketKey: KeyObject;
}

/** An order as the fan remembers it. */
export interface KnownOrder {
  readonly orderId: string;
  readonly amountMinor: number;
  readonly tickets: readonly number[];
  /** The last state that the fan was shown. */
  state: string;
}

/** What a fan knows at the end; the money and the seats are checked against it. */
export interface FanMemory {
  readonly accountId: string;
  readonly orders: KnownOrder[];
  /** Tickets for which the fan was shown a genuine code. */
  readonly tickets: Set<number>;
}

/** Access to the fan's account; renewed when it is about to end. */
export interface FanToken {
  /** Valid for at least some seconds more. */
  readonly fresh: () => Promise<void>;
}

/** One fan with everything it uses. */
export interface Fan {
  readonly plan: FanPlan;
  readonly show: Show;
  readonly api: ApiClient;
  readonly token: FanToken;
  /** The sockets of a browser that speaks to Stripe. */
  readonly stripe: Dispatcher;
  readonly random: Random;
  readonly pauses: Pauses;
  readonly tally: Tally;
  readonly memory: FanMemory;
  /** Multiplies every pause of every fan. */
  readonly tempo: number;
  /** How long a fan looks for tickets before it goes home. Milliseconds. */
  readonly patienceMs: number;
  place: Place;
}

export function moveTo(fan: Fan, place: Place): void {
  fan.tally.places[fan.place] -= 1;
  fan.tally.places[place] += 1;
  fan.place = place;
}

/** Thinks for about so many seconds. */
export function think(fan: Fan, seconds: number): Promise<void> {
  const spread = 0.5 + fan.random();
  return fan.pauses.wait(seconds * 1000 * spread * fan.plan.pace * fan.tempo);
}
