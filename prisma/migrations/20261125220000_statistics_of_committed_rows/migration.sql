-- Statistics are taken when committed rows grew by a quarter, no longer when the file did. A mint in progress grows the
-- file by tickets that ANALYZE does not see: it wrote down an empty table, the mint's own foreign keys were then looked
-- up through any index that begins with the event, all of the event ticket for ticket, and the committed table had
-- hardly grown any more, so that nobody looked again. n_live_tup counts what was committed, and what the last ANALYZE
-- saw before it. A table never analysed does no harm meanwhile: the planner reckons with the size of its file.
create or replace function refresh_statistics() returns text[] language plpgsql security definer
  set search_path = public, pg_temp set lock_timeout = '200ms' as $$
declare
  v_table text;
  v_done text[] := '{}';
begin
  for v_table in
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and pg_stat_get_live_tuples(c.oid) > 1.25 * greatest(c.reltuples, 0) + 200
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
