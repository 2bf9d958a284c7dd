-- An intent that somebody captured by hand while its order was still unpaid was known as succeeded, and at the deadline
-- nobody gave the money back: the order stayed EXPIRING for ever. Now ending such an order begins the refund. And while
-- Stripe is out no deadline strikes: the time lost is given back when it answers again.

-- The deadline passed, or the customer gave up. outcome: EXPIRED (nothing at Stripe can be paid any more), EXPIRING
-- (Stripe has an intent, or may have one; a CANCEL is open for one that is stored, a refund for one that was captured),
-- NOT_DUE, NOT_PENDING. Said again of an order that is EXPIRING it goes on where that stands. The claims stay until the
-- intent is known to be cancelled, or its money given back.
create or replace function expire_order(p_event uuid, p_order uuid, p_by_customer boolean)
returns text language plpgsql as $$
declare
  v_order orders;
  v_intent_status text;
  v_captured integer;
begin
  select * into v_order from orders o where o.event_id = p_event and o.id = p_order for update;
  if not found or v_order.state not in ('PENDING_PAYMENT', 'EXPIRING') then
    return 'NOT_PENDING';
  elsif v_order.state = 'PENDING_PAYMENT' then
    -- An outage ends in the statement that moves the deadlines: with this row locked, one of the two is seen.
    if not p_by_customer and (v_order.pay_deadline > clock_timestamp()
        or exists (select from stripe_outages s where s.ended_at is null)) then
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
  select p.status, p.captured_minor into v_intent_status, v_captured
    from payments p where p.event_id = p_event and p.order_id = p_order;
  if found and v_intent_status <> 'canceled' then
    if v_intent_status = 'succeeded' then
      perform record_captured(p_event, p_order, v_captured, 'captured before the order ended');
    else
      perform append_operation(p_event, p_order, 'CANCEL', v_order.amount_minor);
    end if;
    return 'EXPIRING';
  end if;
  perform release_order_reservation(p_event, p_order);
  perform order_step(p_event, p_order, 'EXPIRING', 'EXPIRED',
    case when v_intent_status is null then 'Stripe has no intent' else 'the intent is cancelled' end);
  return 'EXPIRED';
end $$;
