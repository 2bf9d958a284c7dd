import type { DrawProof } from '@fairgate/shared/draw/proof.ts';
import type { CheckedReceipt } from './check-receipt.ts';
import type { Finding, FindingState } from './finding.ts';

/** The whole answer, as --json prints it. */
export interface DrawReport {
  readonly dropId: string;
  readonly url: string;
  readonly proof: DrawProof | null;
  readonly people: number;
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly receipt: CheckedReceipt | null;
  /** What such a proof does not show. */
  readonly notShown: readonly string[];
  readonly durationMs: number;
}

const marks: { readonly [state in FindingState]: string } = { holds: '✓', broken: '✗', idle: '·' };
const nameWidth = 17;

export function reportText(report: DrawReport): string {
  const { receipt, findings, notShown, people, proof, durationMs } = report;
  const all = [...findings, ...(receipt?.findings ?? [])];
  const broken = all.filter(({ state }) => state === 'broken').length;
  const seconds = (durationMs / 1000).toFixed(1);
  return [
    ...all.map(({ check, state, says }) => `${marks[state]} ${check.padEnd(nameWidth)} ${says}`),
    '',
    ...(receipt === null ? [] : [rankLine(receipt), '']),
    'It does not show:',
    ...notShown.map((sentence) => `  - ${sentence}`),
    '',
    broken === 0
      ? `The draw of ${people} entries is right as far as it can be shown: ${proof}. Checked in ${seconds} s.`
      : `${broken} of ${all.length} checks are broken. Checked in ${seconds} s.`,
  ].join('\n');
}

function rankLine({ lane, number, rank }: CheckedReceipt): string {
  if (rank === null) return `The draw has no number ${number} in lane ${lane}.`;
  return `The draw gives number ${number} of lane ${lane} the rank ${rank}.`;
}
