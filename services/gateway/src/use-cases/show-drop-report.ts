import type { DropReport } from '@fairgate/shared/contracts/drop-report.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';
import type { ReportBoard } from '../sale/report-board.ts';

export interface ReportStores {
  readonly drops: DropDirectory;
  readonly reports: ReportBoard;
}

const states = {
  lobby: 'NOT_OPEN',
  open: 'OPEN',
  paused: 'PAUSED',
  soldOut: 'SOLD_OUT',
  closed: 'CLOSED',
} as const;

/** The report of a drop for everybody. STATE_CONFLICT while it is not over: `underWay` people or orders may keep it so. */
export async function showDropReport({ drops, reports }: ReportStores, dropId: string): Promise<DropReport> {
  const drop = await drops.find(dropId);
  const made = await reports.read(drop);
  if (made.kind === 'report') return made.report;
  throw new Problem('STATE_CONFLICT', {
    state: states[made.phase],
    underWay: made.underWay,
    opensAt: new Date(drop.opensMs).toISOString(),
  });
}
