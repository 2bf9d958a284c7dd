import type { Violation } from '../judge/violation.ts';

/** What a scenario itself saw, beside what the judge sees afterwards. */
export interface Seen {
  readonly violations: readonly Violation[];
  /** A figure that it measured, in a sentence. */
  readonly note?: string;
}

export const nothingSeen: Seen = { violations: [] };

export function saw(rule: string, sentence: string, ...evidence: readonly unknown[]): Violation {
  return { rule, sentence, evidence };
}
