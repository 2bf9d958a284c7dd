import type { Violation } from './judge/violation.ts';

/** What a run of faults tells while it goes on. */
export interface Progress {
  readonly say: (line: string) => void;
}

export const silent: Progress = { say: () => undefined };

export function printed(write: (text: string) => void): Progress {
  return { say: (line) => write(`${line}\n`) };
}

/** A seed's outcome in a line, and below it what is wrong and where it is kept. */
export function tellJudged(
  progress: Progress,
  words: string,
  { violations, evidence }: { readonly violations: readonly Violation[]; readonly evidence: string | null },
): void {
  progress.say(`${violations.length === 0 ? '✓' : '✗'} ${words}`);
  for (const line of violationLines(violations)) progress.say(line);
  if (evidence !== null) progress.say(`    kept in ${evidence}`);
}

const evidenceMax = 12;

/** The violations of a run with the first of what shows them. */
export function violationLines(violations: readonly Violation[]): readonly string[] {
  return violations.flatMap(({ rule, sentence, evidence }) => [
    `    ✗ ${rule}: ${sentence}`,
    ...evidence.slice(0, evidenceMax).map((row) => `        ${JSON.stringify(row)}`),
  ]);
}
