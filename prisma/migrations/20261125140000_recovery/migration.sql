-- Recovery: whether sales are shut and the journal is on, what the journal has not on disk yet, and the steps by which a
-- restored database is told what it has lost. Locks go on in the order of …_purchase_functions.

-- One row. issue_epoch: ticket codes carry it; raised by a restore. restored_to: the last commit that a restore brought back.
create table recovery_state (
  id            smallint primary key default 1,
  journal_on    boolean not null default false,
  issue_epoch   integer not null default 1,
  sales_shut_at timestamptz,
  shut_reason   text,
  restored_to   timestamptz,
  constraint recovery_state_one_row check (id = 1),
  constraint recovery_state_shut check ((sales_shut_at is null) = (shut_reason is null)),
  constraint recovery_state_reason_length check (length(shut_reason) between 1 and 500)
);
insert into recovery_state (id) values (1);

-- What must not be lost and is not yet in the journal's files. A row goes when its line is on disk: while an order has
-- one, nothing of it is acknowledged. claimed_until: a worker is writing it.
create table sale_journal (
  id            bigint generated always as identity primary key,
  event_id      uuid not null,
  order_id      uuid not null,
  line          jsonb not null,
  at            timestamptz not null default clock_timestamp(),
  claimed_until timestamptz
);
create index sale_journal_order_idx on sale_journal (event_id, order_id);

grant select, update on recovery_state to fairgate_app;
grant select, insert, update, delete on sale_journal to fairgate_app;

create function journal_is_on() returns boolean language sql stable as $$
  select r.journal_on from recovery_state r where r.id = 1
$$;

-- Whom a line is about, so that an account made after the restored moment can be made again; without the password.
create function journal_person(p_account uuid) returns jsonb language sql stable as $$
  select jsonb_build_object('id', u.id, 'email', u.email, 'name', u.name, 'locale', u.locale) from users u where u.id = p_account
$$;

-- An order's end that was or will be acknowledged, with all that makes the order again.
create function journal_order() returns trigger language plpgsql as $$
begin
  if not journal_is_on() then
    return null;
  end if;
  insert into sale_journal (event_id, order_id, line)
    select new.event_id, new.id, jsonb_build_object(
      'kind', new.state, 'eventId', new.event_id, 'orderId', new.id, 'dropId', new.drop_id, 'accountId', new.account_id,
      'admissionId', new.admission_id, 'holdId', new.hold_id, 'stateVersion', new.state_version,
      'amountMinor', new.amount_minor, 'currency', new.currency, 'payDeadline', new.pay_deadline,
      'createdAt', new.created_at, 'person', journal_person(new.account_id),
      'intent', (select y.payment_intent_id from payments y where y.event_id = new.event_id and y.order_id = new.id),
      'capturedMinor', (select y.captured_minor from payments y where y.event_id = new.event_id and y.order_id = new.id),
      'key', (select jsonb_build_object('client', k.client_key, 'hash', encode(k.request_hash, 'hex')) from order_keys k
        where k.account_id = new.account_id and k.order_id = new.id limit 1),
      'tickets', (select jsonb_agg(jsonb_build_object('number', l.ticket_number, 'category', l.category_id,
          'priceMinor', l.price_minor, 'version', l.fence + 1) order by l.ticket_number)
        from order_lines l where l.event_id = new.event_id and l.order_id = new.id));
  return null;
end $$;
create trigger journal_order after update of state on orders for each row
  when (old.state is distinct from new.state and new.state in ('PAID', 'VOIDED', 'REFUNDED'))
  execute function journal_order();

-- What happens to a ticket after its sale. The sale itself stands in its order's line.
create function journal_entries() returns trigger language plpgsql as $$
begin
  if not exists (select from appended a where a.kind in ('TRANSFER', 'CHECKIN', 'CHECKIN_UNDO', 'REFUND', 'VOID'))
      or not journal_is_on() then
    return null;
  end if;
  insert into sale_journal (event_id, order_id, line)
    select a.event_id, a.order_id, jsonb_build_object(
      'kind', 'ENTRY', 'eventId', a.event_id, 'orderId', a.order_id, 'ticket', a.ticket_number, 'version', a.version,
      'entry', a.kind, 'holder', a.holder, 'actor', a.actor, 'reason', a.reason, 'hash', encode(a.hash, 'hex'),
      'person', journal_person(a.holder))
    from appended a where a.kind in ('TRANSFER', 'CHECKIN', 'CHECKIN_UNDO', 'REFUND', 'VOID')
    order by a.event_id, a.ticket_number, a.version;
  return null;
end $$;
create trigger journal_entries after insert on ticket_ledger
  referencing new table as appended for each statement execute function journal_entries();

-- Rows that belong to such an end, as they are now: refunds with their operations, offers of a transfer, disputes. Of a
-- row's lines the newest counts.
create function journal_row() returns trigger language plpgsql as $$
begin
  if journal_is_on() then
    insert into sale_journal (event_id, order_id, line)
      select new.event_id, coalesce((to_jsonb(new) ->> 'order_id')::uuid,
          (select r.order_id from refunds r where r.event_id = new.event_id and r.id = (to_jsonb(new) ->> 'refund_id')::uuid)),
        jsonb_build_object('kind', 'ROW', 'table', tg_table_name, 'row', to_jsonb(new));
  end if;
  return null;
end $$;
create trigger journal_row after insert or update on refunds for each row execute function journal_row();
create trigger journal_row after insert on refund_lines for each row execute function journal_row();
create trigger journal_row after insert or update on transfers for each row execute function journal_row();
create trigger journal_row after insert or update on disputes for each row execute function journal_row();
create trigger journal_row after insert or update on payment_operations for each row
  when (new.kind = 'REFUND') execute function journal_row();

create function journal_money() returns trigger language plpgsql as $$
begin
  if journal_is_on() then
    insert into sale_journal (event_id, order_id, line) values (new.event_id, new.order_id, jsonb_build_object(
      'kind', 'MONEY', 'eventId', new.event_id, 'orderId', new.order_id, 'refundedMinor', new.refunded_minor));
  end if;
  return null;
end $$;
create trigger journal_money after update of refunded_minor on payments for each row
  when (old.refunded_minor is distinct from new.refunded_minor) execute function journal_money();

-- Whether everything of an order that was to be written is on disk, so that it may be acknowledged.
create function is_journaled(p_event uuid, p_order uuid) returns boolean language sql stable as $$
  select not exists (select from sale_journal j where j.event_id = p_event and j.order_id = p_order)
$$;

-- While sales are shut nobody comes in and nothing is ordered, whatever a gateway believes. A replay may.
create function refuse_while_shut() returns trigger language plpgsql as $$
begin
  if coalesce(current_setting('fairgate.replay', true), '') <> 'on'
      and exists (select from recovery_state r where r.id = 1 and r.sales_shut_at is not null) then
    raise exception 'sales are shut' using errcode = 'FG003';
  end if;
  return null;
end $$;
create trigger orders_refuse_while_shut before insert on orders for each statement execute function refuse_while_shut();
create trigger admissions_refuse_while_shut before insert on admissions for each statement execute function refuse_while_shut();

create function shut_sales(p_reason text) returns void language sql as $$
  update recovery_state set sales_shut_at = coalesce(sales_shut_at, clock_timestamp()), shut_reason = p_reason where id = 1
$$;

create function open_sales() returns void language sql as $$
  update recovery_state set sales_shut_at = null, shut_reason = null where id = 1
$$;

-- The first thing after a restore. Epochs are taken from the clock (seconds since 2025), not counted on: a second restore
-- to an earlier moment would count to the same number again, and what was given out under it would be believed.
create function begin_recovery(p_restored_to timestamptz) returns void language plpgsql as $$
declare
  v_epoch integer := extract(epoch from clock_timestamp() - timestamptz '2025-01-01 00:00:00+00')::integer;
begin
  perform shut_sales('the database was restored to an earlier moment');
  update recovery_state set restored_to = p_restored_to, issue_epoch = greatest(issue_epoch + 1, v_epoch) where id = 1;
  -- Redis knows sales that this database has lost: its keys are left, the next keeper claims and fills a new epoch.
  update redis_epoch set epoch = greatest(epoch + 1, v_epoch), state = 'CLAIMED', claimed_by = 'recovery',
    claimed_at = 'epoch', published_at = null where id = 1;
end $$;

create function restore_person(p_account uuid, p_person jsonb) returns void language plpgsql as $$
begin
  insert into users (id, email, name, locale, password_hash)
    values (p_account, coalesce(p_person ->> 'email', 'restored-' || p_account || '@fairgate.invalid'),
      coalesce(p_person ->> 'name', 'Restored account'), coalesce(p_person ->> 'locale', 'en'), 'none')
    on conflict do nothing;
  if not exists (select from users u where u.id = p_account) then
    insert into users (id, email, name, password_hash)
      values (p_account, 'restored-' || p_account || '@fairgate.invalid', coalesce(p_person ->> 'name', 'Restored account'), 'none')
      on conflict do nothing;
  end if;
end $$;

-- Makes an order that a copy outside knows, as AUTHORIZED and with what it carried; the caller then finalizes it.
create function restore_order(p_line jsonb) returns void language plpgsql as $$
declare
  v_event uuid := (p_line ->> 'eventId')::uuid;
  v_order uuid := (p_line ->> 'orderId')::uuid;
  v_account uuid := (p_line ->> 'accountId')::uuid;
  v_drop uuid := (p_line ->> 'dropId')::uuid;
  v_count integer := jsonb_array_length(p_line -> 'tickets');
  v_now timestamptz := clock_timestamp();
begin
  perform restore_person(v_account, p_line -> 'person');
  insert into admissions (event_id, id, drop_id, account_id, lane, entry_index, state, granted_at, expires_at, ended_at)
    values (v_event, (p_line ->> 'admissionId')::uuid, v_drop, v_account, 0, 0, 'SPENT', v_now, v_now, v_now)
    on conflict (event_id, id) do nothing;
  insert into orders (event_id, id, drop_id, account_id, admission_id, hold_id, state, amount_minor, currency, ticket_count,
      pay_deadline, created_at)
    values (v_event, v_order, v_drop, v_account, (p_line ->> 'admissionId')::uuid, (p_line ->> 'holdId')::uuid, 'AUTHORIZED',
      (p_line ->> 'amountMinor')::integer, p_line ->> 'currency', v_count, (p_line ->> 'payDeadline')::timestamptz,
      coalesce((p_line ->> 'createdAt')::timestamptz, v_now));
  insert into order_history (event_id, order_id, number, from_state, to_state, cause)
    values (v_event, v_order, 0, null, 'AUTHORIZED', 'restored from a copy outside of the database');
  insert into customer_quotas as q (event_id, buyer, reserved, sold, cap)
    select v_event, v_account, v_count, 0, greatest(d.per_customer_limit, v_count)
    from drops d where d.event_id = v_event and d.id = v_drop
    on conflict (event_id, buyer) do update
      set reserved = q.reserved + v_count, cap = greatest(q.cap, q.reserved + q.sold + v_count);
  insert into order_lines (event_id, order_id, ticket_number, category_id, price_minor, fence)
    select v_event, v_order, (t ->> 'number')::integer, (t ->> 'category')::uuid, (t ->> 'priceMinor')::integer,
      (t ->> 'version')::integer - 1
    from jsonb_array_elements(p_line -> 'tickets') t order by (t ->> 'number')::integer;
  insert into order_claims (event_id, ticket_number, order_id)
    select v_event, (t ->> 'number')::integer, v_order from jsonb_array_elements(p_line -> 'tickets') t
    order by (t ->> 'number')::integer on conflict do nothing;
  if p_line #>> '{key,client}' is not null then
    insert into order_keys (account_id, client_key, request_hash, event_id, order_id)
      values (v_account, p_line #>> '{key,client}', decode(p_line #>> '{key,hash}', 'hex'), v_event, v_order)
      on conflict do nothing;
  end if;
end $$;

-- An order as a line of the journal, or Stripe's metadata, tells it. outcome: SOLD, LOST (the ledger had sold a ticket to
-- somebody else), VOIDED, ALREADY, WAITS (an earlier entry of a ticket is not there yet), NO_DROP, CONFLICT (the restored
-- order has ended another way: for a person to look at).
create function replay_order(p_line jsonb) returns text language plpgsql as $$
declare
  v_event uuid := (p_line ->> 'eventId')::uuid;
  v_order uuid := (p_line ->> 'orderId')::uuid;
  v_intent text := p_line ->> 'intent';
  v_state text;
  v_outcome text;
begin
  perform set_config('fairgate.replay', 'on', true);
  select o.state into v_state from orders o where o.event_id = v_event and o.id = v_order for update;
  if v_state in ('PAID', 'VOIDED', 'REFUNDED') then
    return 'ALREADY';
  elsif v_state in ('EXPIRED', 'LOST', 'LOST_RELEASED', 'CAPTURE_FAILED') then
    return 'CONFLICT';
  elsif v_state is null then
    if not exists (select from drops d where d.event_id = v_event and d.id = (p_line ->> 'dropId')::uuid) then
      return 'NO_DROP';
    elsif exists (select from jsonb_array_elements(p_line -> 'tickets') t where not exists (select from ticket_ledger l
        where l.event_id = v_event and l.ticket_number = (t ->> 'number')::integer and l.version = (t ->> 'version')::integer - 1)) then
      return 'WAITS';
    end if;
    perform restore_order(p_line);
  elsif v_state in ('PENDING_PAYMENT', 'EXPIRING') then
    update payment_operations set state = 'FAILED', error_code = 'restored as paid', settled_at = clock_timestamp()
      where event_id = v_event and order_id = v_order and kind in ('AUTHORIZE', 'CANCEL') and state in ('PENDING', 'SENT', 'UNKNOWN');
    perform order_step(v_event, v_order, v_state, 'AUTHORIZED', 'restored from a copy outside of the database');
  end if;
  if v_intent is not null then
    insert into payments (event_id, order_id, payment_intent_id, client_secret, status, amount_minor, currency)
      values (v_event, v_order, v_intent, '', 'requires_capture', (p_line ->> 'amountMinor')::integer, p_line ->> 'currency')
      on conflict do nothing;
  end if;
  select f.outcome into v_outcome from finalize_orders(array[v_event], array[v_order]) f;
  if v_outcome = 'LOST' then
    return 'LOST';
  elsif p_line ->> 'kind' = 'VOIDED' then
    perform record_canceled(v_event, v_order, 'restored from a copy outside of the database');
    return 'VOIDED';
  end if;
  if (p_line ->> 'capturedMinor')::integer > 0 then
    perform record_captured(v_event, v_order, (p_line ->> 'capturedMinor')::integer, 'restored from a copy outside of the database');
  end if;
  return 'SOLD';
end $$;

-- An entry of the ledger after a sale. outcome: APPENDED, ALREADY, WAITS, DIFFERS (another entry has its place).
create function replay_entry(p_line jsonb) returns text language plpgsql as $$
declare
  v_event uuid := (p_line ->> 'eventId')::uuid;
  v_ticket integer := (p_line ->> 'ticket')::integer;
  v_version integer := (p_line ->> 'version')::integer;
  v_holder uuid := (p_line ->> 'holder')::uuid;
  v_order uuid := (p_line ->> 'orderId')::uuid;
  v_there ticket_ledger;
  v_head ticket_holders;
begin
  select * into v_there from ticket_ledger l where l.event_id = v_event and l.ticket_number = v_ticket and l.version = v_version;
  if found then
    return case when (v_there.kind, v_there.order_id) = (p_line ->> 'entry', v_order)
      and v_there.holder is not distinct from v_holder then 'ALREADY' else 'DIFFERS' end;
  end if;
  select * into v_head from ticket_holders h where h.event_id = v_event and h.ticket_number = v_ticket;
  if not found or v_head.version <> v_version - 1
      or not exists (select from orders o where o.event_id = v_event and o.id = v_order and o.state in ('PAID', 'REFUNDED')) then
    return 'WAITS';
  end if;
  if v_holder is not null then
    perform restore_person(v_holder, p_line -> 'person');
  end if;
  insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id, actor, reason)
    values (v_event, v_ticket, v_version, p_line ->> 'entry', v_head.version, v_head.kind, v_head.hash, v_holder, v_order,
      (p_line ->> 'actor')::uuid, p_line ->> 'reason');
  return 'APPENDED';
end $$;

-- A row as it was last written. Only of the tables that are journaled.
create function replay_row(p_table text, p_row jsonb) returns void language plpgsql as $$
declare
  v_key text;
  v_set text;
begin
  if p_table not in ('refunds', 'refund_lines', 'payment_operations', 'transfers', 'disputes') then
    raise exception '% is not journaled', p_table using errcode = 'invalid_parameter_value';
  end if;
  if p_table = 'transfers' then
    perform restore_person((p_row ->> 'from_account')::uuid, null);
    if p_row ->> 'to_account' is not null then
      perform restore_person((p_row ->> 'to_account')::uuid, null);
    end if;
  end if;
  select string_agg(quote_ident(a.attname), ', ' order by array_position(c.conkey, a.attnum)) into v_key
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
    where c.conrelid = p_table::regclass and c.contype = 'p';
  select string_agg(format('%1$I = excluded.%1$I', a.attname), ', ') into v_set
    from pg_attribute a where a.attrelid = p_table::regclass and a.attnum > 0 and not a.attisdropped;
  execute format('insert into %1$I select * from jsonb_populate_record(null::%1$I, $1) on conflict (%2$s) do %3$s', p_table, v_key,
    case when p_table = 'refund_lines' then 'nothing' else 'update set ' || v_set end) using p_row;
end $$;

create function replay_money(p_line jsonb) returns void language sql as $$
  update payments set refunded_minor = least(captured_minor, (p_line ->> 'refundedMinor')::integer), updated_at = clock_timestamp()
    where event_id = (p_line ->> 'eventId')::uuid and order_id = (p_line ->> 'orderId')::uuid
      and refunded_minor <> (p_line ->> 'refundedMinor')::integer
$$;

-- PAID → REFUNDED, when a line says so and none of the order's tickets lives.
create function replay_refunded(p_event uuid, p_order uuid) returns void language plpgsql as $$
begin
  perform 1 from orders o where o.event_id = p_event and o.id = p_order for update;
  perform end_refunded_order(p_event, p_order, 'restored from a copy outside of the database');
end $$;

-- Quotas as orders and ledger say; how many were put right. Only while sales are shut: it does not wait for buyers.
create function recount_quotas() returns integer language plpgsql as $$
declare
  v_changed integer;
begin
  with held as (
    select o.event_id, o.account_id as buyer, sum(o.ticket_count)::integer as n from orders o
    where o.state in ('PENDING_PAYMENT', 'AUTHORIZED', 'EXPIRING') group by 1, 2),
  owned as (
    select o.event_id, o.account_id as buyer, count(*)::integer as n from ticket_holders h
    join orders o on o.event_id = h.event_id and o.id = h.order_id where h.holder is not null group by 1, 2),
  said as (
    select q.event_id, q.buyer, coalesce(held.n, 0) as reserved, coalesce(owned.n, 0) as sold
    from customer_quotas q left join held using (event_id, buyer) left join owned using (event_id, buyer))
  update customer_quotas q set reserved = s.reserved, sold = s.sold, cap = greatest(q.cap, s.reserved + s.sold)
    from said s where s.event_id = q.event_id and s.buyer = q.buyer and (q.reserved, q.sold) <> (s.reserved, s.sold);
  get diagnostics v_changed = row_count;
  return v_changed;
end $$;
