import type { MoneyCheck } from '../stripe/judge-orders.ts';
import { type Check, sqlCheck } from './check.ts';

const UNKNOWN_MINUTES_MAX = 15;

function moneyCheck(check: MoneyCheck, invariant: string): Check {
  return {
    name: `money.${check}`,
    invariant,
    find: async ({ money }) => (await money()).of(check),
  };
}

export const moneyChecks: readonly Check[] = [
  moneyCheck(
    'balance',
    'captured − refunded − disputed is the price of the live tickets and what was kept of others, for every order whose money stands still',
  ),
  moneyCheck('one-capture', 'at most one capture was made for an order'),
  moneyCheck('known-intents', 'every intent at Stripe that is not cancelled is the stored one of an order'),
  moneyCheck(
    'amounts',
    "a stored intent is for its order's amount, and what was recorded of it is what Stripe says",
  ),
  moneyCheck('finished-intents', 'when an order is finished, so is its intent'),
  sqlCheck(
    'money.operations-settle',
    `no operation is UNKNOWN, or overdue, for more than ${UNKNOWN_MINUTES_MAX} minutes`,
    `select event_id, order_id, op_id, kind, attempt, state, error_code,
       round(extract(epoch from now() - case state when 'UNKNOWN' then coalesce(sent_at, created_at) else due_at end) / 60)::int
         as minutes
     from payment_operations
     where (state = 'UNKNOWN' and coalesce(sent_at, created_at) < now() - make_interval(mins => $1))
       or (state in ('PENDING', 'SENT') and greatest(due_at, created_at) < now() - make_interval(mins => $1))
     order by created_at`,
    [UNKNOWN_MINUTES_MAX],
  ),
];
