-- Events, categories, drops, tickets, and the waiting room's durable side. Keys of an event's rows start with the event.

create table events (
  id           uuid primary key,
  vendor_id    uuid not null references vendors (id),
  venue_id     uuid not null references venues (id),
  plan_id      uuid references seating_plans (id),
  name         text not null,
  description  text not null default '',
  starts_at    timestamptz not null,
  ends_at      timestamptz,
  time_zone    text not null,
  currency     text not null,
  status       text not null default 'DRAFT',
  metadata     jsonb not null default '{}',
  ticket_count integer not null default 0,
  version      integer not null default 1,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  deleted_at   timestamptz,
  constraint events_status check (status in ('DRAFT', 'PUBLISHED', 'CANCELLED')),
  constraint events_currency_code check (currency ~ '^[a-z]{3}$'),
  constraint events_ticket_count check (ticket_count between 0 and 200000),
  constraint events_times check (ends_at is null or ends_at > starts_at)
);
create index events_vendor_id_id_idx on events (vendor_id, id);
create index events_status_starts_at_id_idx on events (status, starts_at, id);

create table categories (
  event_id    uuid not null references events (id),
  id          uuid not null,
  name        text not null,
  description text not null default '',
  price_minor integer not null,
  currency    text not null,
  color       text,
  position    integer not null default 0,
  version     integer not null default 1,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  primary key (event_id, id),
  constraint categories_event_id_name_key unique (event_id, name),
  constraint categories_price check (price_minor between 0 and 99999999)
);

create table drops (
  event_id           uuid not null references events (id),
  id                 uuid not null,
  name               text not null,
  opens_at           timestamptz not null,
  closes_at          timestamptz,
  state              text not null default 'SCHEDULED',
  per_customer_limit integer not null,
  shopper_cap        integer not null,
  rate_per_minute    integer not null,
  hold_seconds       integer not null default 300,
  payment_seconds    integer not null default 600,
  admission_seconds  integer not null default 900,
  claim_seconds      integer not null default 120,
  announced_at       timestamptz,
  version            integer not null default 1,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  primary key (event_id, id),
  constraint drops_state check (state in ('SCHEDULED', 'PAUSED', 'CLOSED')),
  constraint drops_times check (closes_at is null or closes_at > opens_at),
  constraint drops_per_customer_limit check (per_customer_limit between 1 and 20),
  constraint drops_shopper_cap check (shopper_cap between 1 and 100000),
  constraint drops_rate check (rate_per_minute between 1 and 600000),
  constraint drops_hold_seconds check (hold_seconds between 5 and 3600),
  constraint drops_payment_seconds check (payment_seconds between 5 and 3600),
  constraint drops_admission_seconds check (admission_seconds between 10 and 7200),
  constraint drops_claim_seconds check (claim_seconds between 5 and 3600)
);
create index drops_id_idx on drops (id);
create index drops_opens_at_idx on drops (opens_at);

-- Numbers are dense, 0…n−1 inside the event, and never used twice. A seat may be minted again after its ticket retired.
create table tickets (
  event_id    uuid not null references events (id),
  number      integer not null,
  category_id uuid not null,
  drop_id     uuid,
  plan_id     uuid,
  seat_index  integer,
  retired_at  timestamptz,
  created_at  timestamptz not null default now(),
  primary key (event_id, number),
  constraint tickets_event_id_category_id_fkey foreign key (event_id, category_id) references categories (event_id, id),
  constraint tickets_event_id_drop_id_fkey foreign key (event_id, drop_id) references drops (event_id, id),
  constraint tickets_plan_id_seat_index_fkey foreign key (plan_id, seat_index) references seats (plan_id, seat_index),
  constraint tickets_number check (number >= 0),
  constraint tickets_seat check ((plan_id is null) = (seat_index is null))
);
create unique index tickets_live_seat_key on tickets (event_id, plan_id, seat_index) where retired_at is null;
create index tickets_event_id_drop_id_category_id_idx on tickets (event_id, drop_id, category_id);

-- index_mark: Redis hands out indices only below it. It is raised in blocks before they are used, so that a Redis which
-- forgot starts above everything it may ever have handed out.
create table drop_lanes (
  event_id   uuid not null,
  drop_id    uuid not null,
  lane       smallint not null,
  name       text not null,
  index_mark integer not null default 0,
  serving    integer not null default 0,
  primary key (event_id, drop_id, lane),
  constraint drop_lanes_event_id_drop_id_fkey foreign key (event_id, drop_id) references drops (event_id, id),
  constraint drop_lanes_lane check (lane between 0 and 7),
  constraint drop_lanes_serving check (serving between 0 and index_mark)
);

create table drop_entries (
  event_id    uuid not null,
  drop_id     uuid not null,
  lane        smallint not null,
  entry_index integer not null,
  account_id  uuid not null,
  joined_at   timestamptz not null,
  primary key (event_id, drop_id, lane, entry_index),
  constraint drop_entries_event_id_drop_id_account_id_key unique (event_id, drop_id, account_id),
  constraint drop_entries_lane_fkey foreign key (event_id, drop_id, lane) references drop_lanes (event_id, drop_id, lane)
);

create table admissions (
  event_id    uuid not null,
  id          uuid not null,
  drop_id     uuid not null,
  account_id  uuid not null references users (id),
  lane        smallint not null,
  entry_index integer not null,
  state       text not null default 'ACTIVE',
  granted_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  ended_at    timestamptz,
  primary key (event_id, id),
  constraint admissions_event_id_drop_id_fkey foreign key (event_id, drop_id) references drops (event_id, id),
  constraint admissions_state check (state in ('ACTIVE', 'LEFT', 'EXPIRED', 'SPENT')),
  constraint admissions_ended check ((state = 'ACTIVE') = (ended_at is null))
);
create unique index admissions_one_active_key on admissions (event_id, drop_id, account_id) where state = 'ACTIVE';
create index admissions_active_expires_at_idx on admissions (expires_at) where state = 'ACTIVE';

-- Which Redis holds today's keys (DESIGN §5). One row; claimed and published by compare-and-set on (epoch, state).
create table redis_epoch (
  id           smallint primary key default 1,
  epoch        integer not null,
  state        text not null,
  run_id       text not null default '',
  replid       text not null default '',
  beat         bigint not null default 0,
  claimed_by   text not null default '',
  claimed_at   timestamptz not null default now(),
  published_at timestamptz,
  constraint redis_epoch_one_row check (id = 1),
  constraint redis_epoch_state check (state in ('CLAIMED', 'READY'))
);
insert into redis_epoch (id, epoch, state) values (1, 0, 'CLAIMED');
