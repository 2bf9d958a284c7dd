import type { Act } from './change-hands.ts';
import { onDatabase } from './on-database.ts';
import type { Disaster } from './sell-until-disaster.ts';

/** Acknowledged orders that are not paid, or whose tickets are not their buyer's. */
export async function lostOrders(
  databaseUrl: string,
  { acknowledged, show }: Disaster,
): Promise<readonly string[]> {
  return onDatabase(databaseUrl, async (database) => {
    const { rows } = await database.query<{ orderId: string; holder: string; numbers: number[] }>(
      `select o.id as "orderId", o.account_id as holder,
         array_agg(h.ticket_number order by h.ticket_number) filter (where h.holder = o.account_id) as numbers
       from orders o left join ticket_holders h on h.event_id = o.event_id and h.order_id = o.id
       where o.event_id = $1 and o.state = 'PAID' group by o.event_id, o.id`,
      [show.eventId],
    );
    const paid = new Map(rows.map((row) => [row.orderId, row]));
    return acknowledged
      .filter(({ orderId, accountId, tickets }) => {
        const found = paid.get(orderId);
        return found?.holder !== accountId || tickets.some((number) => !found.numbers?.includes(number));
      })
      .map(({ orderId }) => orderId);
  });
}

/** Acknowledged acts that the ledger does not have, or has of somebody else. */
export async function lostActs(
  databaseUrl: string,
  eventId: string,
  acts: readonly Act[],
): Promise<readonly Act[]> {
  return onDatabase(databaseUrl, async (database) => {
    const { rows } = await database.query<Act>(
      `select kind, order_id as "orderId", ticket_number as ticket, holder from ticket_ledger
       where event_id = $1 and kind in ('TRANSFER', 'REFUND')`,
      [eventId],
    );
    const key = ({ kind, orderId, ticket, holder }: Act): string => [kind, orderId, ticket, holder].join(' ');
    const known = new Set(rows.map(key));
    return acts.filter((act) => !known.has(key(act)));
  });
}
