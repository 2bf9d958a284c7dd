import type { PlanDetails } from '@fairgate/shared/contracts/seating-plans.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import type { PlanReader } from '../../catalogue/plan-reader.ts';
import { planSummaryFields, showPlan } from '../../catalogue/show-plan.ts';
import { ownMembership, requireRight } from '../../catalogue/vendor-access.ts';

/** A plan with its geometry, in which every seat has its rank in the plan as number, and what its import reported. */
export async function getSeatingPlan(
  database: Database,
  planReader: PlanReader,
  account: Account,
  planId: string,
): Promise<PlanDetails> {
  const plan = await database.seatingPlan.findUnique({
    where: { id: planId, venue: { deletedAt: null } },
    select: {
      ...planSummaryFields,
      report: true,
      venue: { select: { vendor: { select: ownMembership(account) } } },
    },
  });
  requireRight(plan?.venue.vendor ?? null, account, 'read');
  const rows = await database.$queryRaw<{ document: string }[]>`
    select document::text as document from seating_plans where id = ${planId}::uuid`;
  if (plan === null || rows[0] === undefined) throw new Problem('NOT_FOUND');
  return {
    ...showPlan(plan),
    report: plan.report as PlanDetails['report'],
    geometry: { ...(await planReader.draw(rows[0].document)) },
  };
}
