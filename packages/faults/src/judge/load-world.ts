import { connectStripe, readAllFigures } from '@fairgate/auditor/stripe/stripe-figures.ts';
import type { LoopbackControl } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import type pg from 'pg';
import type { LedgerFact, MoneyFact, OrderFact, World } from '../history/world.ts';
import type { FaultStack } from '../stack/fault-stack.ts';

/** What database and Stripe say about an event, for the history checker. */
export async function loadWorld(
  database: pg.Client,
  stripe: LoopbackControl,
  eventId: string,
): Promise<Pick<World, 'orders' | 'ledger' | 'money'>> {
  const orders = await database.query<OrderFact>(
    `select o.id as "orderId", o.account_id as account, k.client_key as key, o.state, o.amount_minor as "amountMinor",
       extract(epoch from o.updated_at)::float8 * 1000 as "sinceMs"
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
    ({ paymentIntent, metadata, captured, refunded, disputed, capturable }): MoneyFact => ({
      intentId: paymentIntent,
      orderId: metadata.order_id ?? null,
      ...{ captured, refunded, disputed, capturable },
    }),
  );
  return { orders: orders.rows, ledger: ledger.rows, money };
}

/** Adds what of each order's refunds the bank sent back, by Stripe's own list of them. */
export async function withSentBack(
  money: readonly MoneyFact[],
  stack: Pick<FaultStack, 'secrets' | 'stripeUrl'>,
): Promise<readonly MoneyFact[]> {
  const figures = await readAllFigures(connectStripe(stack.secrets.stripeSecretKey, stack.stripeUrl));
  return money.map((fact) => ({ ...fact, sentBack: figures.get(fact.intentId)?.sentBack ?? 0 }));
}
