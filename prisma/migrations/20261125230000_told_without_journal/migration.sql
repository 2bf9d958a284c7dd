-- A row of the journal that was committed while the journal was switched off stayed for good, and what it is of was never
-- told, nor refunded. While the journal is off nothing waits for it.

create or replace function is_journaled(p_event uuid, p_order uuid) returns boolean language sql stable as $$
  select not journal_is_on() or not exists (select from sale_journal j where j.event_id = p_event and j.order_id = p_order)
$$;

create or replace function told_state(p_event uuid, p_order uuid, p_state text) returns text language sql stable as $$
  select case
    when p_state not in ('PAID', 'VOIDED', 'REFUNDED') or not journal_is_on() then p_state
    when bool_or(j.line ->> 'kind' in ('PAID', 'VOIDED')) then 'FINALIZED'
    when bool_or(j.line ->> 'kind' = 'REFUNDED') then 'PAID'
    else p_state end
  from sale_journal j where j.event_id = p_event and j.order_id = p_order
$$;

create or replace function is_row_journaled(
  p_event uuid, p_order uuid, p_table text, p_key text, p_id uuid, p_state text
) returns boolean language sql stable as $$
  select not journal_is_on() or not exists (select from sale_journal j where j.event_id = p_event and j.order_id = p_order
    and j.line ->> 'table' = p_table and j.line -> 'row' ->> p_key = p_id::text
    and (p_state is null or j.line -> 'row' ->> 'state' = p_state))
$$;
