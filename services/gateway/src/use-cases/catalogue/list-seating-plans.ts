import type { PlanSummary } from '@fairgate/shared/contracts/seating-plans.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { Account } from '../../access/policy.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';
import { planSummaryFields, showPlan } from '../../catalogue/show-plan.ts';
import { requireVenue } from '../../catalogue/venue-access.ts';

const cursor = listCursor('plans', ['whole']);

/** A venue's plans, newest version first. */
export async function listSeatingPlans(
  database: Database,
  account: Account,
  venueId: string,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<PlanSummary>> {
  const after = cursor.read(page.after);
  await requireVenue(database, account, venueId, 'read');
  const rows = await database.seatingPlan.findMany({
    where: { venueId, ...(after !== null && { planVersion: { lt: Number(after[0]) } }) },
    select: planSummaryFields,
    orderBy: { planVersion: 'desc' },
    take: page.limit + 1,
  });
  return listPage(rows, page.limit, (row) => cursor.write([row.planVersion]), showPlan);
}
