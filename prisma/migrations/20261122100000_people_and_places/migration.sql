-- Accounts, vendors, venues, seating plans. Ids are UUIDs made by the application (version 7); times are UTC instants.

create table users (
  id            uuid primary key,
  email         text not null,
  name          text not null,
  street        text,
  postal_code   text,
  city          text,
  country       text,
  locale        text not null default 'en',
  password_hash text not null,
  is_ops        boolean not null default false,
  version       integer not null default 1,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  constraint users_email_key unique (email),
  constraint users_email_normal check (email = lower(email) and length(email) between 3 and 254),
  constraint users_country_code check (country is null or country ~ '^[A-Z]{2}$')
);

-- One row per refresh token ever handed out. Rotation marks it used; a used one that comes back betrays its family.
create table refresh_tokens (
  id         uuid primary key,
  family_id  uuid not null,
  user_id    uuid not null references users (id) on delete cascade,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at    timestamptz,
  revoked_at timestamptz,
  constraint refresh_tokens_token_hash_key unique (token_hash)
);
create index refresh_tokens_family_id_idx on refresh_tokens (family_id);
create index refresh_tokens_user_id_idx on refresh_tokens (user_id);
create index refresh_tokens_expires_at_idx on refresh_tokens (expires_at);

create table password_resets (
  token_hash bytea primary key,
  user_id    uuid not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index password_resets_user_id_idx on password_resets (user_id);

create table vendors (
  id                   uuid primary key,
  name                 text not null,
  slug                 text not null,
  contact_email        text not null,
  currency             text not null,
  country              text not null,
  statement_descriptor text,
  stripe_account       text,
  version              integer not null default 1,
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now(),
  constraint vendors_slug_key unique (slug),
  constraint vendors_currency_code check (currency ~ '^[a-z]{3}$'),
  constraint vendors_country_code check (country ~ '^[A-Z]{2}$'),
  constraint vendors_statement_descriptor_length check (length(statement_descriptor) <= 22)
);

create table vendor_members (
  vendor_id  uuid not null references vendors (id) on delete cascade,
  user_id    uuid not null references users (id) on delete cascade,
  role       text not null,
  created_at timestamptz not null default now(),
  primary key (vendor_id, user_id),
  constraint vendor_members_role check (role in ('owner', 'manager', 'viewer'))
);
create index vendor_members_user_id_idx on vendor_members (user_id);

create table venues (
  id          uuid primary key,
  vendor_id   uuid not null references vendors (id),
  name        text not null,
  street      text not null,
  postal_code text not null,
  city        text not null,
  country     text not null,
  time_zone   text not null,
  details     text not null default '',
  version     integer not null default 1,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  deleted_at  timestamptz,
  constraint venues_country_code check (country ~ '^[A-Z]{2}$')
);
create index venues_vendor_id_id_idx on venues (vendor_id, id);

-- A plan is never edited: a changed hall is the next version, so the seats of a sold ticket cannot vanish.
create table seating_plans (
  id            uuid primary key,
  venue_id      uuid not null references venues (id),
  plan_version  integer not null,
  name          text not null,
  source_format text not null,
  source_hash   bytea not null,
  seat_count    integer not null,
  document      jsonb not null,
  report        jsonb not null,
  created_at    timestamptz not null default now(),
  constraint seating_plans_venue_id_plan_version_key unique (venue_id, plan_version),
  constraint seating_plans_seat_count check (seat_count between 0 and 120000)
);

-- seat_index: 0…n−1 in the plan's order. plan_row and plan_column: neighbours differ by 1 in the column, an aisle by more.
create table seats (
  plan_id       uuid not null references seating_plans (id) on delete cascade,
  seat_index    integer not null,
  seat_key      text not null,
  zone          text not null,
  row_label     text not null,
  label         text not null,
  plan_row      integer not null,
  plan_column   integer not null,
  x             real not null,
  y             real not null,
  accessible    boolean not null default false,
  aisle         boolean not null default false,
  category_name text,
  primary key (plan_id, seat_index),
  constraint seats_plan_id_seat_key_key unique (plan_id, seat_key)
);

-- Who did what to which thing. Append only, like the ledger.
create table audit_log (
  id        bigint generated always as identity primary key,
  at        timestamptz not null default now(),
  actor     uuid,
  vendor_id uuid,
  action    text not null,
  subject   text not null,
  detail    jsonb not null default '{}'
);
create index audit_log_subject_id_idx on audit_log (subject, id);
create index audit_log_vendor_id_id_idx on audit_log (vendor_id, id);
