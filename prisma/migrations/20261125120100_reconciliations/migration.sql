-- What Stripe's own books of a day (UTC) say beside ours. A row that has not finished is one that somebody works on; it is
-- taken over when its worker died.
create table reconciliations (
  day              date primary key,
  claimed_by       text not null,
  claimed_at       timestamptz not null default clock_timestamp(),
  finished_at      timestamptz,
  transactions     integer not null default 0,
  orders           integer not null default 0,
  differing        integer not null default 0,
  difference_minor bigint not null default 0,
  totals           jsonb not null default '[]',
  differences      jsonb not null default '[]',
  constraint reconciliations_counts check (transactions >= 0 and orders >= 0 and differing >= 0 and difference_minor >= 0)
);
grant select, insert, update, delete on reconciliations to fairgate_app;
create index payment_operations_settled_idx on payment_operations (settled_at) where state = 'DONE' and kind in ('CAPTURE', 'REFUND');
