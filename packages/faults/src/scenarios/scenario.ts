import type { Stage } from '../points/stage.ts';
import type { FaultStackOptions } from '../stack/fault-stack.ts';
import type { VenueSettings } from '../workload/venue.ts';
import type { Ending } from './ending.ts';
import type { Seen } from './seen.ts';

export interface OwnStack {
  readonly options: FaultStackOptions;
  /** When the stack has stopped. */
  readonly remove?: () => void;
}

/** A story in which one particular thing goes wrong, told the same way each time. */
export interface Scenario {
  readonly what: string;
  /** Another venue than the usual one. */
  readonly venue?: Partial<VenueSettings>;
  /** False where Redis forgets in it. */
  readonly leasesKept?: boolean;
  /** False where nobody could come in for a while, faults or not. */
  readonly saleGoesOn?: boolean;
  /** What it does to Stripe stays: the stack is of no use to another story. */
  readonly leavesTraces?: boolean;
  /** On a stack of its own, where processes recover at another pace or are not all alike. */
  readonly ownStack?: () => OwnStack;
  /** What there is when it was told as it is meant. */
  readonly ending: Ending;
  /** Rules that must report something: it is what the story does to Stripe, not a fault of ours. */
  readonly expected?: readonly string[];
  readonly play: (stage: Stage) => Promise<Seen>;
}
