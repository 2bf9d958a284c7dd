-- What an order carries: lines with their fences, claims, quotas, payments and intended Stripe calls, and the outbox.

-- fence: the ledger version the buyer saw as newest. The SALE goes to fence + 1 or nowhere.
create table order_lines (
  event_id      uuid not null,
  order_id      uuid not null,
  ticket_number integer not null,
  category_id   uuid not null,
  price_minor   integer not null,
  fence         integer not null,
  primary key (event_id, order_id, ticket_number),
  constraint order_lines_order_fkey foreign key (event_id, order_id) references orders (event_id, id),
  constraint order_lines_ticket_fkey foreign key (event_id, ticket_number) references tickets (event_id, number),
  constraint order_lines_price check (price_minor >= 0),
  constraint order_lines_fence check (fence >= 0)
);

-- One unfinished order per ticket. A claim keeps two buyers from paying for one seat; the ledger decides all the same.
create table order_claims (
  event_id      uuid not null,
  ticket_number integer not null,
  order_id      uuid not null,
  primary key (event_id, ticket_number),
  constraint order_claims_order_fkey foreign key (event_id, order_id) references orders (event_id, id)
);
create index order_claims_order_idx on order_claims (event_id, order_id);

-- The customer's Idempotency-Key, with what it was first used for.
create table order_keys (
  account_id   uuid not null,
  client_key   text not null,
  request_hash bytea not null,
  event_id     uuid not null,
  order_id     uuid not null,
  created_at   timestamptz not null default now(),
  primary key (account_id, client_key),
  constraint order_keys_length check (length(client_key) between 1 and 255)
);

create table order_history (
  event_id   uuid not null,
  order_id   uuid not null,
  number     integer not null,
  from_state text,
  to_state   text not null,
  cause      text not null,
  at         timestamptz not null default clock_timestamp(),
  primary key (event_id, order_id, number),
  constraint order_history_order_fkey foreign key (event_id, order_id) references orders (event_id, id)
);
create trigger order_history_append_only before update or delete or truncate on order_history
  for each statement execute function refuse_change();

create table customer_quotas (
  event_id uuid not null,
  buyer    uuid not null,
  reserved integer not null default 0,
  sold     integer not null default 0,
  cap      integer not null,
  primary key (event_id, buyer),
  constraint customer_quotas_counts check (reserved >= 0 and sold >= 0),
  constraint customer_quotas_cap check (reserved + sold <= cap)
);

create table payments (
  event_id          uuid not null,
  order_id          uuid not null,
  payment_intent_id text not null,
  client_secret     text not null,
  status            text not null,
  amount_minor      integer not null,
  currency          text not null,
  captured_minor    integer not null default 0,
  refunded_minor    integer not null default 0,
  capture_before    timestamptz,
  last_error        text,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  primary key (event_id, order_id),
  constraint payments_order_fkey foreign key (event_id, order_id) references orders (event_id, id),
  constraint payments_amounts check (amount_minor >= 0 and captured_minor >= 0 and refunded_minor between 0 and captured_minor)
);
create unique index payments_payment_intent_id_key on payments (payment_intent_id);
create index payments_unfinished_idx on payments (updated_at) where status not in ('succeeded', 'canceled');

-- op_id is Stripe's idempotency key: random, never from a sequence, because a restored sequence would say old keys again.
create table payment_operations (
  event_id     uuid not null,
  op_id        uuid not null default gen_random_uuid(),
  order_id     uuid not null,
  kind         text not null,
  attempt      integer not null default 1,
  state        text not null default 'PENDING',
  amount_minor integer not null,
  parameters   jsonb not null default '{}',
  result       jsonb,
  error_code   text,
  created_at   timestamptz not null default now(),
  sent_at      timestamptz,
  settled_at   timestamptz,
  due_at       timestamptz not null default now(),
  primary key (event_id, op_id),
  constraint payment_operations_order_fkey foreign key (event_id, order_id) references orders (event_id, id),
  constraint payment_operations_kind check (kind in ('AUTHORIZE', 'CAPTURE', 'CANCEL', 'REFUND')),
  constraint payment_operations_state check (state in ('PENDING', 'SENT', 'DONE', 'FAILED', 'UNKNOWN')),
  constraint payment_operations_attempt check (attempt >= 1),
  constraint payment_operations_sent check (state <> 'SENT' or sent_at is not null),
  constraint payment_operations_settled check ((state in ('DONE', 'FAILED')) = (settled_at is not null))
);
create unique index payment_operations_one_open on payment_operations (event_id, order_id)
  where kind in ('AUTHORIZE', 'CAPTURE', 'CANCEL') and state in ('PENDING', 'SENT', 'UNKNOWN');
create unique index payment_operations_attempt_key on payment_operations (event_id, order_id, kind, attempt)
  where kind <> 'REFUND';
create index payment_operations_order_idx on payment_operations (event_id, order_id);
create index payment_operations_due_idx on payment_operations (due_at) where state in ('PENDING', 'SENT', 'UNKNOWN');

-- Stripe's webhooks as they came. An event is a reason to ask Stripe, never a fact in itself.
create table stripe_inbox (
  stripe_event_id   text primary key,
  type              text not null,
  payment_intent_id text,
  body              jsonb not null,
  received_at       timestamptz not null default now(),
  processed_at      timestamptz,
  attempts          integer not null default 0,
  due_at            timestamptz not null default now(),
  last_error        text
);
create index stripe_inbox_due_idx on stripe_inbox (due_at) where processed_at is null;

-- Side effects that follow a commit: mails, and marks in Redis. dedupe_key makes a repeated statement harmless.
create table outbox (
  id         bigint generated always as identity primary key,
  topic      text not null,
  dedupe_key text not null,
  event_id   uuid,
  payload    jsonb not null,
  created_at timestamptz not null default now(),
  due_at     timestamptz not null default now(),
  done_at    timestamptz,
  attempts   integer not null default 0,
  last_error text,
  constraint outbox_dedupe_key unique (dedupe_key),
  constraint outbox_topic check (topic in ('mail', 'seat-marks', 'drop-publish', 'drop-announce'))
);
create index outbox_due_idx on outbox (topic, due_at) where done_at is null;
