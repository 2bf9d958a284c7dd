-- HELD: no turns, while who is inside goes on. DRAINING: besides, nobody new joins. Neither keeps anybody from buying.
alter table drops drop constraint drops_state;
alter table drops add constraint drops_state check (state in ('SCHEDULED', 'HELD', 'DRAINING', 'PAUSED', 'CLOSED'));

-- All lines at once: no turns anywhere, while who is inside goes on.
alter table recovery_state add column lines_held_at timestamptz, add column hold_reason text,
  add constraint recovery_state_held check ((lines_held_at is null) = (hold_reason is null)),
  add constraint recovery_state_hold_reason_length check (length(hold_reason) between 1 and 500);

-- Sets what all sales do, with who and why in the audit log. A sale that was shut by anybody but operations (a restore,
-- a replay) is not opened here: it has a reason that a press of a button does not mend.
create function set_sales(p_actor uuid, p_state text, p_reason text) returns text language plpgsql as $$
declare
  v_prefix constant text := 'shut by operations';
  v_row recovery_state%rowtype;
begin
  select * into v_row from recovery_state where id = 1 for update;
  if v_row.sales_shut_at is not null and not starts_with(v_row.shut_reason, v_prefix) then
    return 'RECOVERING';
  end if;
  if p_state = 'STOPPED' then
    perform shut_sales(left(v_prefix || ': ' || p_reason, 500));
  elsif v_row.sales_shut_at is not null then
    perform open_sales();
  end if;
  update recovery_state set
    lines_held_at = case when p_state = 'HELD' then coalesce(lines_held_at, clock_timestamp()) end,
    hold_reason = case when p_state = 'HELD' then p_reason end
  where id = 1;
  insert into audit_log (actor, action, subject, detail)
    values (p_actor, 'sales.set', 'sales', jsonb_build_object('state', p_state, 'reason', p_reason));
  return 'SET';
end $$;

-- When a place was given up. Joining again takes it up.
alter table drop_entries add column left_at timestamptz;

-- Which device came in, as a hash of what it calls itself: only that one holds and orders, until another takes its place.
-- move_code_hash: with this code another device of the account may, once, until move_expires_at.
alter table admissions add column device text, add column move_code_hash bytea, add column move_expires_at timestamptz,
  add constraint admissions_move check ((move_code_hash is null) = (move_expires_at is null));
