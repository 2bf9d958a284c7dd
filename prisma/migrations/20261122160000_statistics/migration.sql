-- Brings the planner's statistics up to date for every table that grew by a quarter since they were last taken, and says
-- which. A drop sells within minutes of the making of its tickets: autovacuum comes once a minute, and until then the
-- planner takes an event for a handful of rows and reads it whole, order for order. Only the owner may take statistics,
-- hence the definer. A table that is being vacuumed is left for the next time.
create function refresh_statistics() returns text[] language plpgsql security definer
  set search_path = public, pg_temp set lock_timeout = '200ms' as $$
declare
  v_table text;
  v_done text[] := '{}';
begin
  for v_table in
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and pg_relation_size(c.oid) / current_setting('block_size')::integer > 1.25 * greatest(c.relpages, 0) + 4
    order by c.relname
  loop
    begin
      execute format('analyze public.%I', v_table);
      v_done := v_done || v_table;
    exception when lock_not_available then
      null;
    end;
  end loop;
  return v_done;
end $$;

revoke all on function refresh_statistics() from public;
grant execute on function refresh_statistics() to fairgate_app;
