-- Every movement of money or seats is one call of one function below, at READ COMMITTED. A function answers with a value;
-- whatever it raises besides means that nothing happened. Locks are always taken in this order: admission, orders
-- (event, id), quotas (event, buyer), claims, ledger (event, ticket number).

-- Writes one step of an order's life. The caller holds the order's row lock and has checked the state it leaves.
create function order_step(p_event uuid, p_order uuid, p_from text, p_to text, p_cause text)
returns void language plpgsql as $$
declare
  v_version integer;
begin
  update orders set state = p_to, state_version = state_version + 1, updated_at = clock_timestamp(),
      finalized_at = case when p_to = 'FINALIZED' then clock_timestamp() else finalized_at end,
      paid_at = case when p_to = 'PAID' then clock_timestamp() else paid_at end
    where event_id = p_event and id = p_order and state = p_from
    returning state_version into v_version;
  if not found then
    raise exception 'order % is not %', p_order, p_from using errcode = 'FG001';
  end if;
  insert into order_history (event_id, order_id, number, from_state, to_state, cause)
    values (p_event, p_order, v_version, p_from, p_to, p_cause);
end $$;

-- Appends MINT entries and tickets for one batch. Seats come as parallel arrays (null arrays: general admission by count).
-- Numbers continue where the event's count ends. Answers with the first number, or null when the event is gone. Raises
-- when the arrays do not hold p_count members each: numbers stay dense and every ticket gets its MINT.
create function mint_tickets(
  p_event uuid, p_drop uuid, p_plan uuid, p_seats integer[], p_categories uuid[], p_count integer
) returns integer language plpgsql as $$
declare
  v_first integer;
begin
  update events set ticket_count = ticket_count + p_count, updated_at = clock_timestamp()
    where id = p_event and deleted_at is null and status <> 'CANCELLED'
    returning ticket_count - p_count into v_first;
  if not found then
    return null;
  end if;
  if p_seats is not null and (cardinality(p_seats) <> p_count or cardinality(p_categories) <> p_count) then
    raise exception '% tickets need as many seats and categories', p_count using errcode = 'invalid_parameter_value';
  end if;
  if p_seats is null then
    insert into tickets (event_id, number, category_id, drop_id)
      select p_event, v_first + i, p_categories[1], p_drop from generate_series(0, p_count - 1) i;
  else
    insert into tickets (event_id, number, category_id, drop_id, plan_id, seat_index)
      select p_event, v_first + (s.ord - 1)::integer, s.category, p_drop, p_plan, s.seat
      from unnest(p_seats, p_categories) with ordinality as s (seat, category, ord);
  end if;
  insert into ticket_ledger (event_id, ticket_number, version, kind)
    select p_event, v_first + i, 0, 'MINT' from generate_series(0, p_count - 1) i;
  return v_first;
end $$;

-- Takes tickets off sale for good. All or none: answers with the numbers that stand in the way (sold, claimed by an
-- order, or unknown), and an empty array when all were retired. A number already retired is left as it is. A ticket that
-- is sold while this runs makes it look again, because the ledger takes only one of the two.
create function retire_tickets(p_event uuid, p_numbers integer[], p_actor uuid)
returns integer[] language plpgsql as $$
declare
  v_blocked integer[];
  v_constraint text;
begin
  for v_attempt in 1..5 loop
    select array_agg(n.number order by n.number) into v_blocked
      from unnest(p_numbers) as n (number)
      left join ticket_holders h on h.event_id = p_event and h.ticket_number = n.number
      left join order_claims c on c.event_id = p_event and c.ticket_number = n.number
      where h.kind is null or c.order_id is not null
        or h.kind not in ('MINT', 'REFUND', 'VOID', 'RELEASE', 'BLOCK', 'RETIRE');
    if v_blocked is not null then
      return v_blocked;
    end if;
    begin
      insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, actor)
        select p_event, h.ticket_number, h.version + 1, 'RETIRE', h.version, h.kind, h.hash, p_actor
        from ticket_holders h
        where h.event_id = p_event and h.ticket_number = any (p_numbers) and h.kind <> 'RETIRE'
        order by h.ticket_number;
      update tickets set retired_at = clock_timestamp()
        where event_id = p_event and number = any (p_numbers) and retired_at is null;
      return '{}';
    exception
      when unique_violation or check_violation then
        get stacked diagnostics v_constraint = constraint_name;
        if v_constraint not in ('ticket_ledger_pkey', 'ledger_step') then
          raise;
        end if;
    end;
  end loop;
  raise exception 'the tickets keep changing hands' using errcode = 'serialization_failure';
end $$;

-- Durable point 1. outcome: CREATED, REPLAYED (same key, same request: order_id is the first one), KEY_REUSED, or a
-- refusal with its facts in detail: NO_ADMISSION, ADMISSION_BUSY, ADMISSION_SPENT, DROP_NOT_OPEN, DROP_CLOSED,
-- DROP_PAUSED, EVENT_CANCELLED, TICKETS_TAKEN, PRICE_CHANGED, LIMIT_REACHED. A refusal leaves nothing behind.
create function create_order(
  p_event uuid, p_drop uuid, p_order uuid, p_account uuid, p_admission uuid, p_hold uuid,
  p_key text, p_request_hash bytea, p_tickets integer[], p_operation uuid, p_expected_amount integer
) returns table (outcome text, order_id uuid, detail jsonb) language plpgsql as $$
#variable_conflict use_column
declare
  v_now timestamptz := clock_timestamp();
  v_count integer := cardinality(p_tickets);
  v_key order_keys;
  v_drop record;
  v_used integer;
  v_open uuid;
  v_sellable integer;
  v_amount integer;
  v_line_count integer;
  v_line_amount integer;
  v_constraint text;
  v_message text;
  v_detail text;
begin
  insert into order_keys (account_id, client_key, request_hash, event_id, order_id)
    values (p_account, p_key, p_request_hash, p_event, p_order) on conflict do nothing;
  if not found then
    select * into v_key from order_keys k where k.account_id = p_account and k.client_key = p_key;
    if v_key.request_hash <> p_request_hash then
      return query select 'KEY_REUSED', v_key.order_id, '{}'::jsonb;
    else
      return query select 'REPLAYED', v_key.order_id, jsonb_build_object('eventId', v_key.event_id);
    end if;
    return;
  end if;

  begin
    perform 1 from admissions a
      where a.event_id = p_event and a.id = p_admission and a.account_id = p_account and a.drop_id = p_drop
        and a.state = 'ACTIVE' and a.expires_at > v_now
      for update;
    if not found then
      raise exception 'NO_ADMISSION' using errcode = 'FG002', detail = '{}';
    end if;
    select count(*), (array_agg(o.id) filter (where o.state in ('PENDING_PAYMENT', 'AUTHORIZED', 'EXPIRING')))[1]
      into v_used, v_open
      from orders o where o.event_id = p_event and o.admission_id = p_admission;
    if v_open is not null then
      raise exception 'ADMISSION_BUSY' using errcode = 'FG002', detail = jsonb_build_object('orderId', v_open)::text;
    elsif v_used >= 3 then
      raise exception 'ADMISSION_SPENT' using errcode = 'FG002', detail = jsonb_build_object('ordersMax', 3)::text;
    end if;

    select d.opens_at, d.closes_at, d.state, d.per_customer_limit, d.payment_seconds, e.status, e.deleted_at, e.currency
      into v_drop
      from drops d join events e on e.id = d.event_id where d.event_id = p_event and d.id = p_drop
      for key share of e;
    if v_drop.status <> 'PUBLISHED' or v_drop.deleted_at is not null then
      raise exception 'EVENT_CANCELLED' using errcode = 'FG002', detail = '{}';
    elsif v_now < v_drop.opens_at then
      raise exception 'DROP_NOT_OPEN' using errcode = 'FG002', detail = jsonb_build_object('opensAt', v_drop.opens_at)::text;
    elsif v_drop.state = 'CLOSED' or v_now >= v_drop.closes_at then
      raise exception 'DROP_CLOSED' using errcode = 'FG002', detail = '{}';
    elsif v_drop.state = 'PAUSED' then
      raise exception 'DROP_PAUSED' using errcode = 'FG002', detail = '{}';
    end if;

    select count(*), coalesce(sum(c.price_minor), 0) into v_sellable, v_amount
      from ticket_holders h
      join tickets t on t.event_id = h.event_id and t.number = h.ticket_number
      join categories c on c.event_id = t.event_id and c.id = t.category_id
      where h.event_id = p_event and h.ticket_number = any (p_tickets) and t.drop_id = p_drop and t.retired_at is null
        and h.kind in ('MINT', 'REFUND', 'VOID', 'RELEASE');
    if v_sellable <> v_count then
      raise exception 'TICKETS_TAKEN' using errcode = 'FG002', detail = '{}';
    end if;
    if p_expected_amount is not null and p_expected_amount <> v_amount then
      raise exception 'PRICE_CHANGED' using errcode = 'FG002', detail = jsonb_build_object('amountMinor', v_amount)::text;
    end if;

    insert into orders (event_id, id, drop_id, account_id, admission_id, hold_id, state, amount_minor, currency,
        ticket_count, pay_deadline)
      values (p_event, p_order, p_drop, p_account, p_admission, p_hold,
        case when v_amount = 0 then 'AUTHORIZED' else 'PENDING_PAYMENT' end, v_amount, v_drop.currency,
        v_count, v_now + make_interval(secs => v_drop.payment_seconds));
    insert into order_history (event_id, order_id, number, from_state, to_state, cause)
      values (p_event, p_order, 0, null, case when v_amount = 0 then 'AUTHORIZED' else 'PENDING_PAYMENT' end,
        case when v_amount = 0 then 'created free of charge' else 'created' end);

    -- The row's cap is the highest limit of the event's drops this buyer met; this drop's own limit is checked besides.
    insert into customer_quotas as q (event_id, buyer, reserved, sold, cap)
      values (p_event, p_account, v_count, 0, v_drop.per_customer_limit)
      on conflict (event_id, buyer) do update
        set reserved = q.reserved + v_count, cap = greatest(q.cap, v_drop.per_customer_limit)
        where q.reserved + q.sold + v_count <= v_drop.per_customer_limit;
    if not found then
      raise exception 'LIMIT_REACHED' using errcode = 'FG002',
        detail = jsonb_build_object('limit', v_drop.per_customer_limit)::text;
    end if;

    insert into order_claims (event_id, ticket_number, order_id)
      select p_event, n, p_order from unnest(p_tickets) n order by n;
    -- Under the claims, tickets and prices are read again: one may have been sold, or changed, since the first look.
    with lines as (
      insert into order_lines (event_id, order_id, ticket_number, category_id, price_minor, fence)
        select p_event, p_order, t.number, t.category_id, c.price_minor, h.version
        from tickets t
        join categories c on c.event_id = t.event_id and c.id = t.category_id
        join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
        where t.event_id = p_event and t.number = any (p_tickets) and t.drop_id = p_drop and t.retired_at is null
          and h.kind in ('MINT', 'REFUND', 'VOID', 'RELEASE') order by t.number
        returning price_minor
    ) select count(*), coalesce(sum(price_minor), 0) into v_line_count, v_line_amount from lines;
    if v_line_count <> v_count then
      raise exception 'TICKETS_TAKEN' using errcode = 'FG002', detail = '{}';
    elsif v_line_amount <> v_amount then
      raise exception 'PRICE_CHANGED' using errcode = 'FG002', detail = jsonb_build_object('amountMinor', v_line_amount)::text;
    end if;
    if v_amount > 0 then
      insert into payment_operations (event_id, op_id, order_id, kind, amount_minor)
        values (p_event, p_operation, p_order, 'AUTHORIZE', v_amount);
    end if;
    return query select 'CREATED', p_order, jsonb_build_object('amountMinor', v_amount);
    return;
  exception
    when sqlstate 'FG002' then
      get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail;
    when unique_violation or check_violation then
      get stacked diagnostics v_constraint = constraint_name;
      if v_constraint = 'order_claims_pkey' then
        v_message := 'TICKETS_TAKEN';
      elsif v_constraint = 'customer_quotas_cap' then
        v_message := 'LIMIT_REACHED';
        v_detail := jsonb_build_object('limit', v_drop.per_customer_limit)::text;
      else
        raise;
      end if;
  end;

  delete from order_keys k where k.account_id = p_account and k.client_key = p_key;
  if v_message = 'TICKETS_TAKEN' then
    select jsonb_build_object('tickets', coalesce(jsonb_agg(n.number order by n.number), '[]')) into v_detail
      from unnest(p_tickets) as n (number)
      left join ticket_holders h on h.event_id = p_event and h.ticket_number = n.number
      left join tickets t on t.event_id = p_event and t.number = n.number
      left join order_claims c on c.event_id = p_event and c.ticket_number = n.number
      where c.order_id is not null or t.drop_id is distinct from p_drop or t.retired_at is not null
        or h.kind is null or h.kind not in ('MINT', 'REFUND', 'VOID', 'RELEASE');
  end if;
  return query select v_message, null::uuid, coalesce(v_detail, '{}')::jsonb;
end $$;

-- Gives back what an unfinished order held: its claims and its share of the buyer's quota.
create function release_order_reservation(p_event uuid, p_order uuid) returns void language plpgsql as $$
begin
  update customer_quotas q set reserved = q.reserved - o.ticket_count
    from orders o where o.event_id = p_event and o.id = p_order and q.event_id = o.event_id and q.buyer = o.account_id;
  delete from order_claims c where c.event_id = p_event and c.order_id = p_order;
  insert into outbox (topic, dedupe_key, event_id, payload)
    select 'seat-marks', 'free:' || p_order, p_event,
      jsonb_build_object('mark', 'free', 'orderId', p_order, 'tickets', jsonb_agg(l.ticket_number order by l.ticket_number))
    from order_lines l where l.event_id = p_event and l.order_id = p_order
    on conflict do nothing;
end $$;

-- The attempt number of the next operation of a kind; an earlier one of that kind may have failed.
create function append_operation(p_event uuid, p_order uuid, p_kind text, p_amount integer) returns uuid
language sql as $$
  insert into payment_operations (event_id, order_id, kind, amount_minor, attempt)
    select p_event, p_order, p_kind, p_amount,
      1 + coalesce(max(p.attempt), 0) from payment_operations p
      where p.event_id = p_event and p.order_id = p_order and p.kind = p_kind
    returning op_id
$$;

-- AUTHORIZED → LOST: the ledger refused, the amounts differ, or the event was cancelled. The authorization is given back.
create function lose_order(p_event uuid, p_order uuid, p_cause text) returns void language plpgsql as $$
declare
  v_order orders;
begin
  perform order_step(p_event, p_order, 'AUTHORIZED', 'LOST', p_cause);
  perform release_order_reservation(p_event, p_order);
  select * into v_order from orders o where o.event_id = p_event and o.id = p_order;
  if v_order.amount_minor > 0 then
    perform append_operation(p_event, p_order, 'CANCEL', v_order.amount_minor);
  else
    perform order_step(p_event, p_order, 'LOST', 'LOST_RELEASED', 'nothing to release');
  end if;
  insert into outbox (topic, dedupe_key, event_id, payload)
    values ('mail', 'lost:' || p_order, p_event, jsonb_build_object('template', 'order-lost', 'orderId', p_order))
    on conflict do nothing;
end $$;

-- The AUTHORIZE call succeeded: the intent exists, unconfirmed. outcome: STORED, ALREADY, STORED_CANCELLING (the order
-- expired meanwhile; a CANCEL was appended), INTENT_DIFFERS (another attempt's intent is stored: the caller cancels this
-- one at Stripe). Whatever the outcome, no AUTHORIZE of the order is open afterwards.
create function store_intent(
  p_event uuid, p_operation uuid, p_intent text, p_secret text, p_status text, p_amount integer, p_currency text
) returns text language plpgsql as $$
declare
  v_order orders;
  v_operation payment_operations;
  v_intent text;
begin
  select * into v_operation from payment_operations p where p.event_id = p_event and p.op_id = p_operation;
  select * into v_order from orders o where o.event_id = p_event and o.id = v_operation.order_id for update;
  select payment_intent_id into v_intent from payments p where p.event_id = p_event and p.order_id = v_order.id;
  if not found then
    insert into payments (event_id, order_id, payment_intent_id, client_secret, status, amount_minor, currency)
      values (p_event, v_order.id, p_intent, p_secret, p_status, p_amount, p_currency);
  end if;
  -- Another attempt that is still open would keep CAPTURE and CANCEL out for ever.
  update payment_operations set settled_at = clock_timestamp(),
      state = case when op_id = p_operation and coalesce(v_intent, p_intent) = p_intent then 'DONE' else 'FAILED' end,
      error_code = case when op_id = p_operation and coalesce(v_intent, p_intent) = p_intent then null
        else 'another attempt made the intent' end,
      result = case when op_id = p_operation then jsonb_build_object('paymentIntent', p_intent) end
    where event_id = p_event and order_id = v_order.id and kind = 'AUTHORIZE' and state in ('PENDING', 'SENT', 'UNKNOWN');
  if v_intent is not null then
    return case when v_intent = p_intent then 'ALREADY' else 'INTENT_DIFFERS' end;
  end if;
  if v_order.state in ('EXPIRING', 'EXPIRED') then
    perform append_operation(p_event, v_order.id, 'CANCEL', v_order.amount_minor);
    return 'STORED_CANCELLING';
  end if;
  return 'STORED';
end $$;

-- Stripe says requires_capture. outcome: AUTHORIZED, ALREADY, LOST (amount, currency or metadata are not ours),
-- CANCELLING (a CANCEL was already sent: Stripe's answer decides), FINISHED (the order ended; a CANCEL is appended if
-- none is open), NO_INTENT (store_intent comes first: without a stored intent nothing could be captured), NO_ORDER.
create function record_authorized(
  p_event uuid, p_order uuid, p_amount integer, p_currency text, p_ours boolean, p_capture_before timestamptz, p_cause text
) returns text language plpgsql as $$
declare
  v_order orders;
begin
  select * into v_order from orders o where o.event_id = p_event and o.id = p_order for update;
  if not found then
    return 'NO_ORDER';
  end if;
  update payments set status = 'requires_capture', capture_before = coalesce(p_capture_before, capture_before),
      updated_at = clock_timestamp()
    where event_id = p_event and order_id = p_order and status not in ('succeeded', 'canceled');
  if v_order.amount_minor > 0
      and not exists (select 1 from payments p where p.event_id = p_event and p.order_id = p_order) then
    return 'NO_INTENT';
  end if;
  case
    when v_order.state in ('AUTHORIZED', 'FINALIZED', 'PAID', 'REFUNDED', 'LOST') then
      return 'ALREADY';
    when v_order.state = 'EXPIRING' then
      update payment_operations set state = 'FAILED', error_code = 'withdrawn', settled_at = clock_timestamp()
        where event_id = p_event and order_id = p_order and kind = 'CANCEL' and state = 'PENDING';
      if not found then
        return 'CANCELLING';
      end if;
      perform order_step(p_event, p_order, 'EXPIRING', 'AUTHORIZED', p_cause);
    when v_order.state = 'PENDING_PAYMENT' then
      perform order_step(p_event, p_order, 'PENDING_PAYMENT', 'AUTHORIZED', p_cause);
    else
      if not exists (select 1 from payment_operations p where p.event_id = p_event and p.order_id = p_order
          and p.kind <> 'REFUND' and p.state in ('PENDING', 'SENT', 'UNKNOWN')) then
        perform append_operation(p_event, p_order, 'CANCEL', v_order.amount_minor);
      end if;
      return 'FINISHED';
  end case;
  if p_ours and p_amount = v_order.amount_minor and p_currency = v_order.currency then
    return 'AUTHORIZED';
  end if;
  perform lose_order(p_event, p_order, 'the authorization is not for this order''s amount, currency or tickets');
  return 'LOST';
end $$;

-- Durable point 2, the guard. For each order that exists: SOLD, LOST, ALREADY, NOT_AUTHORIZED or, when a batch held one
-- that the ledger refuses, RETRY_SINGLY for all that it would have sold (none of them changed).
create function finalize_orders(p_events uuid[], p_orders uuid[])
returns table (event_id uuid, order_id uuid, outcome text) language plpgsql as $$
#variable_conflict use_column
declare
  v_events uuid[];
  v_sold uuid[];
  v_order orders;
  v_constraint text;
begin
  perform 1 from orders o join unnest(p_events, p_orders) as w (event, id) on o.event_id = w.event and o.id = w.id
    order by o.event_id, o.id for update of o;
  perform 1 from customer_quotas q
    where (q.event_id, q.buyer) in (select o.event_id, o.account_id
      from orders o join unnest(p_events, p_orders) as w (event, id) on o.event_id = w.event and o.id = w.id
      where o.state = 'AUTHORIZED')
    order by q.event_id, q.buyer for update;

  return query
    select distinct o.event_id, o.id,
      case when o.state in ('FINALIZED', 'PAID', 'REFUNDED', 'CAPTURE_FAILED', 'VOIDED') then 'ALREADY' else 'NOT_AUTHORIZED' end
    from orders o join unnest(p_events, p_orders) as w (event, id) on o.event_id = w.event and o.id = w.id
    where o.state <> 'AUTHORIZED';
  for v_order in
    select distinct o.* from orders o
      join unnest(p_events, p_orders) as w (event, id) on o.event_id = w.event and o.id = w.id
      join events e on e.id = o.event_id
      where o.state = 'AUTHORIZED' and e.status = 'CANCELLED' order by o.event_id, o.id
  loop
    perform lose_order(v_order.event_id, v_order.id, 'the event was cancelled');
    return query select v_order.event_id, v_order.id, 'LOST';
  end loop;

  select coalesce(array_agg(a.event_id), '{}'), coalesce(array_agg(a.id), '{}') into v_events, v_sold
    from (select distinct o.event_id, o.id
      from orders o join unnest(p_events, p_orders) as w (event, id) on o.event_id = w.event and o.id = w.id
      where o.state = 'AUTHORIZED') a;
  if v_sold = '{}' then
    return;
  end if;

  begin
    update customer_quotas q set reserved = q.reserved - s.n, sold = q.sold + s.n
      from (select o.event_id, o.account_id, sum(o.ticket_count)::integer as n
        from orders o join unnest(v_events, v_sold) as w (event, id) on o.event_id = w.event and o.id = w.id
        group by o.event_id, o.account_id) s
      where q.event_id = s.event_id and q.buyer = s.account_id;
    delete from order_claims c using unnest(v_events, v_sold) as w (event, id)
      where c.event_id = w.event and c.order_id = w.id;
    insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id)
      select l.event_id, l.ticket_number, l.fence + 1, 'SALE', p.version, p.kind, p.hash, o.account_id, o.id
      from unnest(v_events, v_sold) as w (event, id)
      join orders o on o.event_id = w.event and o.id = w.id
      join order_lines l on l.event_id = o.event_id and l.order_id = o.id
      left join ticket_ledger p
        on p.event_id = l.event_id and p.ticket_number = l.ticket_number and p.version = l.fence
      order by l.event_id, l.ticket_number;
  exception
    when unique_violation or check_violation then
      get stacked diagnostics v_constraint = constraint_name;
      if v_constraint not in ('ticket_ledger_pkey', 'ledger_step') then
        raise;
      end if;
      if cardinality(v_sold) > 1 then
        return query select w.event, w.id, 'RETRY_SINGLY' from unnest(v_events, v_sold) as w (event, id);
      else
        perform lose_order(v_events[1], v_sold[1], 'a ticket was sold or withdrawn meanwhile');
        return query select v_events[1], v_sold[1], 'LOST';
      end if;
      return;
  end;

  perform order_step(w.event, w.id, 'AUTHORIZED', 'FINALIZED', 'every ticket entered the ledger')
    from unnest(v_events, v_sold) as w (event, id);
  insert into payment_operations (event_id, order_id, kind, amount_minor, attempt)
    select o.event_id, o.id, 'CAPTURE', o.amount_minor, 1 + coalesce((select max(p.attempt) from payment_operations p
        where p.event_id = o.event_id and p.order_id = o.id and p.kind = 'CAPTURE'), 0)
    from orders o join unnest(v_events, v_sold) as w (event, id) on o.event_id = w.event and o.id = w.id
    where o.amount_minor > 0;
  perform order_step(o.event_id, o.id, 'FINALIZED', 'PAID', 'nothing to capture')
    from orders o join unnest(v_events, v_sold) as w (event, id) on o.event_id = w.event and o.id = w.id
    where o.amount_minor = 0;
  insert into outbox (topic, dedupe_key, event_id, payload)
    select 'seat-marks', 'sold:' || o.id, o.event_id, jsonb_build_object('mark', 'sold', 'orderId', o.id, 'tickets',
      (select jsonb_agg(l.ticket_number order by l.ticket_number) from order_lines l
        where l.event_id = o.event_id and l.order_id = o.id))
    from orders o join unnest(v_events, v_sold) as w (event, id) on o.event_id = w.event and o.id = w.id
    union all
    select 'mail', 'paid:' || o.id, o.event_id, jsonb_build_object('template', 'order-paid', 'orderId', o.id)
    from orders o join unnest(v_events, v_sold) as w (event, id) on o.event_id = w.event and o.id = w.id
    where o.amount_minor = 0
    on conflict do nothing;
  return query select w.event, w.id, 'SOLD' from unnest(v_events, v_sold) as w (event, id);
end $$;

-- The deadline passed, or the customer gave up. outcome: EXPIRED (nothing at Stripe can be paid any more), EXPIRING
-- (Stripe has an intent, or may have one; a CANCEL is open for one that is stored), NOT_DUE, NOT_PENDING. Said again of an
-- order that is EXPIRING it goes on where that stands. The claims stay until the intent is known to be cancelled.
create function expire_order(p_event uuid, p_order uuid, p_by_customer boolean)
returns text language plpgsql as $$
declare
  v_order orders;
  v_intent_status text;
begin
  select * into v_order from orders o where o.event_id = p_event and o.id = p_order for update;
  if not found or v_order.state not in ('PENDING_PAYMENT', 'EXPIRING') then
    return 'NOT_PENDING';
  elsif v_order.state = 'PENDING_PAYMENT' then
    if not p_by_customer and v_order.pay_deadline > clock_timestamp() then
      return 'NOT_DUE';
    end if;
    perform order_step(p_event, p_order, 'PENDING_PAYMENT', 'EXPIRING',
      case when p_by_customer then 'the customer cancelled' else 'the payment deadline passed' end);
  end if;
  update payment_operations set state = 'FAILED', error_code = 'withdrawn', settled_at = clock_timestamp()
    where event_id = p_event and order_id = p_order and kind = 'AUTHORIZE' and state = 'PENDING';
  if exists (select 1 from payment_operations p where p.event_id = p_event and p.order_id = p_order
      and p.state in ('PENDING', 'SENT', 'UNKNOWN')) then
    return 'EXPIRING';
  end if;
  select p.status into v_intent_status from payments p where p.event_id = p_event and p.order_id = p_order;
  if found and v_intent_status <> 'canceled' then
    if v_intent_status <> 'succeeded' then
      perform append_operation(p_event, p_order, 'CANCEL', v_order.amount_minor);
    end if;
    return 'EXPIRING';
  end if;
  perform release_order_reservation(p_event, p_order);
  perform order_step(p_event, p_order, 'EXPIRING', 'EXPIRED',
    case when v_intent_status is null then 'Stripe has no intent' else 'the intent is cancelled' end);
  return 'EXPIRED';
end $$;

-- Stripe says succeeded. outcome: PAID, ALREADY, NOT_FINALIZED (not captured by us: the order is finalized first),
-- REFUNDING (money without a sale: a REFUND is appended), NO_ORDER.
create function record_captured(p_event uuid, p_order uuid, p_captured integer, p_cause text)
returns text language plpgsql as $$
declare
  v_order orders;
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
      if not exists (select 1 from payment_operations p where p.event_id = p_event and p.order_id = p_order
          and p.kind = 'REFUND' and p.state <> 'FAILED') then
        perform append_operation(p_event, p_order, 'REFUND', p_captured);
      end if;
      return 'REFUNDING';
  end case;
end $$;

-- FINALIZED → VOIDED: the authorization went away before the capture. Seats and quota come back, the buyer is told.
create function void_order(p_event uuid, p_order uuid, p_cause text) returns void language plpgsql as $$
begin
  perform order_step(p_event, p_order, 'FINALIZED', 'CAPTURE_FAILED', p_cause);
  update customer_quotas q set sold = q.sold - o.ticket_count
    from orders o where o.event_id = p_event and o.id = p_order and q.event_id = o.event_id and q.buyer = o.account_id;
  insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, order_id, reason)
    select h.event_id, h.ticket_number, h.version + 1, 'VOID', h.version, h.kind, h.hash, h.order_id, p_cause
    from ticket_holders h join order_lines l
      on l.event_id = h.event_id and l.ticket_number = h.ticket_number and l.order_id = p_order
    where h.event_id = p_event and h.order_id = p_order and h.kind = 'SALE' order by h.ticket_number;
  perform order_step(p_event, p_order, 'CAPTURE_FAILED', 'VOIDED', 'every ticket was given back');
  insert into outbox (topic, dedupe_key, event_id, payload)
    select 'seat-marks', 'void:' || p_order, p_event,
      jsonb_build_object('mark', 'free', 'orderId', p_order, 'tickets', jsonb_agg(l.ticket_number order by l.ticket_number))
    from order_lines l where l.event_id = p_event and l.order_id = p_order
    union all
    select 'mail', 'voided:' || p_order, p_event, jsonb_build_object('template', 'order-voided', 'orderId', p_order)
    on conflict do nothing;
end $$;

-- Stripe says canceled. outcome: EXPIRED, RELEASED (a lost order), VOIDED, ALREADY, NO_ORDER.
create function record_canceled(p_event uuid, p_order uuid, p_cause text) returns text language plpgsql as $$
declare
  v_order orders;
begin
  select * into v_order from orders o where o.event_id = p_event and o.id = p_order for update;
  if not found then
    return 'NO_ORDER';
  end if;
  update payments set status = 'canceled', updated_at = clock_timestamp() where event_id = p_event and order_id = p_order;
  update payment_operations set state = case when kind = 'CANCEL' then 'DONE' else 'FAILED' end,
      error_code = case when kind = 'CANCEL' then null else 'intent canceled' end, settled_at = clock_timestamp()
    where event_id = p_event and order_id = p_order and kind in ('CAPTURE', 'CANCEL')
      and state in ('PENDING', 'SENT', 'UNKNOWN');
  case v_order.state
    when 'PENDING_PAYMENT' then
      perform order_step(p_event, p_order, 'PENDING_PAYMENT', 'EXPIRING', p_cause);
      perform release_order_reservation(p_event, p_order);
      perform order_step(p_event, p_order, 'EXPIRING', 'EXPIRED', p_cause);
      return 'EXPIRED';
    when 'EXPIRING' then
      perform release_order_reservation(p_event, p_order);
      perform order_step(p_event, p_order, 'EXPIRING', 'EXPIRED', p_cause);
      return 'EXPIRED';
    when 'AUTHORIZED' then
      perform lose_order(p_event, p_order, p_cause);
      update payment_operations set state = 'DONE', settled_at = clock_timestamp()
        where event_id = p_event and order_id = p_order and kind = 'CANCEL' and state = 'PENDING';
      perform order_step(p_event, p_order, 'LOST', 'LOST_RELEASED', p_cause);
      return 'RELEASED';
    when 'LOST' then
      perform order_step(p_event, p_order, 'LOST', 'LOST_RELEASED', p_cause);
      return 'RELEASED';
    when 'FINALIZED' then
      perform void_order(p_event, p_order, p_cause);
      return 'VOIDED';
    else
      return 'ALREADY';
  end case;
end $$;

-- Stripe made the refund. An order that was lost but captured is released by it. outcome: RECORDED, ALREADY.
create function record_refunded(p_event uuid, p_operation uuid, p_refund text, p_amount integer)
returns text language plpgsql as $$
declare
  v_order uuid;
begin
  select p.order_id into v_order from payment_operations p where p.event_id = p_event and p.op_id = p_operation;
  perform 1 from orders o where o.event_id = p_event and o.id = v_order for update;
  update payment_operations set state = 'DONE', settled_at = clock_timestamp(), result = jsonb_build_object('refund', p_refund)
    where event_id = p_event and op_id = p_operation and state <> 'DONE';
  if not found then
    return 'ALREADY';
  end if;
  update payments set refunded_minor = refunded_minor + p_amount, updated_at = clock_timestamp()
    where event_id = p_event and order_id = v_order;
  if exists (select 1 from orders o where o.event_id = p_event and o.id = v_order and o.state = 'LOST') then
    perform order_step(p_event, v_order, 'LOST', 'LOST_RELEASED', 'money without a ticket was refunded');
  elsif exists (select 1 from orders o where o.event_id = p_event and o.id = v_order and o.state = 'EXPIRING') then
    perform release_order_reservation(p_event, v_order);
    perform order_step(p_event, v_order, 'EXPIRING', 'EXPIRED', 'money without a ticket was refunded');
  end if;
  return 'RECORDED';
end $$;
