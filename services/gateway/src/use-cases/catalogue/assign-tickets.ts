import type { AssignResult, TicketSelection } from '@fairgate/shared/contracts/tickets.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { type Sql, sql } from '@fairgate/shared/database/sql.ts';
import { listedFaultsMax } from '@fairgate/shared/domain/catalogue-limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { republished } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { lockEvent } from '../../catalogue/event-locks.ts';
import { requireCategories } from '../../catalogue/ticket-targets.ts';

interface Assignment {
  /** The target has not opened. */
  open: boolean;
  found: number[] | null;
  sold: number[] | null;
  /** In another drop that has opened. */
  released: number[] | null;
  assigned: number;
}

/**
 * Moves tickets into a drop, all or none, while they are unsold and neither that drop nor the one they are in has
 * opened. NOT_FOUND lists tickets that are not there or are retired; SALES_EXIST and STATE_CONFLICT those in the way.
 */
export async function assignTickets(
  database: Database,
  account: Account,
  { eventId, dropId }: { readonly eventId: string; readonly dropId: string },
  selection: TicketSelection,
): Promise<AssignResult> {
  const { vendorId } = await requireEvent(database, account, eventId, 'edit');
  const drop = await database.drop.findUnique({ where: { eventId_id: { eventId, id: dropId } } });
  if (drop === null) throw new Problem('NOT_FOUND');
  if ('categoryIds' in selection) {
    const named = selection.categoryIds.map((id, at) => ({ id, pointer: `/categoryIds/${at}` }));
    await requireCategories(database, eventId, named);
  }
  const note = {
    actor: account.id,
    vendorId,
    action: 'tickets.assign',
    subject: `drop:${dropId}`,
    detail: selection,
  };
  const [, , rows] = await database.$transaction([
    ...lockEvent(database, eventId, false),
    database.$queryRaw<Assignment[]>`
      with target as (
        select d.id from drops d where d.event_id = ${eventId}::uuid and d.id = ${dropId}::uuid
          and d.state <> 'CLOSED' and d.opens_at > clock_timestamp()),
      wanted as materialized (
        select t.number, t.drop_id,
            h.kind not in ('MINT', 'REFUND', 'VOID', 'RELEASE', 'BLOCK') or c.order_id is not null as sold,
            t.drop_id <> ${dropId}::uuid and d.opens_at <= clock_timestamp() as released
          from tickets t
          join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
          left join order_claims c on c.event_id = t.event_id and c.ticket_number = t.number
          left join drops d on d.event_id = t.event_id and d.id = t.drop_id
          where t.event_id = ${eventId}::uuid and t.retired_at is null and ${selected(selection)}),
      changed as (
        update tickets t set drop_id = target.id from wanted, target
          where t.event_id = ${eventId}::uuid and t.number = wanted.number
            and t.drop_id is distinct from target.id
            and (select count(*) from wanted) >= ${leastFound(selection)}
            and not exists (select from wanted where sold or released)
          returning t.number),
      ${audited(note)},
      ${republished(eventId, sql`d.id = ${dropId}::uuid or d.id in (select drop_id from wanted)`)}
      select exists (select from target) as open,
        (select array_agg(number order by number) from wanted) as found,
        (select array_agg(number order by number) from wanted where sold) as sold,
        (select array_agg(number order by number) from wanted where released) as released,
        (select count(*)::integer from changed) as assigned`,
  ]);
  return answer(rows[0] ?? { open: false, found: null, sold: null, released: null, assigned: 0 }, selection);
}

function selected(selection: TicketSelection): Sql {
  return 'numbers' in selection
    ? sql`t.number = any (${selection.numbers}::integer[])`
    : sql`t.category_id = any (${selection.categoryIds}::uuid[])`;
}

/** Every ticket that is named must be there; a category may be empty. */
function leastFound(selection: TicketSelection): number {
  return 'numbers' in selection ? selection.numbers.length : 0;
}

function answer(outcome: Assignment, selection: TicketSelection): AssignResult {
  const found = new Set(outcome.found ?? []);
  if ('numbers' in selection && found.size < selection.numbers.length) {
    const missing = selection.numbers.filter((number) => !found.has(number));
    throw new Problem('NOT_FOUND', { tickets: missing.slice(0, listedFaultsMax) });
  }
  if (outcome.sold !== null) {
    const tickets = outcome.sold.slice(0, listedFaultsMax);
    throw new Problem('SALES_EXIST', { gated: ['dropId'], count: outcome.sold.length, tickets });
  }
  if (!outcome.open) throw new Problem('STATE_CONFLICT', { state: 'OPENED' });
  if (outcome.released !== null) {
    const tickets = outcome.released.slice(0, listedFaultsMax);
    throw new Problem('STATE_CONFLICT', { state: 'RELEASED', count: outcome.released.length, tickets });
  }
  return { assigned: outcome.assigned, kept: found.size - outcome.assigned };
}
