import type { Database } from '@fairgate/shared/database/client.ts';
import type { Prisma } from '@fairgate/shared/database/generated/client.ts';
import { v7 } from 'uuid';
import type { PlanReading } from './plan-reader-thread.ts';

/**
 * The plan and all its seats in one statement, as the venue's next version. `audit` makes the CTE that records it.
 * Raises seating_plans_venue_id_plan_version_key when another import of the venue came first.
 */
export async function insertPlan(
  database: Database,
  venueId: string,
  plan: PlanReading & { readonly kind: 'read' },
  audit: (planId: string) => Prisma.Sql,
): Promise<string> {
  const id = v7();
  const { seats } = plan;
  const indexes = seats.seatKeys.map((_, index) => index);
  await database.$executeRaw`
    with changed as (
      insert into seating_plans
          (id, venue_id, plan_version, name, source_format, source_hash, seat_count, document, report)
        select ${id}::uuid, ${venueId}::uuid,
          1 + coalesce((select max(plan_version) from seating_plans where venue_id = ${venueId}::uuid), 0),
          ${plan.name}, ${plan.report.format}, ${Buffer.from(plan.sourceHash)}, ${indexes.length}::integer,
          ${plan.document}::jsonb, ${JSON.stringify(plan.report)}::jsonb
        returning id),
    ${audit(id)}
    insert into seats (plan_id, seat_index, seat_key, zone, row_label, label, plan_row, plan_column, x, y,
        accessible, aisle, category_name)
      select changed.id, s.* from changed, unnest(
        ${indexes}::integer[], ${seats.seatKeys}::text[], ${seats.zones}::text[], ${seats.rowLabels}::text[],
        ${seats.labels}::text[], ${seats.planRows}::integer[], ${seats.planColumns}::integer[],
        ${seats.xs}::real[], ${seats.ys}::real[], ${seats.accessible}::boolean[], ${seats.aisles}::boolean[],
        ${seats.categories}::text[]) as s`;
  return id;
}
