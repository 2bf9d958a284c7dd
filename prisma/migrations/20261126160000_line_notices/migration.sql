-- Notices to who waits: about five minutes before the turn, and at it. A row is what an account asked for in a drop, and for
-- which place it was told what. position: reckoned once, when the place and its draw are known; it never changes then. turn_only:
-- the turn was nearer than five minutes already. look_at: when a row without a place is looked at next.
create table line_notices (
  event_id    uuid not null,
  drop_id     uuid not null,
  account_id  uuid not null references users (id),
  email       boolean not null,
  asked_at    timestamptz not null default now(),
  look_at     timestamptz not null default now(),
  lane        smallint,
  entry_index integer,
  position    integer,
  turn_only   boolean not null default false,
  soon_at     timestamptz,
  turn_at     timestamptz,
  primary key (event_id, drop_id, account_id),
  constraint line_notices_drop_fkey foreign key (event_id, drop_id) references drops (event_id, id) on delete cascade,
  constraint line_notices_place check (num_nulls(lane, entry_index, position) in (0, 3)),
  constraint line_notices_told check (position is not null or (num_nonnulls(soon_at, turn_at) = 0 and not turn_only))
);
-- Each round asks for what is due by position, and so reads nothing else however many wait.
create index line_notices_unplaced_idx on line_notices (event_id, drop_id, look_at) where position is null;
create index line_notices_due_idx on line_notices (event_id, drop_id, lane, position)
  where position is not null and turn_at is null;

-- Where a notice is pushed to: a browser's subscription at its maker's push service. device: SHA-256 of the endpoint.
create table line_notice_devices (
  event_id   uuid not null,
  drop_id    uuid not null,
  account_id uuid not null,
  device     bytea not null,
  endpoint   text not null,
  p256dh     text not null,
  auth       text not null,
  added_at   timestamptz not null default now(),
  primary key (event_id, drop_id, account_id, device),
  constraint line_notice_devices_notice_fkey foreign key (event_id, drop_id, account_id)
    references line_notices (event_id, drop_id, account_id) on delete cascade,
  constraint line_notice_devices_sizes
    check (length(device) = 32 and length(endpoint) <= 1024 and length(p256dh) = 87 and length(auth) = 22)
);

grant select, insert, update, delete on line_notices, line_notice_devices to fairgate_app;

alter table outbox drop constraint outbox_topic,
  add constraint outbox_topic check (topic in ('mail', 'push', 'seat-marks', 'drop-publish', 'drop-announce'));

-- Whoever joined anew or changed lanes has another place: what was told was of the one before.
create function forget_line_notice_place() returns trigger language plpgsql as $$
begin
  update line_notices n set lane = null, entry_index = null, position = null, turn_only = false, soon_at = null, turn_at = null,
      look_at = now()
    where n.event_id = new.event_id and n.drop_id = new.drop_id and n.account_id = new.account_id;
  return null;
end $$;
create trigger drop_entries_moved after update on drop_entries for each row
  when ((old.lane, old.entry_index) is distinct from (new.lane, new.entry_index))
  execute function forget_line_notice_place();
