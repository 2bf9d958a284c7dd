-- How the line of an open drop stood, at most once in each quarter of a minute: what the waits that its page promised are
-- held against afterwards. slot: which quarter since 1970. turns_per_minute: what was measured since the row before; null: there was none lately.
create table line_samples (
  event_id         uuid not null,
  drop_id          uuid not null,
  slot             integer not null,
  at               timestamptz not null,
  served           integer[] not null,
  joined           integer[] not null,
  rate_per_minute  integer not null,
  turns_per_minute real,
  admitted         integer not null,
  primary key (event_id, drop_id, slot),
  constraint line_samples_drop_fkey foreign key (event_id, drop_id) references drops (event_id, id),
  constraint line_samples_lanes check (cardinality(served) between 1 and 8 and cardinality(joined) = cardinality(served)),
  constraint line_samples_figures check (admitted >= 0 and rate_per_minute >= 0 and coalesce(turns_per_minute, 0) >= 0)
);
grant select, insert on line_samples to fairgate_app;
revoke update, delete, truncate on line_samples from fairgate_app;
