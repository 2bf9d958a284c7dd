import { LIVE_KINDS } from '../own-tables.ts';
import { type Check, sqlCheck } from './check.ts';

/** Money that goes back, and the tickets that it takes. */
export const moneyBackChecks: readonly Check[] = [
  sqlCheck(
    'refunds.lines',
    "a refund's lines add up to its tickets, amount and fee, and each names the REFUND entry that it made",
    `select r.event_id, r.id as refund_id, r.order_id, r.state, r.ticket_count, count(l.ticket_number)::int as lines,
       r.amount_minor, coalesce(sum(l.amount_minor), 0)::int as lines_minor,
       count(l.ticket_number) filter (where n.kind is distinct from 'REFUND' or n.order_id is distinct from r.order_id)::int
         as strange_entries
     from refunds r left join refund_lines l on l.event_id = r.event_id and l.refund_id = r.id
     left join ticket_ledger n on n.event_id = l.event_id and n.ticket_number = l.ticket_number and n.version = l.version
     group by r.event_id, r.id
     having r.ticket_count <> count(l.ticket_number) or r.fee_minor <> coalesce(sum(l.fee_minor), 0)
       or (r.cause <> 'UNSOLD' and r.amount_minor <> coalesce(sum(l.amount_minor), 0))
       or bool_or(l.ticket_number is not null
         and (n.kind is distinct from 'REFUND' or n.order_id is distinct from r.order_id))
     order by 1, 2`,
  ),
  sqlCheck(
    'refunds.no-more-than-captured',
    "an order's refunds, with the fees that were kept of them, come to no more than what was captured",
    `select r.event_id, r.order_id, count(*)::int as refunds, sum(r.amount_minor + r.fee_minor)::int as given_back,
       coalesce(max(y.captured_minor), 0) as captured
     from refunds r left join payments y on y.event_id = r.event_id and y.order_id = r.order_id
     group by 1, 2
     having sum(r.amount_minor + r.fee_minor) > coalesce(max(y.captured_minor), 0)
     order by 1, 2`,
  ),
  sqlCheck(
    'refunds.every-entry',
    'every REFUND entry is of exactly one refund, or of a dispute that was lost',
    `with entries as (
       select n.event_id, n.order_id, n.ticket_number, n.version,
         (select count(*) from refund_lines l where l.event_id = n.event_id and l.ticket_number = n.ticket_number
           and l.version = n.version)::int as refunds
       from ticket_ledger n where n.kind = 'REFUND'),
     unpaired as (
       select event_id, order_id, count(*) filter (where refunds = 0)::int as without_refund,
         count(*) filter (where refunds > 1)::int as refunded_twice
       from entries group by 1, 2)
     select u.event_id, u.order_id, u.without_refund, u.refunded_twice, coalesce(d.revoked, 0)::int as taken_by_disputes
     from unpaired u left join lateral (select sum(revoked_count) as revoked from disputes d
       where d.event_id = u.event_id and d.order_id = u.order_id and d.state = 'LOST') d on true
     where u.refunded_twice > 0 or u.without_refund <> coalesce(d.revoked, 0)
     order by 1, 2`,
  ),
  sqlCheck(
    'refunds.operations',
    'a refund that is PENDING has exactly one open operation, any other has none',
    `select r.event_id, r.id as refund_id, r.order_id, r.state, count(p.op_id)::int as open_operations
     from refunds r left join payment_operations p on p.event_id = r.event_id and p.refund_id = r.id
       and p.state in ('PENDING', 'SENT', 'UNKNOWN')
     group by r.event_id, r.id
     having count(p.op_id) <> case when r.state = 'PENDING' then 1 else 0 end
     order by 1, 2`,
  ),
  sqlCheck(
    'refunds.called-off',
    'an event that was called off has a run of refunds, and once that is done no paid ticket lives but a disputed one',
    `select e.id as event_id, null::uuid as order_id, null::int as live_tickets, 'no run of refunds' as fault
     from events e where e.status = 'CANCELLED'
       and not exists (select from refund_runs r where r.event_id = e.id and r.cause = 'EVENT_CANCELLED')
     union all
     select o.event_id, o.id, count(*)::int, 'not given back'
     from events e join orders o on o.event_id = e.id and o.state = 'PAID'
     join lateral (select distinct on (l.ticket_number) n.kind, n.order_id from order_lines l
       join ticket_ledger n on n.event_id = l.event_id and n.ticket_number = l.ticket_number
       where l.event_id = o.event_id and l.order_id = o.id
       order by l.ticket_number, n.version desc) newest on newest.order_id = o.id and newest.kind = any ($1)
     where e.status = 'CANCELLED'
       and exists (select from refund_runs r where r.event_id = e.id and r.cause = 'EVENT_CANCELLED')
       and not exists (select from refund_runs r where r.event_id = e.id and r.state <> 'DONE')
       and not exists (select from disputes d where d.event_id = o.event_id and d.order_id = o.id
         and d.state in ('OPEN', 'LOST'))
     group by o.event_id, o.id
     order by 1, 2`,
    [LIVE_KINDS],
  ),
];
