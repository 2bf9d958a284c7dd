import type { LoopbackControl } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import type pg from 'pg';
import type { LedgerFact, MoneyFact, OrderFact, World } from '../history/check-history.ts';

/** What database and Stripe say about an event, for the history checker. */
export async function loadWorld(
  database: pg.Client,
  stripe: LoopbackControl,
  eventId: string,
): Promise<Pick<World, 'orders' | 'ledger' | 'money'>> {
  const orders = await database.query<OrderFact>(
    `select o.id as "orderId", o.account_id as account, k.client_key as key, o.state, o.amount_minor as "amountMinor",
       extract(epoch from o.updated_at)::float8 * 1000 as "sinceMs",
       (select coalesce(sum(r.amount_minor), 0)::int from refunds r where r.event_id = o.event_id and r.order_id = o.id
         and r.state in ('FAILED', 'SETTLED')) as "sentBackMinor"
     from orders o left join order_keys k on k.account_id = o.account_id and k.order_id = o.id
     where o.event_id = $1`,
    [eventId],
  );
  const ledger = await database.query<LedgerFact>(
    `select ticket_number as ticket, version, kind, holder as account, order_id as "orderId"
     from ticket_ledger where event_id = $1 order by ticket_number, version`,
    [eventId],
  );
  const { intents } = await stripe.ledger();
  const money = intents.map(
    ({ metadata, captured, refunded, disputed, capturable }): MoneyFact => ({
      orderId: metadata.order_id ?? null,
      ...{ captured, refunded, disputed, capturable },
    }),
  );
  return { orders: orders.rows, ledger: ledger.rows, money };
}
