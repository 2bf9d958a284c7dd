-- Five gaps of the way that money goes back. A buyer who returns tickets of a moved event gives back what is still theirs,
-- never what somebody else got from them. A refund that Stripe refuses fails, for a person to decide, and goes on by itself
-- when the dispute that it was refused for is won. A refund without an id is none. A dispute does not go back from OPEN to
-- INQUIRY by an older word. And a run for a moved event, too, takes up the orders whose disputes are won after its end.

-- Revokes tickets of a paid order and intends their money to go back, less a fee a ticket. p_tickets null: all that live; of
-- a CUSTOMER only their own. p_entered: tickets that entered the venue too. outcome: REFUNDING, REPLAYED (same id, same
-- request), KEY_REUSED, NO_ORDER, NOT_PAID (state), NOT_REFUNDABLE (buyers may not return, or not any more), NOT_LIVE (tickets
-- that are not this order's, or not any more, or another person's), ENTERED (tickets), DISPUTED, FEE_TOO_HIGH (ticket,
-- priceMinor), NOTHING_LIVES. All or none; a refusal leaves nothing behind.
create or replace function refund_tickets(
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
  elsif p_cause = 'CUSTOMER' and not exists (select from events e
      where e.id = p_event and e.refundable_until >= clock_timestamp()) then
    return query select 'NOT_REFUNDABLE', '{}'::jsonb;
    return;
  end if;

  for v_attempt in 1..5 loop
    select array_agg(h.ticket_number order by h.ticket_number) into v_live from ticket_holders h
      where h.event_id = p_event and h.order_id = p_order and h.holder is not null
        and (p_tickets is null or h.ticket_number = any (p_tickets))
        and (p_tickets is not null or p_entered or h.kind <> 'CHECKIN')
        and (p_cause <> 'CUSTOMER' or h.holder = v_order.account_id);
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
create or replace function settle_refund(p_event uuid, p_refund uuid, p_stripe_refund text, p_status text, p_failure text)
returns text language plpgsql as $$
declare
  v_refund refunds;
  v_to text := case when p_status = 'succeeded' then 'SUCCEEDED' when p_status in ('failed', 'canceled') then 'FAILED' else 'ACCEPTED' end;
  v_given integer;
begin
  if p_stripe_refund is null then
    raise exception 'a refund of Stripe has an id' using errcode = 'null_value_not_allowed';
  end if;
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

-- Stripe refused a REFUND operation for good and made nothing: a person decides, as when the bank sends one back.
-- true: recorded now.
create function refuse_refund(p_event uuid, p_operation uuid, p_code text) returns boolean language plpgsql as $$
declare
  v_operation payment_operations;
begin
  select * into v_operation from payment_operations p where p.event_id = p_event and p.op_id = p_operation and p.kind = 'REFUND';
  perform 1 from orders o where o.event_id = p_event and o.id = v_operation.order_id for update;
  update payment_operations set state = 'FAILED', error_code = p_code, settled_at = clock_timestamp()
    where event_id = p_event and op_id = p_operation and kind = 'REFUND' and state in ('SENT', 'UNKNOWN');
  if not found then
    return false;
  end if;
  update refunds set state = 'FAILED', failure = p_code, settled_at = clock_timestamp()
    where event_id = p_event and id = v_operation.refund_id and state = 'PENDING';
  return found;
end $$;

-- The dispute for which Stripe refused refunds of an order is over. Won: they go on. Lost over all that was left: the bank
-- has given the money back in their place. The caller holds the order's row lock.
create function end_refused_refunds(p_event uuid, p_order uuid, p_won boolean) returns void language plpgsql as $$
declare
  v_refund uuid;
begin
  for v_refund in select r.id from refunds r
      where r.event_id = p_event and r.order_id = p_order and r.state = 'FAILED' and r.failure = 'charge_disputed'
      order by r.id for update loop
    if p_won then
      update refunds set state = 'PENDING', failure = null, settled_at = null where event_id = p_event and id = v_refund;
      perform append_refund_operation(p_event, v_refund);
    else
      update refunds set state = 'SETTLED', failure = 'charge_disputed; the dispute was lost, and the bank gave the money back',
          settled_at = clock_timestamp()
        where event_id = p_event and id = v_refund;
      perform release_refunded_order(p_event, p_order);
    end if;
  end loop;
end $$;

-- A dispute as Stripe tells it. A lost one over all that was left of the payment takes the tickets back; the money is gone
-- already. outcome: OPENED, CHANGED, REVOKED (lost, tickets taken back), ALREADY, NO_ORDER.
create or replace function record_dispute(
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
  if v_found and (v_known.state = p_state or v_known.state in ('WON', 'LOST')
      or (v_known.state = 'OPEN' and p_state = 'INQUIRY')) then
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
    -- So does the newest one of an event that was moved, for what was bought before it.
    update refund_runs r set state = case when r.state = 'DONE' then 'RUNNING' else r.state end, finished_at = null,
        due_at = clock_timestamp()
      where r.event_id = p_event and r.cause = 'EVENT_MOVED'
        and r.id = (select n.id from refund_runs n where n.event_id = p_event order by n.created_at desc limit 1)
        and exists (select from orders o where o.event_id = p_event and o.id = p_order and o.state = 'PAID'
          and o.created_at < r.created_at);
    perform end_refused_refunds(p_event, p_order, true);
  end if;
  if p_state <> 'LOST' then
    return case when v_found then 'CHANGED' else 'OPENED' end;
  end if;
  select y.captured_minor - y.refunded_minor into v_left from payments y where y.event_id = p_event and y.order_id = p_order;
  if p_amount < v_left then
    return 'CHANGED';
  end if;
  perform end_refused_refunds(p_event, p_order, false);
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
