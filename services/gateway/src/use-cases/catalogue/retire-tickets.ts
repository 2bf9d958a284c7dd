import type { RetireResult, TicketRetirement } from '@fairgate/shared/contracts/tickets.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { sql } from '@fairgate/shared/database/sql.ts';
import { listedFaultsMax } from '@fairgate/shared/domain/catalogue-limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { audited } from '../../catalogue/audit.ts';
import { republished } from '../../catalogue/drop-publication.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { lockDrops } from '../../catalogue/event-locks.ts';
import { runPatiently } from '../../catalogue/patience.ts';
import { requireCategories } from '../../catalogue/ticket-targets.ts';

interface Retirement {
  /** Live tickets among those named. */
  live: number;
  blocked: number[];
}

/**
 * Takes tickets off sale for good, all or none. SALES_EXIST names those that are sold or in unfinished orders; what is
 * retired already stays so.
 */
export async function retireTickets(
  database: Database,
  account: Account,
  eventId: string,
  retirement: TicketRetirement,
): Promise<RetireResult> {
  const { vendorId, ticketCount } = await requireEvent(database, account, eventId, 'edit');
  if ('categoryId' in retirement) {
    await requireCategories(database, eventId, [{ id: retirement.categoryId, pointer: '/categoryId' }]);
  } else {
    const unknown = retirement.numbers.filter((number) => number >= ticketCount);
    if (unknown.length > 0) throw new Problem('NOT_FOUND', { tickets: unknown.slice(0, listedFaultsMax) });
  }
  const wanted =
    'categoryId' in retirement
      ? sql`t.category_id = ${retirement.categoryId}::uuid`
      : sql`t.number = any (${retirement.numbers}::integer[])`;
  const note = {
    actor: account.id,
    vendorId,
    action: 'tickets.retire',
    subject: `event:${eventId}`,
    detail: retirement,
  };
  const statement = database.$queryRaw<Retirement[]>`
    with wanted as materialized (
      select t.number, t.drop_id from tickets t
        where t.event_id = ${eventId}::uuid and t.retired_at is null and ${wanted}),
    retired as materialized (
      select retire_tickets(${eventId}::uuid,
        coalesce((select array_agg(number order by number) from wanted), '{}'), ${account.id}::uuid) as blocked),
    changed as (select number from wanted where (select blocked from retired) = '{}'),
    ${audited(note)}, ${republished(eventId, sql`d.id in (select drop_id from wanted)`)}
    select (select count(*)::integer from wanted) as live, blocked from retired`;
  const rows = await runPatiently(database, statement, lockDrops(database, eventId));
  const { live, blocked } = rows[0] ?? { live: 0, blocked: [] };
  if (blocked.length === 0) return { retired: live };
  throw new Problem('SALES_EXIST', {
    gated: ['tickets'],
    count: blocked.length,
    tickets: blocked.slice(0, listedFaultsMax),
  });
}
