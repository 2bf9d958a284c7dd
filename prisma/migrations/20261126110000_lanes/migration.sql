-- Lanes beside the general one: whoever has a code joins there. places: how many may, so that nobody's place in another
-- lane gets worse by more than was announced.
alter table drop_lanes add column places integer,
  add constraint drop_lanes_places check (places between 1 and 1000000),
  add constraint drop_lanes_general check (lane > 0 or places is null);

-- code_hash: HMAC-SHA-256 of drop and code, by a key that the database does not have: words that vendors choose are short.
-- email: where the code of an invitation was sent; what it is follows from the row's id.
create table lane_codes (
  event_id   uuid not null,
  drop_id    uuid not null,
  id         uuid not null,
  lane       smallint not null,
  code_hash  bytea not null,
  email      text,
  uses_max   integer not null,
  uses       integer not null default 0,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (event_id, drop_id, id),
  constraint lane_codes_hash_key unique (event_id, drop_id, code_hash),
  constraint lane_codes_lane_fkey foreign key (event_id, drop_id, lane) references drop_lanes (event_id, drop_id, lane),
  constraint lane_codes_lane check (lane > 0),
  constraint lane_codes_uses check (uses between 0 and uses_max and uses_max >= 1),
  constraint lane_codes_hash check (length(code_hash) = 32)
);
create unique index lane_codes_email_key on lane_codes (event_id, drop_id, lane, email) where revoked_at is null;

create table lane_redemptions (
  event_id    uuid not null,
  drop_id     uuid not null,
  account_id  uuid not null references users (id),
  lane        smallint not null,
  code_id     uuid not null,
  redeemed_at timestamptz not null default now(),
  primary key (event_id, drop_id, account_id),
  constraint lane_redemptions_code_fkey foreign key (event_id, drop_id, code_id) references lane_codes (event_id, drop_id, id)
);

grant select, insert, update, delete on lane_codes, lane_redemptions to fairgate_app;

-- Uses a code up once for an account, however often it is asked: REDEEMED lane | CODE_UNKNOWN | CODE_USED. The row of the code
-- is locked before anything is looked at, so a single-use code is one account's.
create function redeem_lane_code(p_event uuid, p_drop uuid, p_account uuid, p_hash bytea)
returns table (outcome text, lane smallint) language plpgsql as $$
declare
  v_code lane_codes;
begin
  select * into v_code from lane_codes c
    where c.event_id = p_event and c.drop_id = p_drop and c.code_hash = p_hash and c.revoked_at is null for update;
  if not found then
    return query select 'CODE_UNKNOWN', null::smallint;
    return;
  end if;
  if exists (select from lane_redemptions r
      where r.event_id = p_event and r.drop_id = p_drop and r.account_id = p_account and r.code_id = v_code.id) then
    return query select 'REDEEMED', v_code.lane;
    return;
  end if;
  if v_code.uses >= v_code.uses_max then
    return query select 'CODE_USED', null::smallint;
    return;
  end if;
  update lane_codes c set uses = c.uses + 1 where c.event_id = p_event and c.drop_id = p_drop and c.id = v_code.id;
  insert into lane_redemptions (event_id, drop_id, account_id, lane, code_id)
    values (p_event, p_drop, p_account, v_code.lane, v_code.id)
    on conflict (event_id, drop_id, account_id) do update
      set lane = excluded.lane, code_id = excluded.code_id, redeemed_at = excluded.redeemed_at;
  return query select 'REDEEMED', v_code.lane;
end $$;
grant execute on function redeem_lane_code(uuid, uuid, uuid, bytea) to fairgate_app;
