-- A worker took whatever lay under a disk that is not mounted for the journal's folder, and acknowledged what it wrote
-- there. Now a folder is a journal only where a marker says so, with the id of the installation whose sales it keeps.

-- Made once, and the same after every restore.
alter table recovery_state add column installation_id uuid not null default gen_random_uuid();

-- What is told of an order: its state, or the one before while the line of its end is not on the journal's disk.
create function told_state(p_event uuid, p_order uuid, p_state text) returns text language sql stable as $$
  select case
    when p_state not in ('PAID', 'VOIDED', 'REFUNDED') then p_state
    when bool_or(j.line ->> 'kind' in ('PAID', 'VOIDED')) then 'FINALIZED'
    when bool_or(j.line ->> 'kind' = 'REFUNDED') then 'PAID'
    else p_state end
  from sale_journal j where j.event_id = p_event and j.order_id = p_order
$$;

-- Whether a row that was journaled when it came to a state, or when it was made, is on the journal's disk as such. p_key:
-- the name of its column that holds p_id; p_state null: whatever its state.
create function is_row_journaled(p_event uuid, p_order uuid, p_table text, p_key text, p_id uuid, p_state text)
returns boolean language sql stable as $$
  select not exists (select from sale_journal j where j.event_id = p_event and j.order_id = p_order
    and j.line ->> 'table' = p_table and j.line -> 'row' ->> p_key = p_id::text
    and (p_state is null or j.line -> 'row' ->> 'state' = p_state))
$$;
