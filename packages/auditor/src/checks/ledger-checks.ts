import { LEDGER_STEPS, LIVE_KINDS, ORDER_KINDS } from '../own-tables.ts';
import { type Check, sqlCheck } from './check.ts';

const BY_TICKET = 'partition by event_id, ticket_number order by version';

export const ledgerChecks: readonly Check[] = [
  sqlCheck(
    'ledger.every-ticket',
    'tickets are numbered 0…n−1 in their event, each has a history, and nothing else has one',
    `select t.event_id, t.number as ticket, 'has no history' as fault from tickets t
       where not exists (select from ticket_ledger l where l.event_id = t.event_id and l.ticket_number = t.number)
     union all
     select l.event_id, l.ticket_number, 'is no ticket' from ticket_ledger l
       where not exists (select from tickets t where t.event_id = l.event_id and t.number = l.ticket_number)
     union all
     select e.id, n.last, 'is the last of ' || n.tickets || ' tickets in an event that counts ' || e.ticket_count
     from events e
     cross join lateral (select count(*)::int as tickets, max(number) as last from tickets t where t.event_id = e.id) n
     where e.ticket_count <> n.tickets or e.ticket_count <> coalesce(n.last, -1) + 1`,
  ),
  sqlCheck(
    'ledger.contiguous',
    'the versions of every ticket run 0, 1, 2, … without a gap',
    `select * from (
       select event_id, ticket_number as ticket, version, kind, (row_number() over (${BY_TICKET}))::int - 1 as expected
       from ticket_ledger) v
     where version <> expected order by event_id, ticket, version`,
  ),
  sqlCheck(
    'ledger.steps',
    'every entry may follow the one before it, and names it truly',
    `select event_id, ticket as ticket, version, kind, before_kind, prev_kind as named_kind, prev_version as named_version
     from (
       select event_id, ticket_number as ticket, version, kind, prev_kind, prev_version, actor, reason,
         lag(kind) over w as before_kind, lag(version) over w as before_version
       from ticket_ledger window w as (${BY_TICKET})) v
     where coalesce(before_kind, '') || '>' || kind <> all ($1::text[])
       or prev_kind is distinct from before_kind or prev_version is distinct from before_version
       or (kind = 'REFUND' and before_kind = 'CHECKIN' and (actor is null or coalesce(reason, '') = ''))
     order by event_id, ticket, version`,
    [LEDGER_STEPS],
  ),
  sqlCheck(
    'ledger.live-sales',
    'a ticket has 0 or 1 live sales after every entry of its history',
    `select * from (
       select event_id, ticket_number as ticket, version, kind, order_id,
         (sum(case when kind = 'SALE' then 1 when kind in ('REFUND', 'VOID') then -1 else 0 end) over (${BY_TICKET}))::int
           as live_sales
       from ticket_ledger) v
     where live_sales not in (0, 1) order by event_id, ticket, version`,
  ),
  sqlCheck(
    'ledger.parties',
    'owned tickets have a holder and an order, what follows a sale is about that sale, and only paid tickets move or enter',
    `select event_id, ticket, version, kind, holder, order_id, fault from (
       select v.*, case
         when (kind = any ($1)) <> (holder is not null) then 'holder missing or unexpected'
         when (kind = any ($2)) <> (order_id is not null) then 'order missing or unexpected'
         when kind = any ($2) and kind <> 'SALE' and order_id is distinct from before_order then 'about another order'
         when kind in ('CHECKIN', 'CHECKIN_UNDO') and holder is distinct from before_holder then 'not the holder enters'
         when kind in ('TRANSFER', 'CHECKIN') and not exists (select from order_history h
           where h.event_id = v.event_id and h.order_id = v.order_id and h.to_state = 'PAID' and h.at <= v.at)
           then 'before the order was paid'
       end as fault
       from (
         select event_id, ticket_number as ticket, version, kind, holder, order_id, at,
           lag(order_id) over w as before_order, lag(holder) over w as before_holder
         from ticket_ledger window w as (${BY_TICKET})) v) f
     where fault is not null order by event_id, ticket, version`,
    [LIVE_KINDS, ORDER_KINDS],
  ),
  sqlCheck(
    'ledger.projection',
    'ticket_holders shows the newest entry of every ticket',
    `with newest as (
       select distinct on (event_id, ticket_number) event_id, ticket_number, version, kind, hash, holder, order_id
       from ticket_ledger order by event_id, ticket_number, version desc)
     select coalesce(n.event_id, h.event_id) as event_id, coalesce(n.ticket_number, h.ticket_number) as ticket,
       n.version, h.version as shown_version, n.kind, h.kind as shown_kind, n.holder, h.holder as shown_holder
     from newest n full join ticket_holders h on h.event_id = n.event_id and h.ticket_number = n.ticket_number
     where (n.version, n.kind, n.hash, n.holder, n.order_id) is distinct from (h.version, h.kind, h.hash, h.holder, h.order_id)
     order by 1, 2`,
  ),
  sqlCheck(
    'ledger.sales-have-orders',
    'every SALE belongs to an order that has a line for the ticket',
    `select s.event_id, s.ticket_number as ticket, s.version, s.order_id, s.holder
     from ticket_ledger s
     where s.kind = 'SALE' and not exists (
       select from orders o join order_lines l on l.event_id = o.event_id and l.order_id = o.id
       where o.event_id = s.event_id and o.id = s.order_id and l.ticket_number = s.ticket_number)
     order by 1, 2, 3`,
  ),
];
