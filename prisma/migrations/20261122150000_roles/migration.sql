-- The services' role. It may append to the ledger and read it, and can neither change nor shorten it. The password is
-- set by whoever runs the migration, never here.
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'fairgate_app') then
    begin
      create role fairgate_app login nosuperuser nocreatedb nocreaterole noinherit;
    exception when duplicate_object or unique_violation then
      null; -- another database of the same server was migrated at the same instant
    end;
  end if;
end $$;

grant usage on schema public to fairgate_app;
grant select, insert, update, delete on all tables in schema public to fairgate_app;
grant usage, select on all sequences in schema public to fairgate_app;
revoke update, delete, truncate on ticket_ledger, order_history, audit_log, ledger_checkpoints from fairgate_app;
revoke insert, update, delete, truncate on ticket_holders from fairgate_app;
revoke all on _prisma_migrations from fairgate_app;
