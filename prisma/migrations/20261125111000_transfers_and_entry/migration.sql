-- Tickets change hands and enter. Who wins between a transfer, a refund, a resale and the gate is decided by the ledger:
-- each appends to the version it saw, and one of them does.

-- An offer of one ticket to an address. Its code is not kept: it follows from the id and a secret of ours.
-- OVERTAKEN: the ticket was refunded, entered or moved before the offer was accepted.
create table transfers (
  event_id      uuid not null,
  id            uuid not null,
  ticket_number integer not null,
  version       integer not null,
  order_id      uuid not null,
  from_account  uuid not null references users (id),
  to_email      text not null,
  to_account    uuid references users (id),
  state         text not null default 'OFFERED',
  expires_at    timestamptz not null,
  created_at    timestamptz not null default now(),
  settled_at    timestamptz,
  primary key (event_id, id),
  constraint transfers_entry_fkey foreign key (event_id, ticket_number, version)
    references ticket_ledger (event_id, ticket_number, version),
  constraint transfers_state check (state in ('OFFERED', 'ACCEPTED', 'WITHDRAWN', 'DECLINED', 'EXPIRED', 'OVERTAKEN')),
  constraint transfers_settled check ((state = 'OFFERED') = (settled_at is null)),
  constraint transfers_receiver check ((state = 'ACCEPTED') = (to_account is not null))
);
create index transfers_id_idx on transfers (id);
create unique index transfers_one_offer on transfers (event_id, ticket_number) where state = 'OFFERED';
create index transfers_from_account_created_at_id_idx on transfers (from_account, created_at, id);
create index transfers_to_account_created_at_id_idx on transfers (to_account, created_at, id) where to_account is not null;
create index transfers_expiring_idx on transfers (expires_at) where state = 'OFFERED';

grant select, insert, update on transfers to fairgate_app;

-- Ends an offer whose ticket was refunded or entered, in the statement that appends. Whoever appends what follows a sale
-- holds the order's row lock, and so waits for others before it has any lock of the ledger or of a transfer.
create function overtake_transfers() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from appended a where a.kind in ('REFUND', 'VOID', 'CHECKIN')) then
    return null;
  end if;
  update public.transfers t set state = 'OVERTAKEN', settled_at = clock_timestamp()
    from appended a
    where t.event_id = a.event_id and t.ticket_number = a.ticket_number and t.state = 'OFFERED' and t.version < a.version;
  return null;
end $$;
create trigger overtake_transfers after insert on ticket_ledger
  referencing new table as appended for each statement execute function overtake_transfers();

-- Until when a ticket may still change hands: the event's end, or a day after its start.
create function event_end(p_event uuid) returns timestamptz language sql stable as $$
  select coalesce(e.ends_at, e.starts_at + interval '24 hours') from events e where e.id = p_event
$$;
create function event_is_over(p_event uuid) returns boolean language sql stable as $$
  select event_end(p_event) < clock_timestamp()
$$;

-- What a repeated offer is: REPLAYED or KEY_REUSED; null: there is none of this id.
create function known_transfer(p_event uuid, p_transfer uuid, p_ticket integer, p_from uuid, p_email text)
returns text language sql stable as $$
  select case when t.ticket_number = p_ticket and t.from_account = p_from and t.to_email = p_email
    then 'REPLAYED' else 'KEY_REUSED' end
  from transfers t where t.event_id = p_event and t.id = p_transfer
$$;

-- outcome: OFFERED, REPLAYED (same id, same ticket and address), KEY_REUSED, NOT_HOLDER, VERSION_CHANGED (version),
-- NOT_PAID (state), ENTERED, DISPUTED, ALREADY_OFFERED (transferId), EVENT_CANCELLED, EVENT_OVER, TOO_MANY (limit: offers
-- of one giver in a day, since each mails somebody who did not ask). The order's lock is shared: whoever appends to the
-- ticket waits for the offer, or the offer sees what was appended.
create function offer_transfer(
  p_event uuid, p_ticket integer, p_version integer, p_transfer uuid, p_from uuid, p_email text, p_seconds integer
) returns table (outcome text, detail jsonb) language plpgsql as $$
#variable_conflict use_column
declare
  v_head ticket_holders;
  v_order uuid;
  v_state text;
  v_offer uuid;
  v_status text;
begin
  select h.order_id into v_order from ticket_holders h where h.event_id = p_event and h.ticket_number = p_ticket;
  select o.state into v_state from orders o where o.event_id = p_event and o.id = v_order for share;
  if known_transfer(p_event, p_transfer, p_ticket, p_from, p_email) is not null then
    return query select known_transfer(p_event, p_transfer, p_ticket, p_from, p_email), '{}'::jsonb;
    return;
  end if;
  select * into v_head from ticket_holders h where h.event_id = p_event and h.ticket_number = p_ticket;
  if not found or v_head.holder is distinct from p_from then
    return query select 'NOT_HOLDER', '{}'::jsonb;
    return;
  end if;
  select e.status into v_status from events e where e.id = p_event;
  update transfers set state = 'EXPIRED', settled_at = clock_timestamp()
    where event_id = p_event and ticket_number = p_ticket and state = 'OFFERED' and expires_at <= clock_timestamp();
  select t.id into v_offer from transfers t where t.event_id = p_event and t.ticket_number = p_ticket and t.state = 'OFFERED';
  if v_status = 'CANCELLED' then
    return query select 'EVENT_CANCELLED', '{}'::jsonb;
  elsif event_is_over(p_event) then
    return query select 'EVENT_OVER', '{}'::jsonb;
  -- Sold to the same person once more, between the look and the lock: not the ticket that was seen either.
  elsif v_head.version <> p_version or v_head.order_id <> v_order then
    return query select 'VERSION_CHANGED', jsonb_build_object('version', v_head.version);
  elsif v_head.kind = 'CHECKIN' then
    return query select 'ENTERED', '{}'::jsonb;
  elsif v_state <> 'PAID' then
    return query select 'NOT_PAID', jsonb_build_object('state', v_state);
  elsif is_disputed(p_event, v_order) then
    return query select 'DISPUTED', '{}'::jsonb;
  elsif v_offer = p_transfer then
    return query select known_transfer(p_event, p_transfer, p_ticket, p_from, p_email), '{}'::jsonb;
  elsif v_offer is not null then
    return query select 'ALREADY_OFFERED', jsonb_build_object('transferId', v_offer);
  elsif (select count(*) from transfers t
      where t.from_account = p_from and t.created_at > clock_timestamp() - interval '1 day') >= 50 then
    return query select 'TOO_MANY', jsonb_build_object('limit', 50);
  else
    insert into transfers (event_id, id, ticket_number, version, order_id, from_account, to_email, expires_at)
      values (p_event, p_transfer, p_ticket, p_version, v_order, p_from, p_email,
        least(clock_timestamp() + make_interval(secs => p_seconds), event_end(p_event)));
    insert into outbox (topic, dedupe_key, event_id, payload) values ('mail', 'offered:' || p_transfer, p_event,
      jsonb_build_object('template', 'transfer-offered', 'transferId', p_transfer, 'orderId', v_order)) on conflict do nothing;
    return query select 'OFFERED', '{}'::jsonb;
  end if;
exception
  when unique_violation then
    -- Offered twice at the same instant: one of them is there now.
    if known_transfer(p_event, p_transfer, p_ticket, p_from, p_email) is not null then
      return query select known_transfer(p_event, p_transfer, p_ticket, p_from, p_email), '{}'::jsonb;
      return;
    end if;
    select t.id into v_offer from transfers t
      where t.event_id = p_event and t.ticket_number = p_ticket and t.state = 'OFFERED';
    return query select 'ALREADY_OFFERED', jsonb_build_object('transferId', v_offer);
end $$;

-- The receiver takes the ticket: the TRANSFER goes to the version that was offered + 1, or nowhere. outcome: ACCEPTED,
-- ALREADY (this receiver has it), NO_TRANSFER, OWN_TICKET, ENDED (state), NOT_PAID (state), DISPUTED, EVENT_CANCELLED,
-- EVENT_OVER.
create function accept_transfer(p_event uuid, p_transfer uuid, p_account uuid)
returns table (outcome text, detail jsonb) language plpgsql as $$
#variable_conflict use_column
declare
  v_transfer transfers;
  v_order uuid;
  v_state text;
  v_constraint text;
begin
  select t.order_id into v_order from transfers t where t.event_id = p_event and t.id = p_transfer;
  if not found then
    return query select 'NO_TRANSFER', '{}'::jsonb;
    return;
  end if;
  select o.state into v_state from orders o where o.event_id = p_event and o.id = v_order for no key update;
  select * into v_transfer from transfers t where t.event_id = p_event and t.id = p_transfer for update;
  if v_transfer.state = 'ACCEPTED' and v_transfer.to_account = p_account then
    return query select 'ALREADY', '{}'::jsonb;
    return;
  elsif v_transfer.state = 'OFFERED' and v_transfer.expires_at <= clock_timestamp() then
    update transfers set state = 'EXPIRED', settled_at = clock_timestamp() where event_id = p_event and id = p_transfer;
    return query select 'ENDED', jsonb_build_object('state', 'EXPIRED');
    return;
  elsif v_transfer.state <> 'OFFERED' then
    return query select 'ENDED', jsonb_build_object('state', v_transfer.state);
    return;
  elsif v_transfer.from_account = p_account then
    return query select 'OWN_TICKET', '{}'::jsonb;
    return;
  elsif (select e.status from events e where e.id = p_event) = 'CANCELLED' then
    return query select 'EVENT_CANCELLED', '{}'::jsonb;
    return;
  elsif event_is_over(p_event) then
    return query select 'EVENT_OVER', '{}'::jsonb;
    return;
  elsif v_state <> 'PAID' then
    return query select 'NOT_PAID', jsonb_build_object('state', v_state);
    return;
  elsif is_disputed(p_event, v_order) then
    return query select 'DISPUTED', '{}'::jsonb;
    return;
  end if;
  begin
    insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id, actor)
      select l.event_id, l.ticket_number, l.version + 1, 'TRANSFER', l.version, l.kind, l.hash, p_account, v_order, v_transfer.from_account
      from ticket_ledger l
      where l.event_id = p_event and l.ticket_number = v_transfer.ticket_number and l.version = v_transfer.version;
  exception
    when unique_violation or check_violation then
      get stacked diagnostics v_constraint = constraint_name;
      if v_constraint not in ('ticket_ledger_pkey', 'ledger_step', 'ledger_paid_first') then
        raise;
      end if;
      update transfers set state = 'OVERTAKEN', settled_at = clock_timestamp() where event_id = p_event and id = p_transfer;
      return query select 'ENDED', jsonb_build_object('state', 'OVERTAKEN');
      return;
  end;
  update transfers set state = 'ACCEPTED', to_account = p_account, settled_at = clock_timestamp()
    where event_id = p_event and id = p_transfer;
  insert into outbox (topic, dedupe_key, event_id, payload)
    select 'mail', 'transferred:' || p_transfer || ':' || one.side, p_event, jsonb_build_object(
      'template', 'transfer-' || one.side, 'transferId', p_transfer, 'orderId', v_transfer.order_id)
    from (values ('given'), ('received')) as one (side) on conflict do nothing;
  return query select 'ACCEPTED', jsonb_build_object('version', v_transfer.version + 1);
end $$;

-- The giver withdraws the offer, or the receiver declines it. outcome: WITHDRAWN or DECLINED, ALREADY, ENDED (state),
-- NO_TRANSFER.
create function end_transfer(p_event uuid, p_transfer uuid, p_to text) returns table (outcome text, detail jsonb) language plpgsql as $$
#variable_conflict use_column
declare
  v_state text;
begin
  select t.state into v_state from transfers t where t.event_id = p_event and t.id = p_transfer for update;
  if not found then
    return query select 'NO_TRANSFER', '{}'::jsonb;
  elsif v_state = p_to then
    return query select 'ALREADY', '{}'::jsonb;
  elsif v_state <> 'OFFERED' then
    return query select 'ENDED', jsonb_build_object('state', v_state);
  else
    update transfers set state = p_to, settled_at = clock_timestamp() where event_id = p_event and id = p_transfer;
    return query select p_to, '{}'::jsonb;
  end if;
end $$;

-- At the gate. outcome: ENTERED, ALREADY (since when), VERSION_CHANGED (the code is of an older version), NOT_LIVE (kind),
-- NOT_PAID (state), DISPUTED, EVENT_CANCELLED, NO_TICKET. p_version: the one that the code carries.
create function check_in_ticket(p_event uuid, p_ticket integer, p_version integer, p_actor uuid)
returns table (outcome text, detail jsonb) language plpgsql as $$
#variable_conflict use_column
declare
  v_order uuid;
  v_head ticket_ledger;
  v_state text;
  v_constraint text;
begin
  for v_attempt in 1..5 loop
    select h.order_id into v_order from ticket_holders h where h.event_id = p_event and h.ticket_number = p_ticket;
    -- The lock is taken in here, so that the look at a ticket that was sold again starts without the old order's.
    begin
      select o.state into v_state from orders o where o.event_id = p_event and o.id = v_order for no key update;
      select l.* into v_head from ticket_ledger l
        where l.event_id = p_event and l.ticket_number = p_ticket order by l.version desc limit 1;
      if not found then
        return query select 'NO_TICKET', '{}'::jsonb;
        return;
      elsif v_head.order_id is distinct from v_order then
        raise exception 'sold again' using errcode = 'FG003';
      elsif v_head.holder is null then
        return query select 'NOT_LIVE', jsonb_build_object('kind', v_head.kind);
        return;
      -- Entering and its undoing leave the holder as he was: a code from before them is still his.
      elsif p_version > v_head.version or exists (select from ticket_ledger l where l.event_id = p_event
          and l.ticket_number = p_ticket and l.version > p_version and l.kind not in ('CHECKIN', 'CHECKIN_UNDO')) then
        return query select 'VERSION_CHANGED', jsonb_build_object('version', v_head.version);
        return;
      elsif v_head.kind = 'CHECKIN' then
        return query select 'ALREADY', jsonb_build_object('since', v_head.at, 'by', v_head.actor);
        return;
      elsif (select e.status from events e where e.id = p_event) = 'CANCELLED' then
        return query select 'EVENT_CANCELLED', '{}'::jsonb;
        return;
      elsif is_disputed(p_event, v_order) then
        return query select 'DISPUTED', '{}'::jsonb;
        return;
      elsif v_state <> 'PAID' then
        return query select 'NOT_PAID', jsonb_build_object('state', v_state);
        return;
      end if;
      insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id, actor)
        values (p_event, p_ticket, v_head.version + 1, 'CHECKIN', v_head.version, v_head.kind, v_head.hash, v_head.holder,
          v_order, p_actor);
      return query select 'ENTERED', jsonb_build_object('version', v_head.version + 1);
      return;
    exception
      when sqlstate 'FG003' then
        null;
      when unique_violation or check_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint not in ('ticket_ledger_pkey', 'ledger_step', 'ledger_paid_first') then
          raise;
        end if;
    end;
  end loop;
  raise exception 'the ticket keeps changing hands' using errcode = 'serialization_failure';
end $$;

-- outcome: LEFT, NOT_ENTERED (kind), NO_TICKET. Also of a disputed order: nobody comes in by it.
create function undo_check_in(p_event uuid, p_ticket integer, p_actor uuid, p_reason text)
returns table (outcome text, detail jsonb) language plpgsql as $$
#variable_conflict use_column
declare
  v_order uuid;
  v_head ticket_holders;
  v_constraint text;
begin
  for v_attempt in 1..5 loop
    select h.order_id into v_order from ticket_holders h where h.event_id = p_event and h.ticket_number = p_ticket;
    begin
      perform 1 from orders o where o.event_id = p_event and o.id = v_order for no key update;
      select * into v_head from ticket_holders h where h.event_id = p_event and h.ticket_number = p_ticket;
      if not found then
        return query select 'NO_TICKET', '{}'::jsonb;
        return;
      elsif v_head.order_id is distinct from v_order then
        raise exception 'sold again' using errcode = 'FG003';
      elsif v_head.kind <> 'CHECKIN' then
        return query select 'NOT_ENTERED', jsonb_build_object('kind', v_head.kind);
        return;
      end if;
      insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id, actor, reason)
        values (p_event, p_ticket, v_head.version + 1, 'CHECKIN_UNDO', v_head.version, 'CHECKIN', v_head.hash, v_head.holder,
          v_order, p_actor, p_reason);
      return query select 'LEFT', jsonb_build_object('version', v_head.version + 1);
      return;
    exception
      when sqlstate 'FG003' then
        null;
      when unique_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint <> 'ticket_ledger_pkey' then
          raise;
        end if;
    end;
  end loop;
  raise exception 'the ticket keeps changing hands' using errcode = 'serialization_failure';
end $$;
