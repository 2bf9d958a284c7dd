import type { PlanDetails } from '@fairgate/shared/contracts/seating-plans.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { encodeGeometry } from '@fairgate/shared/domain/seating/geometry.ts';
import type { SeatingPlan } from '@fairgate/shared/domain/seating/plan.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { showPlan } from '../../catalogue/show-plan.ts';
import { ownMembership, requireRight } from '../../catalogue/vendor-access.ts';

/** A plan with its geometry, in which every seat has its rank in the plan as number, and what its import reported. */
export async function getSeatingPlan(
  database: Database,
  account: Account,
  planId: string,
): Promise<PlanDetails> {
  const owned = await database.seatingPlan.findUnique({
    where: { id: planId, venue: { deletedAt: null } },
    select: { venue: { select: { vendor: { select: ownMembership(account) } } } },
  });
  requireRight(owned?.venue.vendor ?? null, account, 'read');
  const plan = await database.seatingPlan.findUnique({ where: { id: planId } });
  if (plan === null) throw new Problem('NOT_FOUND');
  return {
    ...showPlan(plan),
    report: plan.report as PlanDetails['report'],
    geometry: { ...encodeGeometry(plan.document as unknown as SeatingPlan) },
  };
}
