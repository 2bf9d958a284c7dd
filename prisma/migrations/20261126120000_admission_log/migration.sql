-- Shows afterwards that turns were given in the order of the draw (docs/draw.md): how far each lane had been served, and who
-- came in when, each entry chained to the one before. The last entry of a batch is signed.
create table admission_log (
  event_id     uuid not null,
  drop_id      uuid not null,
  seq          integer not null,
  kind         text not null,
  at           timestamptz not null,
  served       integer[],
  joined       integer[],
  admission_id uuid,
  lane         smallint,
  position     integer,
  hash         bytea not null,
  key_id       text,
  signature    text,
  primary key (event_id, drop_id, seq),
  constraint admission_log_drop_fkey foreign key (event_id, drop_id) references drops (event_id, id),
  constraint admission_log_kind check (kind in ('TURNS', 'ADMISSION')),
  constraint admission_log_turns check (num_nulls(served, joined) = case when kind = 'TURNS' then 0 else 2 end),
  constraint admission_log_admission
    check (num_nulls(admission_id, lane, position) = case when kind = 'ADMISSION' then 0 else 3 end),
  constraint admission_log_seq check (seq >= 0 and length(hash) = 32 and (key_id is null) = (signature is null))
);
create unique index admission_log_admission_key on admission_log (event_id, admission_id) where admission_id is not null;
create index admissions_drop_granted_idx on admissions (event_id, drop_id, granted_at);
grant select, insert on admission_log to fairgate_app;
revoke update, delete, truncate on admission_log from fairgate_app;
