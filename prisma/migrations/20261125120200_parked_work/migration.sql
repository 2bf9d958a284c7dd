-- Work that failed again and again is parked with its last error: nobody tries it any more until somebody says so, and it
-- holds nothing else up. The rows stay the rows of record.
alter table outbox add column parked_at timestamptz;
alter table stripe_inbox add column parked_at timestamptz;
alter table payment_operations add column failures integer not null default 0, add column parked_at timestamptz;
alter table orders add column finalize_failures integer not null default 0, add column finalize_error text,
  add column finalize_due_at timestamptz, add column parked_at timestamptz;

create index outbox_parked_idx on outbox (parked_at) where parked_at is not null and done_at is null;
create index stripe_inbox_parked_idx on stripe_inbox (parked_at) where parked_at is not null and processed_at is null;
create index payment_operations_parked_idx on payment_operations (parked_at)
  where parked_at is not null and state in ('PENDING', 'SENT', 'UNKNOWN');
create index orders_parked_idx on orders (parked_at) where parked_at is not null and state = 'AUTHORIZED';
-- What is over and only kept for a while.
create index outbox_done_idx on outbox (done_at) where done_at is not null;
create index stripe_inbox_processed_idx on stripe_inbox (processed_at) where processed_at is not null;
