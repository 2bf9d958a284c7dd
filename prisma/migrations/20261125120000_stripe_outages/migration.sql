-- When Stripe did not answer. While the newest row has no end, calls wait and no deadline strikes; until it is resumed as
-- well, nobody is let in. Redis is behind Postgres for a moment after the end: its leases and admissions are prolonged
-- from here, and then the row is resumed.
create table stripe_outages (
  id            bigint generated always as identity primary key,
  singleton     smallint not null default 1,
  began_at      timestamptz not null,
  began_by      text not null,
  probed_at     timestamptz not null default clock_timestamp(),
  answers       integer not null default 0,
  ended_at      timestamptz,
  ended_by      text,
  orders_moved  integer not null default 0,
  admissions_moved integer not null default 0,
  resumed_at    timestamptz,
  constraint stripe_outages_singleton check (singleton = 1),
  constraint stripe_outages_times check (ended_at >= began_at and resumed_at >= ended_at),
  constraint stripe_outages_answers check (answers >= 0),
  constraint stripe_outages_resumed check (resumed_at is null or ended_at is not null)
);
create unique index stripe_outages_one_open_key on stripe_outages (singleton) where ended_at is null;
create index stripe_outages_unresumed_idx on stripe_outages (id) where resumed_at is null;
grant select, insert, update, delete on stripe_outages to fairgate_app;
grant usage, select on all sequences in schema public to fairgate_app;

-- Once per order: when its buyer was asked for 3-D Secure, and the deadline was moved for it.
alter table orders add column three_d_secure_at timestamptz;

-- A process saw that Stripe does not answer, first so many seconds ago. outcome: BEGUN or OPEN (another was faster). An
-- outage never reaches back into the one before: no second is given to an order twice.
create function begin_stripe_outage(p_by text, p_seconds_ago double precision) returns text language plpgsql as $$
begin
  insert into stripe_outages (began_at, began_by)
    select greatest(clock_timestamp() - make_interval(secs => p_seconds_ago),
        coalesce(max(o.ended_at), '-infinity')), p_by
      from stripe_outages o
    on conflict do nothing;
  return case when found then 'BEGUN' else 'OPEN' end;
end $$;

-- Moves unpaid orders' deadlines, and the ends of admissions, by the part of the outage that each has lived through.
-- Locks in the order of every movement: admissions, then orders by event and id; and no key of theirs, so that who has
-- locked an order can still write a row that refers to its admission.
create function stretch_by_outage(p_began timestamptz, p_ended timestamptz, out orders_moved integer, out admissions_moved integer)
language plpgsql as $$
begin
  with active as (
    select a.event_id, a.id from admissions a where a.state = 'ACTIVE' and a.granted_at < p_ended
      order by a.event_id, a.id for no key update)
  update admissions a set expires_at = a.expires_at + (p_ended - greatest(p_began, a.granted_at))
    from active where a.event_id = active.event_id and a.id = active.id;
  get diagnostics admissions_moved = row_count;
  with unpaid as (
    select o.event_id, o.id from orders o where o.state = 'PENDING_PAYMENT' and o.created_at < p_ended
      order by o.event_id, o.id for no key update),
  moved as (
    update orders o set pay_deadline = o.pay_deadline + (p_ended - greatest(p_began, o.created_at)),
        state_version = o.state_version + 1
      from unpaid where o.event_id = unpaid.event_id and o.id = unpaid.id
      returning o.event_id, o.id, o.state_version)
  insert into order_history (event_id, order_id, number, from_state, to_state, cause)
    select m.event_id, m.id, m.state_version, 'PENDING_PAYMENT', 'PENDING_PAYMENT',
      'the deadline was moved by an outage of Stripe' from moved m;
  get diagnostics orders_moved = row_count;
end $$;

-- One answer, or none, to the question whether Stripe is back. After so many answers in a row the outage ends, and with
-- it in this statement every deadline moves, once. outcome: OPEN, ENDED, OVER (it had ended).
create function record_stripe_probe(p_outage bigint, p_answered boolean, p_answers_needed integer, p_by text)
returns text language plpgsql as $$
declare
  v_outage stripe_outages;
  v_now timestamptz;
  v_moved record;
begin
  update stripe_outages set answers = case when p_answered then answers + 1 else 0 end
    where id = p_outage and ended_at is null returning * into v_outage;
  if not found then
    return 'OVER';
  elsif v_outage.answers < p_answers_needed then
    return 'OPEN';
  end if;
  v_now := greatest(clock_timestamp(), v_outage.began_at);
  select * into v_moved from stretch_by_outage(v_outage.began_at, v_now);
  update stripe_outages set ended_at = v_now, ended_by = p_by,
      orders_moved = v_moved.orders_moved, admissions_moved = v_moved.admissions_moved
    where id = p_outage;
  return 'ENDED';
end $$;

-- The buyer's bank asks for 3-D Secure: once per order the deadline is at least so many seconds away. The claims stay;
-- the lease follows by the outbox. outcome: STRETCHED, ALREADY (or the deadline was further away: noted all the same),
-- NOT_PENDING.
create function stretch_for_three_d_secure(p_event uuid, p_order uuid, p_seconds integer) returns text language plpgsql as $$
declare
  v_order orders;
  v_deadline timestamptz := clock_timestamp() + make_interval(secs => p_seconds);
begin
  select * into v_order from orders o where o.event_id = p_event and o.id = p_order for update;
  if not found or v_order.state <> 'PENDING_PAYMENT' then
    return 'NOT_PENDING';
  elsif v_order.three_d_secure_at is not null then
    return 'ALREADY';
  end if;
  update orders set three_d_secure_at = clock_timestamp() where event_id = p_event and id = p_order;
  if v_order.pay_deadline >= v_deadline then
    return 'ALREADY';
  end if;
  update orders set pay_deadline = v_deadline where event_id = p_event and id = p_order;
  perform order_step(p_event, p_order, 'PENDING_PAYMENT', 'PENDING_PAYMENT', 'the deadline was moved for 3-D Secure');
  insert into outbox (topic, dedupe_key, event_id, payload)
    values ('seat-marks', 'lease:' || p_order, p_event,
      jsonb_build_object('mark', 'lease', 'orderId', p_order, 'tickets', '[]'::jsonb))
    on conflict do nothing;
  return 'STRETCHED';
end $$;
