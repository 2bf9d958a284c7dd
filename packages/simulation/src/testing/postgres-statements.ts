/** As payment-operations.ts in packages/shared/src/database has them, of one operation. */
export const operationStatements = {
  markSent: `update payment_operations set state = 'SENT', sent_at = coalesce(sent_at, clock_timestamp()),
               due_at = clock_timestamp() + make_interval(secs => $3)
             where event_id = $1 and op_id = $2 and parked_at is null
               and (state = 'PENDING' or (state in ('SENT', 'UNKNOWN') and due_at <= clock_timestamp()))
             returning 'sent' as outcome`,
  markUnknown: `update payment_operations set state = 'UNKNOWN', failures = failures + 1,
             parked_at = case when failures + 1 >= $4 then clock_timestamp() end,
             due_at = clock_timestamp() + make_interval(secs => $3)
           where event_id = $1 and op_id = $2 and state in ('SENT', 'UNKNOWN') returning 'done' as outcome`,
  openNextAttempt: `with failed as (
             update payment_operations set state = 'FAILED', settled_at = clock_timestamp()
             where event_id = $1 and op_id = $2 and state in ('SENT', 'UNKNOWN') returning *)
           insert into payment_operations (event_id, order_id, kind, attempt, amount_minor, refund_id, failures, parked_at, due_at)
             select event_id, order_id, kind, attempt + 1, amount_minor, refund_id, failures, parked_at, clock_timestamp() + make_interval(secs => $3)
             from failed returning 'done' as outcome`,
};

/** An event as a whole, for comparing it. */
export const stateStatement = `select json_build_object(
  'orders', (select coalesce(json_agg(json_build_object('id', o.id,
      'path', (select json_agg(h.to_state order by h.number) from order_history h
        where h.event_id = o.event_id and h.order_id = o.id),
      'tickets', (select json_agg(l.ticket_number || '@' || l.fence order by l.ticket_number) from order_lines l
        where l.event_id = o.event_id and l.order_id = o.id),
      'operations', array(select p.kind || ' ' || p.attempt || ' ' || p.amount_minor || ' ' || p.state
          || ' ' || p.failures || case when p.parked_at is null then '' else ' parked' end
        from payment_operations p where p.event_id = o.event_id and p.order_id = o.id),
      'payment', coalesce((select replace(y.payment_intent_id, o.event_id || ' ', '') || ' ' || y.status || ' '
        || y.captured_minor || ' ' || y.refunded_minor from payments y
        where y.event_id = o.event_id and y.order_id = o.id), 'none'))), '[]')
    from orders o where o.event_id = $1),
  'heads', (select json_agg(t.kind || ' ' || t.version order by t.ticket_number) from ticket_holders t where t.event_id = $1),
  'claims', (select coalesce(json_agg(json_build_array(c.ticket_number, c.order_id) order by c.ticket_number), '[]')
    from order_claims c where c.event_id = $1),
  'quotas', (select coalesce(json_agg(json_build_array(array_position($2::uuid[], q.buyer) - 1, q.reserved, q.sold, q.cap)
      order by array_position($2::uuid[], q.buyer)), '[]') from customer_quotas q where q.event_id = $1)) as state`;
