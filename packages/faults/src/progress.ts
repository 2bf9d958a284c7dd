import type { Violation } from './judge/violation.ts';

/** What a run of faults tells while it goes on. */
export interface Progress {
  readonly say: (line: string) => void;
}

export const silent: Progress = { say: () => undefined };

export function printed(write: (text: string) => void): Progress {
  return { say: (line) => write(`${line}\n`) };
}

const evidenceMax = 12;

/** The violations of a run with the first of what shows them. */
export function violationLines(violations: readonly Violation[]): readonly string[] {
  return violations.flatMap(({ rule, sentence, evidence }) => [
    `    ✗ ${rule}: ${sentence}`,
    ...evidence.slice(0, evidenceMax).map((row) => `        ${JSON.stringify(row)}`),
  ]);
}
