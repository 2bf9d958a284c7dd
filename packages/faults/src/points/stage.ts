import type { History } from '../history/history.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import type { Venue } from '../workload/venue.ts';

/** What a play has at hand. */
export interface Stage {
  readonly stack: FaultStack;
  readonly venue: Venue;
  readonly history: History;
  readonly random: () => number;
}
