import type { EventDraft, EventVersion } from '@fairgate/shared/contracts/events.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { joinSql, type Sql, sql } from '@fairgate/shared/database/sql.ts';
import { type GatedEventField, gatedChanges, salesExist } from '@fairgate/shared/domain/event-edit-gate.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { republished } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { gatedFacts, readEventFields } from '../../catalogue/event-fields.ts';
import { lockEvent } from '../../catalogue/event-locks.ts';
import { countSales, nothingSold, refuseForSales } from '../../catalogue/event-sales.ts';

/**
 * Replaces what is said about an event. Once a ticket is sold or in an unfinished order, start, venue, plan, currency and
 * time zone stand still: SALES_EXIST. Before that, the plan stays while tickets have its seats, and the currency while
 * categories have prices in it: STATE_CONFLICT.
 */
export async function updateEvent(
  database: Database,
  account: Account,
  eventId: string,
  version: number,
  draft: EventDraft,
): Promise<EventVersion> {
  const event = await requireEvent(database, account, eventId, 'edit');
  if (event.version !== version) throw new Problem('PRECONDITION_FAILED');
  const fields = await readEventFields(database, draft, { ...event, present: event });
  const gated = gatedChanges(gatedFacts(event), gatedFacts(fields));
  const note = {
    actor: account.id,
    vendorId: event.vendorId,
    action: 'event.update',
    subject: `event:${eventId}`,
    detail: { from: version, set: fields },
  };
  const [, , changed] = await database.$transaction([
    ...lockEvent(database, eventId, gated.length > 0),
    database.$queryRaw<EventVersion[]>`
      with changed as (
        update events set name = ${fields.name}, description = ${fields.description},
            venue_id = ${fields.venueId}::uuid, plan_id = ${fields.planId}::uuid, starts_at = ${fields.startsAt},
            ends_at = ${fields.endsAt}, time_zone = ${fields.timeZone}, currency = ${fields.currency},
            metadata = ${JSON.stringify(fields.metadata)}::jsonb, version = version + 1, updated_at = clock_timestamp()
          where id = ${eventId}::uuid and version = ${version} and deleted_at is null and ${gateOf(eventId, gated)}
          returning id, status, version),
      ${audited(note)}, ${republished(eventId)}
      select id, status, version from changed`,
  ]);
  if (changed[0] !== undefined) return changed[0];
  throw await whyNot(database, eventId, version, gated);
}

/** A condition of the statement: nothing stands in the way of the gated changes. */
function gateOf(eventId: string, gated: readonly GatedEventField[]): Sql {
  if (gated.length === 0) return sql`true`;
  const conditions = [nothingSold(eventId)];
  if (gated.includes('planId')) {
    conditions.push(sql`not exists (select from tickets t
      where t.event_id = ${eventId}::uuid and t.plan_id is not null and t.retired_at is null)`);
  }
  if (gated.includes('currency')) {
    conditions.push(sql`not exists (select from categories c where c.event_id = ${eventId}::uuid)`);
  }
  return joinSql(conditions, ' and ');
}

async function whyNot(
  database: Database,
  eventId: string,
  version: number,
  gated: readonly GatedEventField[],
): Promise<Problem> {
  const event = await database.event.findUnique({ where: { id: eventId, deletedAt: null } });
  if (event === null) return new Problem('NOT_FOUND');
  if (event.version !== version) return new Problem('PRECONDITION_FAILED');
  const sales = await countSales(database, eventId);
  if (salesExist(sales)) return refuseForSales(sales, gated);
  const [tickets, categories] = await Promise.all([
    database.ticket.count({ where: { eventId, planId: { not: null }, retiredAt: null } }),
    database.category.count({ where: { eventId } }),
  ]);
  if (gated.includes('planId') && tickets > 0)
    return new Problem('STATE_CONFLICT', { state: 'HAS_SEATED_TICKETS', gated: ['planId'], tickets });
  if (gated.includes('currency') && categories > 0)
    return new Problem('STATE_CONFLICT', { state: 'HAS_CATEGORIES', gated: ['currency'], categories });
  return new Problem('PRECONDITION_FAILED');
}
