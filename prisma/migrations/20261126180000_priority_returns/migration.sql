-- Who lost a turn by a fault of ours comes in once more, before new turns are given: one row for each admission that ended
-- without an order, at most two an account and drop, and few of all. The admission log shows each of them.
create table priority_returns (
  event_id     uuid not null,
  admission_id uuid not null,
  drop_id      uuid not null,
  account_id   uuid not null,
  returned_at  timestamptz not null default clock_timestamp(),
  primary key (event_id, admission_id),
  constraint priority_returns_admission_fkey foreign key (event_id, admission_id) references admissions (event_id, id)
);
create index priority_returns_drop_idx on priority_returns (event_id, drop_id, returned_at);
grant select, insert on priority_returns to fairgate_app;
revoke update, delete, truncate on priority_returns from fairgate_app;

-- A RETURN names the admission that ended, and the place that comes in again.
alter table admission_log drop constraint admission_log_kind, drop constraint admission_log_admission;
alter table admission_log add constraint admission_log_kind check (kind in ('TURNS', 'ADMISSION', 'RETURN')),
  add constraint admission_log_admission
    check (num_nulls(admission_id, lane, position) = case when kind = 'TURNS' then 3 else 0 end);
drop index admission_log_admission_key;
create unique index admission_log_admission_key on admission_log (event_id, admission_id, kind) where admission_id is not null;

-- p_ended: the admission that a fault of ours cost, of the place that the account still has. RETURNED: its turn counts as not used. Again is the same.
create function return_turn(p_event uuid, p_drop uuid, p_ended uuid, p_account uuid, p_per_account integer, p_all_least integer,
  p_all_percent integer) returns text language plpgsql as $$
begin
  -- One at a time an account: the lock of its row, as every sale of it takes.
  perform from admissions a join drop_entries e on e.event_id = a.event_id and e.drop_id = a.drop_id
      and e.account_id = a.account_id and e.lane = a.lane and e.entry_index = a.entry_index and e.left_at is null
    where a.event_id = p_event and a.id = p_ended and a.drop_id = p_drop and a.account_id = p_account
      and a.state = 'EXPIRED' for update of a;
  if not found then
    return 'NOT_ENDED';
  end if;
  if exists (select from priority_returns r where r.event_id = p_event and r.admission_id = p_ended) then
    return 'RETURNED';
  end if;
  if exists (select from orders o where o.event_id = p_event and o.admission_id = p_ended) then
    return 'BOUGHT';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('priority-return:' || p_drop, 0));
  if (select count(*) from priority_returns r
      where r.event_id = p_event and r.drop_id = p_drop and r.account_id = p_account) >= p_per_account
    or (select count(*) from priority_returns r where r.event_id = p_event and r.drop_id = p_drop)
      >= greatest(p_all_least, (select count(*) from admissions a where a.event_id = p_event and a.drop_id = p_drop)
        * p_all_percent / 100) then
    return 'TOO_MANY';
  end if;
  insert into priority_returns (event_id, admission_id, drop_id, account_id) values (p_event, p_ended, p_drop, p_account);
  insert into audit_log (actor, action, subject, detail) values (p_account, 'turn.return', 'drop:' || p_drop,
    jsonb_build_object('admissionId', p_ended));
  return 'RETURNED';
end $$;
