import { type Check, sqlCheck } from './check.ts';

export const transferChecks: readonly Check[] = [
  sqlCheck(
    'orders.transfers',
    'accepted transfers and TRANSFER entries are the same, each to its receiver, and what is offered has not moved on',
    `select coalesce(t.event_id, l.event_id) as event_id, coalesce(t.ticket_number, l.ticket_number) as ticket,
       t.id as transfer_id, coalesce(t.version + 1, l.version) as version, t.to_account, l.holder, case
         when l.version is null then 'accepted without an entry'
         when t.id is null then 'an entry without a transfer'
         else 'went to another account' end as fault
     from (select * from transfers where state = 'ACCEPTED') t
     full join (select * from ticket_ledger where kind = 'TRANSFER') l
       on l.event_id = t.event_id and l.ticket_number = t.ticket_number and l.version = t.version + 1
     where t.to_account is distinct from l.holder or t.id is null or l.version is null
     union all
     select t.event_id, t.ticket_number, t.id, t.version, t.to_account, null, 'offered, but the ticket has moved on'
     from transfers t
     where t.state = 'OFFERED' and exists (select from ticket_ledger l
       where l.event_id = t.event_id and l.ticket_number = t.ticket_number and l.version > t.version)
     order by 1, 2, 4`,
  ),
];
