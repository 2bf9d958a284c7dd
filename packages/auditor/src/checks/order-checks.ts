import {
  LIVE_KINDS,
  ORDER_STEPS,
  OWNING_STATES,
  RESERVING_STATES,
  UNFINISHED_STATES,
} from '../own-tables.ts';
import { type Check, sqlCheck } from './check.ts';

const UNFINISHED_MINUTES_MAX = 15;

/** The newest entries, straight from the ledger and not from their projection. */
const NEWEST = `newest as (
  select distinct on (event_id, ticket_number) event_id, ticket_number, kind, order_id
  from ticket_ledger order by event_id, ticket_number, version desc)`;

export const orderChecks: readonly Check[] = [
  sqlCheck(
    'orders.lines',
    "an order's lines add up to its number of tickets and its amount",
    `select o.event_id, o.id as order_id, o.state, o.ticket_count, count(l.ticket_number)::int as lines,
       o.amount_minor, coalesce(sum(l.price_minor), 0)::int as lines_minor
     from orders o left join order_lines l on l.event_id = o.event_id and l.order_id = o.id
     group by o.event_id, o.id
     having o.ticket_count <> count(l.ticket_number) or o.amount_minor <> coalesce(sum(l.price_minor), 0)
     order by 1, 2`,
  ),
  sqlCheck(
    'orders.sold-own-sales',
    `orders that are ${OWNING_STATES.join(', ')} own exactly their SALE entries, at the version after their fence`,
    `select o.event_id, o.id as order_id, o.state, l.ticket_number as ticket, l.fence + 1 as expected_version,
       s.version as sold_version, s.holder
     from orders o join order_lines l on l.event_id = o.event_id and l.order_id = o.id
     left join ticket_ledger s on s.event_id = o.event_id and s.order_id = o.id
       and s.ticket_number = l.ticket_number and s.kind = 'SALE'
     where o.state = any ($1)
       and (s.version is distinct from l.fence + 1 or s.holder is distinct from o.account_id)
     order by 1, 2, 4`,
    [OWNING_STATES],
  ),
  sqlCheck(
    'orders.others-own-none',
    'orders in any other state own no SALE entry',
    `select o.event_id, o.id as order_id, o.state, s.ticket_number as ticket, s.version
     from orders o join ticket_ledger s on s.event_id = o.event_id and s.order_id = o.id and s.kind = 'SALE'
     where o.state <> all ($1) order by 1, 2, 4`,
    [OWNING_STATES],
  ),
  sqlCheck(
    'orders.live-tickets',
    'a FINALIZED order has all its tickets, a PAID one at least one, a VOIDED or REFUNDED one none',
    `with ${NEWEST}
     select o.event_id, o.id as order_id, o.state, o.ticket_count, count(n.ticket_number)::int as live_tickets
     from orders o left join newest n on n.event_id = o.event_id and n.order_id = o.id and n.kind = any ($1)
     where o.state in ('FINALIZED', 'PAID', 'VOIDED', 'REFUNDED')
     group by o.event_id, o.id
     having case o.state when 'FINALIZED' then count(n.ticket_number) <> o.ticket_count
       when 'PAID' then count(n.ticket_number) = 0 else count(n.ticket_number) > 0 end
     order by 1, 2`,
    [LIVE_KINDS],
  ),
  sqlCheck(
    'orders.quotas',
    'quota rows equal what orders and ledger say, and keep their cap',
    `with ${NEWEST}, held as (
       select event_id, account_id as buyer, sum(ticket_count)::int as n from orders where state = any ($1) group by 1, 2),
     owned as (
       select o.event_id, o.account_id as buyer, count(*)::int as n from newest n
       join orders o on o.event_id = n.event_id and o.id = n.order_id where n.kind = any ($2) group by 1, 2),
     said as (
       select event_id, buyer, coalesce(held.n, 0) as reserved, coalesce(owned.n, 0) as sold
       from held full join owned using (event_id, buyer))
     select event_id, buyer, q.reserved, coalesce(s.reserved, 0) as expected_reserved, q.sold,
       coalesce(s.sold, 0) as expected_sold, q.cap
     from customer_quotas q full join said s using (event_id, buyer)
     where q.reserved is distinct from coalesce(s.reserved, 0) or q.sold is distinct from coalesce(s.sold, 0)
       or q.reserved + q.sold > q.cap
     order by 1, 2`,
    [RESERVING_STATES, LIVE_KINDS],
  ),
  sqlCheck(
    'orders.claims',
    'claims belong to unfinished orders, and every ticket of those is claimed',
    `select c.event_id, c.ticket_number as ticket, c.order_id, o.state, 'claimed by an order that may not' as fault
     from order_claims c left join orders o on o.event_id = c.event_id and o.id = c.order_id
     left join order_lines l on l.event_id = c.event_id and l.order_id = c.order_id and l.ticket_number = c.ticket_number
     where o.state is null or o.state <> all ($1) or l.order_id is null
     union all
     select l.event_id, l.ticket_number, l.order_id, o.state, 'not claimed'
     from orders o join order_lines l on l.event_id = o.event_id and l.order_id = o.id
     where o.state = any ($1) and not exists (select from order_claims c
       where c.event_id = l.event_id and c.ticket_number = l.ticket_number and c.order_id = l.order_id)
     order by 1, 2`,
    [RESERVING_STATES],
  ),
  sqlCheck(
    'orders.finish-in-time',
    `no order is unfinished more than ${UNFINISHED_MINUTES_MAX} minutes after its deadline`,
    `select event_id, id as order_id, state, pay_deadline::text as pay_deadline,
       round(extract(epoch from now() - pay_deadline) / 60)::int as minutes_late
     from orders where state = any ($1) and pay_deadline < now() - make_interval(mins => $2)
     order by pay_deadline`,
    [UNFINISHED_STATES, UNFINISHED_MINUTES_MAX],
  ),
  sqlCheck(
    'orders.history',
    "an order's history is one unbroken walk of legal steps to the state that it is in",
    `with walked as (
       select event_id, order_id, number, from_state, to_state, lag(to_state) over w as before,
         (row_number() over w)::int - 1 as position, lead(number) over w is null as is_last
       from order_history window w as (partition by event_id, order_id order by number))
     select o.event_id, o.id as order_id, o.state, o.state_version, h.number, h.from_state, h.to_state, case
         when h.number is null then 'no history'
         when h.number <> h.position then 'a gap'
         when h.from_state is distinct from h.before then 'broken'
         when coalesce(h.from_state, '') || '>' || h.to_state <> all ($1) then 'illegal step'
         else 'does not lead to its state' end as fault
     from orders o left join walked h on h.event_id = o.event_id and h.order_id = o.id
     where h.number is null or h.number <> h.position or h.from_state is distinct from h.before
       or coalesce(h.from_state, '') || '>' || h.to_state <> all ($1)
       or (h.is_last and (h.to_state <> o.state or h.number <> o.state_version))
     order by 1, 2, 5`,
    [ORDER_STEPS],
  ),
];
