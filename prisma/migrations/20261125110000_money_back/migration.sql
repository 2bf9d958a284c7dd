-- Money back. A refund is a row before anything happens: the statement that writes it revokes the holder first, and the
-- money follows as a payment operation. Disputes come from Stripe. Locks go on in the order of …_purchase_functions:
-- orders, quotas, claims, ledger, then the rows of this file.

-- What is given back, for which tickets. UNSOLD: money that was captured without a sale; it takes no tickets.
-- PENDING: Stripe has not taken it yet. ACCEPTED: Stripe took it, the bank has not answered. FAILED: the bank sent it
-- back, a person decides: once more (PENDING) or by another way (SETTLED). One that SUCCEEDED may still fail later.
create table refunds (
  event_id         uuid not null,
  id               uuid not null,
  order_id         uuid not null,
  state            text not null default 'PENDING',
  cause            text not null,
  amount_minor     integer not null,
  fee_minor        integer not null default 0,
  ticket_count     integer not null,
  reason           text not null,
  actor            uuid,
  run_id           uuid,
  request_hash     bytea,
  stripe_refund_id text,
  failed_refund_ids text[] not null default '{}',
  failure          text,
  asked_at         timestamptz not null default now(),
  created_at       timestamptz not null default now(),
  settled_at       timestamptz,
  primary key (event_id, id),
  constraint refunds_order_fkey foreign key (event_id, order_id) references orders (event_id, id),
  constraint refunds_state check (state in ('PENDING', 'ACCEPTED', 'SUCCEEDED', 'FAILED', 'SETTLED')),
  constraint refunds_cause check (cause in ('VENDOR', 'CUSTOMER', 'EVENT_CANCELLED', 'EVENT_MOVED', 'UNSOLD')),
  constraint refunds_amounts check (amount_minor >= 0 and fee_minor >= 0),
  constraint refunds_tickets check ((cause = 'UNSOLD') = (ticket_count = 0) and ticket_count between 0 and 20),
  constraint refunds_reason_length check (length(reason) between 1 and 500)
);
create index refunds_order_idx on refunds (event_id, order_id);
create index refunds_event_id_created_at_id_idx on refunds (event_id, created_at, id);
create index refunds_run_idx on refunds (event_id, run_id) where run_id is not null;
create index refunds_unsettled_idx on refunds (asked_at) where state = 'ACCEPTED';

create table refund_lines (
  event_id      uuid not null,
  refund_id     uuid not null,
  ticket_number integer not null,
  version       integer not null,
  amount_minor  integer not null,
  fee_minor     integer not null,
  primary key (event_id, refund_id, ticket_number),
  constraint refund_lines_refund_fkey foreign key (event_id, refund_id) references refunds (event_id, id),
  constraint refund_lines_entry_fkey foreign key (event_id, ticket_number, version)
    references ticket_ledger (event_id, ticket_number, version),
  constraint refund_lines_amounts check (amount_minor >= 0 and fee_minor >= 0)
);

-- Every order of an event that was cancelled or moved, refunded bit by bit at Stripe's pace.
create table refund_runs (
  event_id    uuid not null references events (id),
  id          uuid not null,
  cause       text not null,
  state       text not null default 'RUNNING',
  reason      text not null,
  actor       uuid not null,
  created_at  timestamptz not null default now(),
  due_at      timestamptz not null default now(),
  finished_at timestamptz,
  primary key (event_id, id),
  constraint refund_runs_cause check (cause in ('EVENT_CANCELLED', 'EVENT_MOVED')),
  constraint refund_runs_state check (state in ('RUNNING', 'PAUSED', 'DONE')),
  constraint refund_runs_finished check ((state = 'DONE') = (finished_at is not null)),
  constraint refund_runs_reason_length check (length(reason) between 1 and 500)
);
create unique index refund_runs_one_unfinished on refund_runs (event_id) where state <> 'DONE';
create index refund_runs_due_idx on refund_runs (due_at) where state = 'RUNNING';

-- A cardholder's dispute, as Stripe tells it. INQUIRY: a question of the bank, no money has moved. While OPEN, and after
-- it was LOST, the order's tickets neither move nor enter. revoked_count: tickets that a lost one took back.
create table disputes (
  event_id      uuid not null,
  id            text not null,
  order_id      uuid not null,
  state         text not null,
  amount_minor  integer not null,
  currency      text not null,
  reason        text not null,
  evidence_due  timestamptz,
  revoked_count integer not null default 0,
  opened_at     timestamptz not null default now(),
  closed_at     timestamptz,
  primary key (event_id, id),
  constraint disputes_order_fkey foreign key (event_id, order_id) references orders (event_id, id),
  constraint disputes_state check (state in ('INQUIRY', 'OPEN', 'WON', 'LOST')),
  constraint disputes_closed check ((state in ('WON', 'LOST')) = (closed_at is not null)),
  constraint disputes_amount check (amount_minor >= 0)
);
create index disputes_order_idx on disputes (event_id, order_id);

-- Until when buyers of a moved event may give their tickets back on their own.
alter table events add column refundable_until timestamptz;

alter table payment_operations add column refund_id uuid;
alter table payment_operations add constraint payment_operations_refund_fkey
  foreign key (event_id, refund_id) references refunds (event_id, id);

-- Refunds made so far were all of money without a sale.
insert into refunds (event_id, id, order_id, state, cause, amount_minor, ticket_count, reason, stripe_refund_id, settled_at)
  select distinct on (p.event_id, p.order_id) p.event_id, p.op_id, p.order_id,
    case when p.state = 'DONE' then 'ACCEPTED' else 'PENDING' end, 'UNSOLD', p.amount_minor, 0,
    'captured without a sale', p.result ->> 'refund', null
  from payment_operations p where p.kind = 'REFUND'
  order by p.event_id, p.order_id, (p.state = 'DONE') desc, p.created_at desc;
update payment_operations p set refund_id = r.id from refunds r
  where p.kind = 'REFUND' and r.event_id = p.event_id and r.order_id = p.order_id;

alter table payment_operations add constraint payment_operations_refund check ((kind = 'REFUND') = (refund_id is not null));
create unique index payment_operations_one_open_refund on payment_operations (event_id, refund_id)
  where kind = 'REFUND' and state in ('PENDING', 'SENT', 'UNKNOWN');

grant select, insert, update on refunds, refund_lines, refund_runs, disputes to fairgate_app;
revoke update, delete on refund_lines from fairgate_app;

create function is_disputed(p_event uuid, p_order uuid) returns boolean language sql stable as $$
  select exists (select from disputes d
    where d.event_id = p_event and d.order_id = p_order and d.state in ('OPEN', 'LOST'))
$$;

-- Opens the next attempt to give a refund's money back. The caller holds the order's row lock.
create function append_refund_operation(p_event uuid, p_refund uuid) returns uuid language sql as $$
  insert into payment_operations (event_id, order_id, kind, amount_minor, refund_id, attempt)
    select r.event_id, r.order_id, 'REFUND', r.amount_minor, r.id, 1 + coalesce((select max(p.attempt)
      from payment_operations p where p.event_id = r.event_id and p.refund_id = r.id), 0)
    from refunds r where r.event_id = p_event and r.id = p_refund
    returning op_id
$$;

-- Takes tickets back from their holders: REFUND entries, the buyer's quota, the seats in the shown map, offers of a
-- transfer. Raises what the ledger says when another entry was faster. The caller holds the order's row lock. A revoked
-- ticket that had entered needs an actor and a reason.
create function revoke_tickets(
  p_event uuid, p_order uuid, p_tickets integer[], p_actor uuid, p_reason text, p_mark text
) returns void language plpgsql as $$
begin
  update customer_quotas q set sold = q.sold - cardinality(p_tickets)
    from orders o where o.event_id = p_event and o.id = p_order and q.event_id = o.event_id and q.buyer = o.account_id;
  insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, order_id, actor, reason)
    select p_event, h.ticket_number, h.version + 1, 'REFUND', h.version, h.kind, h.hash, p_order, p_actor, p_reason
    from ticket_holders h
    where h.event_id = p_event and h.ticket_number = any (p_tickets) and h.order_id = p_order
    order by h.ticket_number;
  insert into outbox (topic, dedupe_key, event_id, payload)
    values ('seat-marks', p_mark, p_event, jsonb_build_object('mark', 'free', 'orderId', p_order, 'tickets', to_jsonb(p_tickets)))
    on conflict do nothing;
end $$;

-- When none of an order's tickets lives any more, it is REFUNDED.
create function end_refunded_order(p_event uuid, p_order uuid, p_cause text) returns void language plpgsql as $$
begin
  if exists (select from orders o where o.event_id = p_event and o.id = p_order and o.state = 'PAID')
      and not exists (select from ticket_holders h where h.event_id = p_event and h.order_id = p_order and h.holder is not null) then
    perform order_step(p_event, p_order, 'PAID', 'REFUNDED', p_cause);
  end if;
end $$;

-- Revokes tickets of a paid order and intends their money to go back, less a fee a ticket. p_tickets null: all that live.
-- p_entered: tickets that entered the venue too. outcome: REFUNDING, REPLAYED (same id, same request), KEY_REUSED,
-- NO_ORDER, NOT_PAID (state), NOT_LIVE (tickets that are not this order's, or not any more), ENTERED (tickets), DISPUTED,
-- FEE_TOO_HIGH (ticket, priceMinor), NOTHING_LIVES. All or none; a refusal leaves nothing behind.
create function refund_tickets(
  p_event uuid, p_order uuid, p_refund uuid, p_tickets integer[], p_fee integer, p_cause text, p_actor uuid, p_reason text,
  p_request_hash bytea, p_run uuid, p_entered boolean
) returns table (outcome text, detail jsonb) language plpgsql as $$
#variable_conflict use_column
declare
  v_order orders;
  v_hash bytea;
  v_live integer[];
  v_wrong jsonb;
  v_ticket integer;
  v_price integer;
  v_constraint text;
begin
  select * into v_order from orders o where o.event_id = p_event and o.id = p_order for update;
  if not found then
    return query select 'NO_ORDER', '{}'::jsonb;
    return;
  end if;
  select coalesce(r.request_hash, ''::bytea) into v_hash from refunds r where r.event_id = p_event and r.id = p_refund;
  if found then
    return query select case when v_hash = coalesce(p_request_hash, ''::bytea) then 'REPLAYED' else 'KEY_REUSED' end, '{}'::jsonb;
    return;
  elsif v_order.state <> 'PAID' then
    return query select 'NOT_PAID', jsonb_build_object('state', v_order.state);
    return;
  elsif is_disputed(p_event, p_order) then
    return query select 'DISPUTED', '{}'::jsonb;
    return;
  end if;

  for v_attempt in 1..5 loop
    select array_agg(h.ticket_number order by h.ticket_number) into v_live from ticket_holders h
      where h.event_id = p_event and h.order_id = p_order and h.holder is not null
        and (p_tickets is null or h.ticket_number = any (p_tickets))
        and (p_tickets is not null or p_entered or h.kind <> 'CHECKIN');
    select jsonb_agg(n.number order by n.number) into v_wrong from unnest(p_tickets) as n (number)
      where n.number <> all (coalesce(v_live, '{}'));
    if v_wrong is not null then
      return query select 'NOT_LIVE', jsonb_build_object('tickets', v_wrong);
      return;
    elsif v_live is null then
      return query select 'NOTHING_LIVES', '{}'::jsonb;
      return;
    end if;
    select jsonb_agg(h.ticket_number order by h.ticket_number) into v_wrong from ticket_holders h
      where h.event_id = p_event and h.ticket_number = any (v_live) and h.kind = 'CHECKIN' and not p_entered;
    if v_wrong is not null then
      return query select 'ENTERED', jsonb_build_object('tickets', v_wrong);
      return;
    end if;
    select l.ticket_number, l.price_minor into v_ticket, v_price from order_lines l
      where l.event_id = p_event and l.order_id = p_order and l.ticket_number = any (v_live) and l.price_minor < p_fee
      order by l.ticket_number limit 1;
    if found then
      return query select 'FEE_TOO_HIGH', jsonb_build_object('ticket', v_ticket, 'priceMinor', v_price);
      return;
    end if;

    begin
      perform 1 from customer_quotas q where q.event_id = p_event and q.buyer = v_order.account_id for update;
      insert into outbox (topic, dedupe_key, event_id, payload)
        select distinct 'mail', 'revoked:' || p_refund || ':' || h.holder, p_event, jsonb_build_object(
          'template', 'ticket-revoked', 'orderId', p_order, 'accountId', h.holder, 'refundId', p_refund)
        from ticket_holders h
        where h.event_id = p_event and h.ticket_number = any (v_live) and h.holder <> v_order.account_id;
      perform revoke_tickets(p_event, p_order, v_live, p_actor, p_reason, 'refund:' || p_refund);
      insert into refunds (event_id, id, order_id, state, cause, amount_minor, fee_minor, ticket_count, reason, actor, run_id,
          request_hash, settled_at)
        select p_event, p_refund, p_order, case when sum(l.price_minor - p_fee) = 0 then 'SUCCEEDED' else 'PENDING' end, p_cause,
          sum(l.price_minor - p_fee), p_fee * count(*), count(*), p_reason, p_actor, p_run, p_request_hash,
          case when sum(l.price_minor - p_fee) = 0 then clock_timestamp() end
        from order_lines l where l.event_id = p_event and l.order_id = p_order and l.ticket_number = any (v_live);
      insert into refund_lines (event_id, refund_id, ticket_number, version, amount_minor, fee_minor)
        select p_event, p_refund, l.ticket_number, h.version, l.price_minor - p_fee, p_fee
        from order_lines l join ticket_holders h on h.event_id = l.event_id and h.ticket_number = l.ticket_number
        where l.event_id = p_event and l.order_id = p_order and l.ticket_number = any (v_live);
      perform append_refund_operation(p_event, p_refund) from refunds r
        where r.event_id = p_event and r.id = p_refund and r.amount_minor > 0;
      perform end_refunded_order(p_event, p_order, 'every ticket was refunded');
      insert into outbox (topic, dedupe_key, event_id, payload) values ('mail', 'refunded:' || p_refund, p_event,
        jsonb_build_object('template', 'order-refunded', 'orderId', p_order, 'refundId', p_refund));
      return query select 'REFUNDING', jsonb_build_object('tickets', to_jsonb(v_live));
      return;
    exception
      -- Moved or entered at this very instant: look again.
      when unique_violation or check_violation or foreign_key_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint not in ('ticket_ledger_pkey', 'ledger_step', 'refund_lines_entry_fkey') then
          raise;
        end if;
    end;
  end loop;
  raise exception 'the tickets keep changing hands' using errcode = 'serialization_failure';
end $$;

-- What Stripe says of a refund's money. The caller holds the order's row lock. outcome: RECORDED, ALREADY (also an older
-- word that comes late), NO_REFUND, SECOND_REFUND (Stripe made another one for the same refund: for a person to look at).
create function settle_refund(p_event uuid, p_refund uuid, p_stripe_refund text, p_status text, p_failure text)
returns text language plpgsql as $$
declare
  v_refund refunds;
  v_to text := case when p_status = 'succeeded' then 'SUCCEEDED' when p_status in ('failed', 'canceled') then 'FAILED' else 'ACCEPTED' end;
  v_given integer;
begin
  select * into v_refund from refunds r where r.event_id = p_event and r.id = p_refund for update;
  if not found then
    return 'NO_REFUND';
  end if;
  update refunds set asked_at = clock_timestamp() where event_id = p_event and id = p_refund;
  if p_stripe_refund = any (v_refund.failed_refund_ids) then
    return 'ALREADY';
  elsif v_refund.stripe_refund_id <> p_stripe_refund then
    return 'SECOND_REFUND';
  elsif v_refund.state = v_to or v_refund.state = 'SETTLED' or (v_refund.state = 'SUCCEEDED' and v_to = 'ACCEPTED') then
    return 'ALREADY';
  end if;
  v_given := case
    when v_to = 'FAILED' and v_refund.state in ('ACCEPTED', 'SUCCEEDED') then -v_refund.amount_minor
    when v_to <> 'FAILED' and v_refund.state in ('PENDING', 'FAILED') then v_refund.amount_minor
    else 0 end;
  update payments set refunded_minor = refunded_minor + v_given, updated_at = clock_timestamp()
    where event_id = p_event and order_id = v_refund.order_id;
  update refunds set state = v_to, failure = case when v_to = 'FAILED' then coalesce(p_failure, p_status) end,
      stripe_refund_id = case when v_to = 'FAILED' then null else p_stripe_refund end,
      failed_refund_ids = case when v_to = 'FAILED' then failed_refund_ids || p_stripe_refund else failed_refund_ids end,
      settled_at = case when v_to = 'ACCEPTED' then null else clock_timestamp() end
    where event_id = p_event and id = p_refund;
  return 'RECORDED';
end $$;

-- An order that waited only for its money to go back is finished by it.
create function release_refunded_order(p_event uuid, p_order uuid) returns void language plpgsql as $$
declare
  v_state text;
begin
  select o.state into v_state from orders o where o.event_id = p_event and o.id = p_order;
  if v_state = 'LOST' then
    perform order_step(p_event, p_order, 'LOST', 'LOST_RELEASED', 'money without a ticket was refunded');
  elsif v_state = 'EXPIRING' then
    perform release_order_reservation(p_event, p_order);
    perform order_step(p_event, p_order, 'EXPIRING', 'EXPIRED', 'money without a ticket was refunded');
  end if;
end $$;

drop function record_refunded(uuid, uuid, text, integer);

-- Stripe answered a REFUND operation. outcome: as settle_refund.
create function record_refund(p_event uuid, p_operation uuid, p_stripe_refund text, p_status text, p_failure text)
returns text language plpgsql as $$
declare
  v_operation payment_operations;
  v_outcome text;
begin
  select * into v_operation from payment_operations p where p.event_id = p_event and p.op_id = p_operation;
  perform 1 from orders o where o.event_id = p_event and o.id = v_operation.order_id for update;
  update payment_operations set state = 'DONE', error_code = null, settled_at = clock_timestamp(),
      result = jsonb_build_object('refund', p_stripe_refund)
    where event_id = p_event and refund_id = v_operation.refund_id and state in ('PENDING', 'SENT', 'UNKNOWN');
  v_outcome := settle_refund(p_event, v_operation.refund_id, p_stripe_refund, p_status, p_failure);
  if v_outcome = 'RECORDED' and p_status not in ('failed', 'canceled') then
    perform release_refunded_order(p_event, v_operation.order_id);
  end if;
  return v_outcome;
end $$;

-- Stripe tells more of a refund that it took before. outcome: as settle_refund.
create function follow_refund(p_event uuid, p_refund uuid, p_stripe_refund text, p_status text, p_failure text)
returns text language plpgsql as $$
begin
  perform 1 from orders o join refunds r on r.event_id = o.event_id and r.order_id = o.id
    where r.event_id = p_event and r.id = p_refund for update of o;
  -- The answer to its operation comes first: until then this is the operation's to record.
  if exists (select from payment_operations p where p.event_id = p_event and p.refund_id = p_refund
      and p.state in ('PENDING', 'SENT', 'UNKNOWN')) then
    return 'ALREADY';
  end if;
  return settle_refund(p_event, p_refund, p_stripe_refund, p_status, p_failure);
end $$;

-- A person decides about a refund that the bank sent back: once more, or paid by another way (with a reason).
-- outcome: PENDING, SETTLED, NOT_FAILED (state), NO_REFUND.
create function decide_failed_refund(p_event uuid, p_refund uuid, p_once_more boolean, p_actor uuid, p_reason text)
returns table (outcome text, state text) language plpgsql as $$
#variable_conflict use_column
declare
  v_refund refunds;
begin
  perform 1 from orders o join refunds r on r.event_id = o.event_id and r.order_id = o.id
    where r.event_id = p_event and r.id = p_refund for update of o;
  select * into v_refund from refunds r where r.event_id = p_event and r.id = p_refund for update;
  if not found then
    return query select 'NO_REFUND', null::text;
  elsif v_refund.state <> 'FAILED' then
    return query select 'NOT_FAILED', v_refund.state;
  elsif p_once_more then
    update refunds set state = 'PENDING', failure = null, settled_at = null where event_id = p_event and id = p_refund;
    perform append_refund_operation(p_event, p_refund);
    return query select 'PENDING', 'PENDING'::text;
  else
    update refunds set state = 'SETTLED', failure = v_refund.failure || '; ' || p_reason, settled_at = clock_timestamp()
      where event_id = p_event and id = p_refund;
    perform release_refunded_order(p_event, v_refund.order_id);
    return query select 'SETTLED', 'SETTLED'::text;
  end if;
end $$;

-- Stripe says succeeded. outcome: PAID, ALREADY, NOT_FINALIZED (not captured by us: the order is finalized first),
-- REFUNDING (money without a sale: a refund of all of it is begun), NO_ORDER.
create or replace function record_captured(p_event uuid, p_order uuid, p_captured integer, p_cause text)
returns text language plpgsql as $$
declare
  v_order orders;
  v_refund uuid;
begin
  select * into v_order from orders o where o.event_id = p_event and o.id = p_order for update;
  if not found then
    return 'NO_ORDER';
  end if;
  update payments set status = 'succeeded', captured_minor = p_captured, updated_at = clock_timestamp()
    where event_id = p_event and order_id = p_order;
  update payment_operations set state = case when kind = 'CAPTURE' then 'DONE' else 'FAILED' end,
      error_code = case when kind = 'CAPTURE' then null else 'intent succeeded' end, settled_at = clock_timestamp()
    where event_id = p_event and order_id = p_order and kind in ('CAPTURE', 'CANCEL')
      and state in ('PENDING', 'SENT', 'UNKNOWN');
  case
    when v_order.state in ('PAID', 'REFUNDED') then
      return 'ALREADY';
    when v_order.state = 'FINALIZED' then
      perform order_step(p_event, p_order, 'FINALIZED', 'PAID', p_cause);
      insert into outbox (topic, dedupe_key, event_id, payload)
        values ('mail', 'paid:' || p_order, p_event, jsonb_build_object('template', 'order-paid', 'orderId', p_order))
        on conflict do nothing;
      return 'PAID';
    when v_order.state in ('PENDING_PAYMENT', 'AUTHORIZED') then
      return 'NOT_FINALIZED';
    else
      select r.id into v_refund from refunds r
        where r.event_id = p_event and r.order_id = p_order and r.cause = 'UNSOLD';
      if not found then
        insert into refunds (event_id, id, order_id, cause, amount_minor, ticket_count, reason)
          values (p_event, gen_random_uuid(), p_order, 'UNSOLD', p_captured, 0, 'captured without a sale')
          returning id into v_refund;
      end if;
      perform append_refund_operation(p_event, v_refund) from refunds r
        where r.event_id = p_event and r.id = v_refund and r.state = 'PENDING' and not exists (select
          from payment_operations p where p.event_id = p_event and p.refund_id = v_refund and p.state in ('PENDING', 'SENT', 'UNKNOWN'));
      return 'REFUNDING';
  end case;
end $$;

-- A dispute as Stripe tells it. A lost one over all that was left of the payment takes the tickets back; the money is gone
-- already. outcome: OPENED, CHANGED, REVOKED (lost, tickets taken back), ALREADY, NO_ORDER.
create function record_dispute(
  p_event uuid, p_order uuid, p_dispute text, p_state text, p_amount integer, p_currency text, p_reason text, p_due timestamptz
) returns text language plpgsql as $$
declare
  v_known disputes;
  v_found boolean;
  v_live integer[];
  v_account uuid;
  v_left integer;
  v_constraint text;
begin
  select o.account_id into v_account from orders o where o.event_id = p_event and o.id = p_order for update;
  if not found then
    return 'NO_ORDER';
  end if;
  select * into v_known from disputes d where d.event_id = p_event and d.id = p_dispute for update;
  v_found := found;
  -- Closed is closed: an older word that comes late changes nothing.
  if v_found and (v_known.state = p_state or v_known.state in ('WON', 'LOST')) then
    return 'ALREADY';
  end if;
  insert into disputes as d (event_id, id, order_id, state, amount_minor, currency, reason, evidence_due, closed_at)
    values (p_event, p_dispute, p_order, p_state, p_amount, p_currency, p_reason, p_due,
      case when p_state in ('WON', 'LOST') then clock_timestamp() end)
    on conflict (event_id, id) do update set state = excluded.state, amount_minor = excluded.amount_minor,
      reason = excluded.reason, evidence_due = excluded.evidence_due, closed_at = excluded.closed_at;
  if not v_found then
    insert into outbox (topic, dedupe_key, event_id, payload) values ('mail', 'disputed:' || p_dispute, p_event,
      jsonb_build_object('template', 'dispute-opened', 'orderId', p_order, 'disputeId', p_dispute)) on conflict do nothing;
  end if;
  if p_state = 'WON' then
    -- The run of an event that was called off did not wait for the bank: it goes on, for the buyer has no event to go to.
    -- Whatever its state its row is written, so that who ends it at this instant looks after this, or is undone by it.
    update refund_runs r set state = case when r.state = 'DONE' then 'RUNNING' else r.state end, finished_at = null,
        due_at = clock_timestamp()
      where r.event_id = p_event and r.cause = 'EVENT_CANCELLED';
  end if;
  if p_state <> 'LOST' then
    return case when v_found then 'CHANGED' else 'OPENED' end;
  end if;
  select y.captured_minor - y.refunded_minor into v_left from payments y where y.event_id = p_event and y.order_id = p_order;
  if p_amount < v_left then
    return 'CHANGED';
  end if;
  for v_attempt in 1..5 loop
    select array_agg(h.ticket_number order by h.ticket_number) into v_live from ticket_holders h
      where h.event_id = p_event and h.order_id = p_order and h.holder is not null;
    if v_live is null then
      return 'CHANGED';
    end if;
    begin
      perform 1 from customer_quotas q where q.event_id = p_event and q.buyer = v_account for update;
      -- Nobody of ours decided this; tickets that entered may be taken back only with an actor, hence the nil one.
      perform revoke_tickets(p_event, p_order, v_live, '00000000-0000-0000-0000-000000000000',
        'the dispute ' || p_dispute || ' was lost', 'dispute:' || p_dispute);
      update disputes set revoked_count = cardinality(v_live) where event_id = p_event and id = p_dispute;
      perform end_refunded_order(p_event, p_order, 'the dispute was lost');
      return 'REVOKED';
    exception
      -- Moved or entered at this very instant: look again.
      when unique_violation or check_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint not in ('ticket_ledger_pkey', 'ledger_step') then
          raise;
        end if;
    end;
  end loop;
  raise exception 'the tickets keep changing hands' using errcode = 'serialization_failure';
end $$;

-- Calls an event off: its drops close, unpaid orders end now, approved ones are lost when their turn comes, and a run
-- refunds the rest. outcome: CANCELLED, ALREADY, VERSION_CHANGED, NOT_PUBLISHED.
create function cancel_event(p_event uuid, p_version integer, p_actor uuid, p_reason text, p_run uuid)
returns text language plpgsql as $$
declare
  v_event events;
begin
  perform 1 from orders o where o.event_id = p_event and o.state = 'PENDING_PAYMENT' order by o.id for update;
  -- For update: an order being placed holds the event's key until it is there, and is among those that end below.
  select * into v_event from events e where e.id = p_event and e.deleted_at is null for update;
  perform 1 from drops d where d.event_id = p_event order by d.id for no key update;
  if v_event.status = 'CANCELLED' then
    return 'ALREADY';
  elsif v_event.status is distinct from 'PUBLISHED' then
    return 'NOT_PUBLISHED';
  elsif v_event.version <> p_version then
    return 'VERSION_CHANGED';
  end if;
  update events set status = 'CANCELLED', version = version + 1, updated_at = clock_timestamp() where id = p_event;
  update orders set pay_deadline = least(pay_deadline, clock_timestamp())
    where event_id = p_event and state = 'PENDING_PAYMENT';
  with closed as (
    update drops set state = 'CLOSED', version = version + 1, updated_at = clock_timestamp()
      where event_id = p_event returning event_id, id, version)
    insert into outbox (topic, dedupe_key, event_id, payload)
      select 'drop-publish', 'drop-publish:' || id || ':' || version, event_id,
        jsonb_build_object('eventId', event_id, 'dropId', id)
      from closed on conflict do nothing;
  update refund_runs set state = 'DONE', finished_at = clock_timestamp() where event_id = p_event and state <> 'DONE';
  insert into refund_runs (event_id, id, cause, reason, actor) values (p_event, p_run, 'EVENT_CANCELLED', p_reason, p_actor);
  insert into audit_log (actor, vendor_id, action, subject, detail)
    values (p_actor, v_event.vendor_id, 'event.cancel', 'event:' || p_event, jsonb_build_object('reason', p_reason, 'run', p_run));
  return 'CANCELLED';
end $$;

-- Ends a run when nothing is left to do: no order could still become paid, none is left to refund, and Stripe took every
-- refund. Disputed orders are not waited for; theirs is decided by the bank. true: it ended now.
create function finish_refund_run(p_event uuid, p_run uuid) returns boolean language plpgsql as $$
begin
  -- Locked first: the look that follows then sees a dispute whose winning kept the row until now.
  perform 1 from refund_runs r where r.event_id = p_event and r.id = p_run and r.state = 'RUNNING' for update;
  if not found then
    return false;
  end if;
  update refund_runs r set state = 'DONE', finished_at = clock_timestamp()
    where r.event_id = p_event and r.id = p_run and r.state = 'RUNNING'
      and not exists (select from orders o where o.event_id = r.event_id
        and (r.cause = 'EVENT_CANCELLED' or o.created_at < r.created_at)
        and (o.state in ('PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'EXPIRING')
          or (o.state = 'PAID' and not is_disputed(o.event_id, o.id) and exists (select from ticket_holders h
            where h.event_id = o.event_id and h.order_id = o.id and h.holder is not null
              and (r.cause = 'EVENT_CANCELLED' or h.kind <> 'CHECKIN')))))
      and not exists (select from refunds w where w.event_id = r.event_id and w.run_id = r.id and w.state = 'PENDING');
  return found;
end $$;

-- Gives a published event another time. Holders are told; until p_refundable_until buyers may give their tickets back, and
-- with p_run all orders are refunded at once. outcome: MOVED, VERSION_CHANGED, NOT_PUBLISHED, RUN_UNFINISHED.
create function move_event(
  p_event uuid, p_version integer, p_starts_at timestamptz, p_ends_at timestamptz, p_refundable_until timestamptz,
  p_actor uuid, p_reason text, p_run uuid
) returns text language plpgsql as $$
declare
  v_event events;
begin
  select * into v_event from events e where e.id = p_event and e.deleted_at is null for update;
  if v_event.status is distinct from 'PUBLISHED' then
    return 'NOT_PUBLISHED';
  elsif v_event.version <> p_version then
    return 'VERSION_CHANGED';
  elsif p_run is not null and exists (select from refund_runs r where r.event_id = p_event and r.state <> 'DONE') then
    return 'RUN_UNFINISHED';
  end if;
  update events set starts_at = p_starts_at, ends_at = p_ends_at, refundable_until = p_refundable_until,
      version = version + 1, updated_at = clock_timestamp() where id = p_event;
  if p_run is not null then
    insert into refund_runs (event_id, id, cause, reason, actor) values (p_event, p_run, 'EVENT_MOVED', p_reason, p_actor);
  end if;
  insert into outbox (topic, dedupe_key, event_id, payload)
    select distinct 'mail', 'moved:' || p_event || ':' || (v_event.version + 1) || ':' || h.holder, p_event,
      jsonb_build_object('template', 'event-moved', 'accountId', h.holder, 'from', v_event.starts_at, 'reason', p_reason,
        'refundableUntil', p_refundable_until)
    from ticket_holders h where h.event_id = p_event and h.holder is not null
    on conflict do nothing;
  insert into audit_log (actor, vendor_id, action, subject, detail)
    values (p_actor, v_event.vendor_id, 'event.move', 'event:' || p_event, jsonb_build_object('reason', p_reason,
      'from', v_event.starts_at, 'to', p_starts_at, 'refundableUntil', p_refundable_until, 'run', p_run));
  return 'MOVED';
end $$;
