-- Lobby, seal and draw (DESIGN §6). A drop with a lobby has a row here; one without is first come, first served.

alter table drops add column seal_seconds integer not null default 60,
  add constraint drops_seal_seconds check (seal_seconds between 6 and 3600);

-- weight: how many turns of each round are this lane's. lobby: how many people were in it at the seal.
alter table drop_lanes add column weight integer not null default 1, add column lobby integer,
  add constraint drop_lanes_weight check (weight between 1 and 100),
  add constraint drop_lanes_lobby check (lobby >= 0);

-- Serving counts people now; before, it counted indices, of which nobody has some.
update drop_lanes l set serving = l.serving - coalesce((
  select sum(greatest(0, least(g.to_index, l.serving) - g.from_index)) from drop_index_gaps g
  where g.event_id = l.event_id and g.drop_id = l.drop_id and g.lane = l.lane), 0);

-- secrets: what commitment is the hash of, and the lobby's salts, encrypted. A seal is fixed once, by time and by people;
-- the root follows from it, and the draw from that and from a beacon that nobody knew when the root was written.
create table draws (
  event_id         uuid not null,
  drop_id          uuid not null,
  state            text not null default 'SCHEDULED',
  commitment       bytea not null,
  secrets          bytea not null,
  seal_at          timestamptz not null,
  beacon_chain     text not null,
  beacon_round     bigint not null,
  beacon_at        timestamptz not null,
  scheduled_at     timestamptz not null default now(),
  sealed_at        timestamptz,
  root             bytea,
  root_key_id      text,
  root_signature   text,
  rooted_at        timestamptz,
  secret           bytea,
  beacon           bytea,
  beacon_signature bytea,
  seed             bytea,
  proof            text,
  drawn_at         timestamptz,
  primary key (event_id, drop_id),
  constraint draws_event_id_drop_id_fkey foreign key (event_id, drop_id) references drops (event_id, id),
  constraint draws_state check (state in ('SCHEDULED', 'SEALED', 'ROOTED', 'DRAWN')),
  constraint draws_proof check (proof in ('FULL', 'COMMIT_REVEAL', 'SECRET_WITHHELD', 'UNPROVEN')),
  constraint draws_hashes check (length(commitment) = 32 and length(coalesce(root, commitment)) = 32
    and length(coalesce(seed, commitment)) = 32 and length(coalesce(secret, commitment)) = 32),
  constraint draws_beacon_after_seal check (beacon_at > seal_at),
  constraint draws_sealed check ((state = 'SCHEDULED') = (sealed_at is null)),
  constraint draws_rooted check (num_nulls(root, root_key_id, root_signature, rooted_at) =
    case when state in ('SCHEDULED', 'SEALED') then 4 else 0 end),
  constraint draws_drawn check (num_nulls(seed, proof, drawn_at) = case when state = 'DRAWN' then 0 else 3 end),
  constraint draws_revealed check (state = 'DRAWN' or num_nonnulls(secret, beacon, beacon_signature) = 0)
);
create index draws_due_idx on draws (seal_at) where state <> 'DRAWN';

-- The hashes of a lobby's leaves under the root that they make, in parts: what anybody recomputes the root from. node: the
-- root of the part alone.
create table lobby_leaves (
  event_id uuid not null,
  drop_id  uuid not null,
  root     bytea not null,
  part     integer not null,
  hashes   bytea not null,
  node     bytea not null,
  primary key (event_id, drop_id, root, part),
  constraint lobby_leaves_draw_fkey foreign key (event_id, drop_id) references draws (event_id, drop_id)
);

grant select, insert, update, delete on draws, lobby_leaves to fairgate_app;

-- What was promised, sealed, rooted or drawn stays so, whoever writes.
create function keep_draw() returns trigger language plpgsql as $$
declare
  steps constant text[] := array['SCHEDULED', 'SEALED', 'ROOTED', 'DRAWN'];
begin
  if array_position(steps, new.state) < array_position(steps, old.state)
    or new.commitment <> old.commitment
    or (old.state <> 'SCHEDULED' and (new.seal_at, new.beacon_chain, new.beacon_round, new.beacon_at, new.sealed_at)
      is distinct from (old.seal_at, old.beacon_chain, old.beacon_round, old.beacon_at, old.sealed_at))
    or (old.root is not null and (new.root, new.root_key_id, new.root_signature, new.rooted_at)
      is distinct from (old.root, old.root_key_id, old.root_signature, old.rooted_at))
    or old.state = 'DRAWN' and new is distinct from old then
    raise exception 'a draw is not changed after the fact' using errcode = 'check_violation', constraint = 'draws_kept';
  end if;
  return new;
end $$;
create trigger draws_kept before update on draws for each row execute function keep_draw();
