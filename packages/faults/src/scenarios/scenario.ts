import type { Violation } from '../judge/violation.ts';
import type { Stage } from '../points/stage.ts';
import type { VenueSettings } from '../workload/venue.ts';
import type { Ending } from './ending.ts';

/** What a scenario itself saw, beside what the judge sees afterwards. */
export interface Seen {
  readonly violations: readonly Violation[];
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
  /** On a stack whose processes recover at this pace, in percent. */
  readonly pacePercent?: number;
  /** What there is when it was told as it is meant. */
  readonly ending: Ending;
  /** Rules that must report something: it is what the story does to Stripe, not a fault of ours. */
  readonly expected?: readonly string[];
  readonly play: (stage: Stage) => Promise<Seen>;
}

export const nothingSeen: Seen = { violations: [] };

export function saw(rule: string, sentence: string, ...evidence: readonly unknown[]): Violation {
  return { rule, sentence, evidence };
}
