import type { History } from '../history/history.ts';
import type { Violation } from '../judge/violation.ts';
import type { FaultStack } from '../stack/fault-stack.ts';
import type { Venue } from '../workload/venue.ts';

/** What a play has at hand. */
export interface Stage {
  readonly stack: FaultStack;
  readonly venue: Venue;
  readonly history: History;
  readonly random: () => number;
}

/** Answers with what it wanted and what did not come about: then it tried nothing. */
export type Play = (stage: Stage) => Promise<readonly Violation[]>;

export const playedWell: readonly Violation[] = [];

export function missed(sentence: string, ...evidence: readonly unknown[]): readonly Violation[] {
  return [{ rule: 'the play comes about', sentence, evidence }];
}
