import type { PlanSummary } from '@fairgate/shared/contracts/seating-plans.ts';
import type { SeatingPlanRow } from '@fairgate/shared/database/rows.ts';

/** Everything of a plan but its seats: what lists show. */
export const planSummaryFields = {
  id: true,
  venueId: true,
  planVersion: true,
  name: true,
  seatCount: true,
  sourceHash: true,
  createdAt: true,
} as const;

export function showPlan(row: Pick<SeatingPlanRow, keyof typeof planSummaryFields>): PlanSummary {
  return {
    id: row.id,
    venueId: row.venueId,
    planVersion: row.planVersion,
    name: row.name,
    seats: row.seatCount,
    sourceHash: Buffer.from(row.sourceHash).toString('hex'),
    createdAt: row.createdAt.toISOString(),
  };
}
