import type { Violation } from '../judge/violation.ts';

/** Processes that ended though the run killed none, or another. The loss of a store, or a stop, is no reason to die. */
export function findUnasked(ends: readonly string[], killed: string | null): readonly Violation[] {
  const own = killed === null ? -1 : ends.findIndex((sentence) => sentence.startsWith(`${killed} `));
  const unasked = ends.filter((_, at) => at !== own);
  if (unasked.length === 0) return [];
  const sentence = `${unasked.length} processes ended that nobody killed`;
  return [{ rule: 'no process ends by itself', sentence, evidence: unasked }];
}
