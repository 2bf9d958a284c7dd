-- The sale ledger: one linear, legal history per ticket, kept by declarations rather than by care.

create table orders (
  event_id           uuid not null references events (id),
  id                 uuid not null,
  drop_id            uuid not null,
  account_id         uuid not null references users (id),
  admission_id       uuid not null,
  hold_id            uuid not null,
  state              text not null,
  state_version      integer not null default 0,
  amount_minor       integer not null,
  currency           text not null,
  ticket_count       integer not null,
  pay_deadline       timestamptz not null,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  finalized_at       timestamptz,
  paid_at            timestamptz,
  primary key (event_id, id),
  constraint orders_event_id_drop_id_fkey foreign key (event_id, drop_id) references drops (event_id, id),
  constraint orders_event_id_admission_id_fkey foreign key (event_id, admission_id) references admissions (event_id, id),
  constraint orders_state check (state in (
    'PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'PAID', 'EXPIRING', 'EXPIRED',
    'LOST', 'LOST_RELEASED', 'CAPTURE_FAILED', 'VOIDED', 'REFUNDED')),
  constraint orders_amount check (amount_minor >= 0),
  constraint orders_ticket_count check (ticket_count between 1 and 20),
  constraint orders_currency_code check (currency ~ '^[a-z]{3}$')
);
create index orders_id_idx on orders (id);
create index orders_account_id_created_at_id_idx on orders (account_id, created_at, id);
create index orders_admission_idx on orders (event_id, admission_id);
create index orders_due_idx on orders (state, updated_at)
  where state in ('PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'EXPIRING', 'LOST', 'CAPTURE_FAILED');

create index orders_overdue_idx on orders (pay_deadline) where state = 'PENDING_PAYMENT';

create table ticket_ledger (
  event_id      uuid not null,
  ticket_number integer not null,
  version       integer not null,
  kind          text not null,
  prev_version  integer,
  prev_kind     text,
  prev_hash     bytea,
  hash          bytea not null,
  holder        uuid,
  order_id      uuid,
  actor         uuid,
  reason        text,
  at            timestamptz not null default now(),
  primary key (event_id, ticket_number, version),
  constraint ticket_ledger_link_key unique (event_id, ticket_number, version, kind, hash),
  constraint ticket_ledger_chain_fkey foreign key (event_id, ticket_number, prev_version, prev_kind, prev_hash)
    references ticket_ledger (event_id, ticket_number, version, kind, hash),
  constraint ticket_ledger_ticket_fkey foreign key (event_id, ticket_number) references tickets (event_id, number),
  constraint ticket_ledger_order_fkey foreign key (event_id, order_id) references orders (event_id, id),
  constraint ledger_kind check (kind in (
    'MINT', 'SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO', 'REFUND', 'VOID', 'BLOCK', 'RELEASE', 'RETIRE')),
  -- Without the NOT NULLs a row with NULL predecessors passes every CHECK and skips the foreign key.
  constraint ledger_chain check (
    (version = 0 and kind = 'MINT' and prev_version is null and prev_kind is null and prev_hash is null)
    or (version > 0 and kind <> 'MINT' and prev_version is not null and prev_version = version - 1
        and prev_kind is not null and prev_hash is not null)),
  constraint ledger_step check ((kind = 'MINT'
    or (kind in ('SALE', 'BLOCK') and prev_kind in ('MINT', 'REFUND', 'VOID', 'RELEASE'))
    or (kind in ('TRANSFER', 'CHECKIN') and prev_kind in ('SALE', 'TRANSFER', 'CHECKIN_UNDO'))
    or (kind = 'CHECKIN_UNDO' and prev_kind = 'CHECKIN')
    or (kind = 'REFUND' and prev_kind in ('SALE', 'TRANSFER', 'CHECKIN_UNDO'))
    or (kind = 'REFUND' and prev_kind = 'CHECKIN' and actor is not null and length(reason) > 0)
    or (kind = 'VOID' and prev_kind = 'SALE')
    or (kind = 'RELEASE' and prev_kind = 'BLOCK')
    or (kind = 'RETIRE' and prev_kind in ('MINT', 'REFUND', 'VOID', 'RELEASE', 'BLOCK'))) is true),
  constraint ledger_holder check (
    (kind in ('SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO')) = (holder is not null)),
  constraint ledger_order check (
    (kind in ('SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO', 'REFUND', 'VOID')) = (order_id is not null)),
  constraint ledger_reason_length check (length(reason) <= 500)
);
create unique index ledger_one_sale_per_order on ticket_ledger (event_id, ticket_number, order_id) where kind = 'SALE';
create index ledger_order_idx on ticket_ledger (event_id, order_id) where order_id is not null;

-- The newest entry of every ticket, kept by the statement that appends. Nobody but the trigger below writes here.
create table ticket_holders (
  event_id      uuid not null,
  ticket_number integer not null,
  version       integer not null,
  kind          text not null,
  hash          bytea not null,
  holder        uuid,
  order_id      uuid,
  primary key (event_id, ticket_number)
);
create index ticket_holders_holder_idx on ticket_holders (holder, event_id, ticket_number) where holder is not null;

-- What is hashed, byte for byte: the predecessor's hash, then these fields as text, each ended by a line feed, with an
-- absent one as the empty string; the time in microseconds since 1970; the free text last, so that nothing is ambiguous.
create function ledger_entry_hash(
  p_event uuid, p_ticket integer, p_version integer, p_kind text, p_prev_hash bytea,
  p_holder uuid, p_order uuid, p_actor uuid, p_at timestamptz, p_reason text
) returns bytea language sql immutable parallel safe as $$
  select sha256(coalesce(p_prev_hash, ''::bytea) || convert_to(
    p_event::text || E'\n' || p_ticket::text || E'\n' || p_version::text || E'\n' || p_kind || E'\n'
    || coalesce(p_holder::text, '') || E'\n' || coalesce(p_order::text, '') || E'\n' || coalesce(p_actor::text, '') || E'\n'
    || (extract(epoch from p_at) * 1000000)::bigint::text || E'\n' || coalesce(p_reason, ''), 'UTF8'))
$$;

-- Time and hash are made here, whatever the writer said. What follows a sale must be about that sale's order and, at
-- the gate, its holder; a ticket moves or enters only once its order is paid, so that VOID stays possible until then.
-- Tables are named with their schema: a writer's temporary table of the same name would be read instead.
create function ledger_seal_entry() returns trigger language plpgsql as $$
declare
  v_previous public.ticket_ledger;
begin
  new.at := clock_timestamp();
  if new.kind in ('TRANSFER', 'CHECKIN', 'CHECKIN_UNDO', 'REFUND', 'VOID') then
    select * into v_previous from public.ticket_ledger l
      where l.event_id = new.event_id and l.ticket_number = new.ticket_number and l.version = new.prev_version;
    if v_previous.order_id is distinct from new.order_id then
      raise exception 'entry is about another order than the sale it follows'
        using errcode = 'check_violation', constraint = 'ledger_order_continues', table = 'ticket_ledger';
    end if;
    if new.kind in ('CHECKIN', 'CHECKIN_UNDO') and v_previous.holder is distinct from new.holder then
      raise exception 'only the holder enters'
        using errcode = 'check_violation', constraint = 'ledger_holder_continues', table = 'ticket_ledger';
    end if;
    if new.kind in ('TRANSFER', 'CHECKIN') and not exists (
      select 1 from public.orders o where o.event_id = new.event_id and o.id = new.order_id and o.state = 'PAID') then
      raise exception 'the order is not paid'
        using errcode = 'check_violation', constraint = 'ledger_paid_first', table = 'ticket_ledger';
    end if;
  end if;
  new.hash := public.ledger_entry_hash(new.event_id, new.ticket_number, new.version, new.kind, new.prev_hash,
    new.holder, new.order_id, new.actor, new.at, new.reason);
  return new;
end $$;
create trigger ledger_seal_entry before insert on ticket_ledger
  for each row execute function ledger_seal_entry();

-- One statement may append two entries to a ticket (a resale): only the newest becomes the head. It runs as the owner, so
-- temporary tables come last in its search path: else a writer's own ticket_holders would take the rows, and a trigger
-- on that table would run with the owner's rights.
create function ledger_project_holders() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.ticket_holders as h (event_id, ticket_number, version, kind, hash, holder, order_id)
    select distinct on (a.event_id, a.ticket_number)
      a.event_id, a.ticket_number, a.version, a.kind, a.hash, a.holder, a.order_id
    from appended a order by a.event_id, a.ticket_number, a.version desc
  on conflict (event_id, ticket_number) do update
    set version = excluded.version, kind = excluded.kind, hash = excluded.hash,
        holder = excluded.holder, order_id = excluded.order_id
    where h.version < excluded.version;
  return null;
end $$;
create trigger ledger_project_holders after insert on ticket_ledger
  referencing new table as appended for each statement execute function ledger_project_holders();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger ledger_append_only before update or delete or truncate on ticket_ledger
  for each statement execute function refuse_change();
create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_change();

-- Signed heads, which also leave the database (a file, a log): an edited or shortened history is found against them.
create table ledger_checkpoints (
  event_id    uuid not null references events (id),
  number      integer not null,
  at          timestamptz not null default now(),
  heads       integer not null,
  versions    bytea not null,
  root        bytea not null,
  prev_root   bytea,
  key_id      text not null,
  signature   text not null,
  primary key (event_id, number)
);
