import type { Database } from '@fairgate/shared/database/client.ts';
import { type AuditNote, audited } from './audit.ts';
import { runPatiently } from './patience.ts';
import type { PlanReading } from './plan-reader-thread.ts';

/**
 * The plan and all its seats in one statement, as the venue's next version. False when the venue has a plan of the same
 * file already. Imports of one venue go one after the other.
 */
export async function insertPlan(
  database: Database,
  id: string,
  venueId: string,
  plan: PlanReading & { readonly kind: 'read' },
  note: AuditNote,
): Promise<boolean> {
  const { seats } = plan;
  const sourceHash = Buffer.from(plan.sourceHash);
  const indexes = seats.seatKeys.map((_, index) => index);
  const statement = database.$queryRaw<unknown[]>`
    with changed as (
      insert into seating_plans
          (id, venue_id, plan_version, name, source_format, source_hash, seat_count, document, report)
        select ${id}::uuid, ${venueId}::uuid,
          1 + coalesce((select max(plan_version) from seating_plans where venue_id = ${venueId}::uuid), 0),
          ${plan.name}, ${plan.report.format}, ${sourceHash}, ${indexes.length}::integer,
          ${plan.document}::jsonb, ${JSON.stringify(plan.report)}::jsonb
        where not exists (
          select from seating_plans where venue_id = ${venueId}::uuid and source_hash = ${sourceHash})
        returning id),
    seated as (
      insert into seats (plan_id, seat_index, seat_key, zone, row_label, label, plan_row, plan_column, x, y,
          accessible, aisle, category_name)
        select changed.id, s.* from changed, unnest(
          ${indexes}::integer[], ${seats.seatKeys}::text[], ${seats.zones}::text[], ${seats.rowLabels}::text[],
          ${seats.labels}::text[], ${seats.planRows}::integer[], ${seats.planColumns}::integer[],
          ${seats.xs}::real[], ${seats.ys}::real[], ${seats.accessible}::boolean[], ${seats.aisles}::boolean[],
          ${seats.categories}::text[]) as s),
    ${audited(note)}
    select id from changed`;
  const lock = database.$queryRaw`select id from venues where id = ${venueId}::uuid for no key update`;
  return (await runPatiently(database, statement, lock)).length > 0;
}
