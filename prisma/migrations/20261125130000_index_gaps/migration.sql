-- Indices of a line that a forgotten Redis may have given out and that nobody has, end left out. Kept for good: ranks and
-- counts leave them out, and a rank that was told must never change.
create table drop_index_gaps (
  event_id   uuid not null,
  drop_id    uuid not null,
  lane       smallint not null,
  from_index integer not null,
  to_index   integer not null,
  noted_at   timestamptz not null default now(),
  primary key (event_id, drop_id, lane, from_index),
  constraint drop_index_gaps_lane_fkey foreign key (event_id, drop_id, lane) references drop_lanes (event_id, drop_id, lane),
  constraint drop_index_gaps_order check (from_index < to_index)
);
grant select, insert, update, delete on drop_index_gaps to fairgate_app;
