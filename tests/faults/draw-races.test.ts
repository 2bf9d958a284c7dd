import type { EpochKeeper } from '@fairgate/queue-worker/epoch-keeper.ts';
import { fillEvent } from '@fairgate/queue-worker/jobs/fill-event.ts';
import { createLiveDrops } from '@fairgate/queue-worker/live-drops.ts';
import { copyEntries, grantIndexBlock } from '@fairgate/shared/database/entries.ts';
import type { DrawSecrets } from '@fairgate/shared/draw/draw-secrets.ts';
import { seedOf } from '@fairgate/shared/draw/seed.ts';
import { advanceLine, raiseMark } from '@fairgate/shared/redis/waiting-room.ts';
import { v7 as uuidv7 } from 'uuid';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DrawBench, useDrawBench } from '../support/draw-bench.ts';
import { giveLobby, type LobbyTimes } from '../support/lobby.ts';

const longPast: LobbyTimes = { sealsInMs: -20_000, draw: { inMs: -5_000 } };
const bench = useDrawBench();

let gateway: DrawBench['gateway'];
let event: DrawBench['event'];
let owner: DrawBench['owner'];
let placeIn: DrawBench['placeIn'];
let facts: DrawBench['facts'];
let drawer: DrawBench['drawer'];
let fillEpoch: DrawBench['fillEpoch'];
let openLine: DrawBench['openLine'];
let joinAs: DrawBench['joinAs'];
beforeEach(() => {
  ({ gateway, event, owner, placeIn, facts, drawer, fillEpoch, openLine, joinAs } = bench());
});

const untilDrawn = async (draw = drawer()): Promise<void> => {
  for (let round = 0; round < 3; round += 1) await draw();
  expect((await facts()).state).toBe('DRAWN');
};
const lobbyOf = async (): Promise<number | null | undefined> => (await facts()).lanes[0]?.lobby;

describe('a seal', () => {
  it('counts who joined before its time, copied or not, and nobody who joined after', async () => {
    await openLine();
    await giveLobby(gateway, event, { sealsInMs: 1_500, draw: { inMs: 9_000 } });
    for (let at = 0; at < 5; at += 1) await joinAs(uuidv7());
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    for (let at = 0; at < 3; at += 1) await joinAs(uuidv7());
    expect(await gateway.stores.database.dropEntry.count()).toBe(0);
    await drawer()();
    expect(await facts()).toMatchObject({ state: 'SEALED', lanes: [{ lobby: 5 }] });
    expect(await gateway.stores.database.dropEntry.count()).toBe(8);
  });

  it('is not due before its time', async () => {
    await giveLobby(gateway, event, { sealsInMs: 60_000, draw: { inMs: 110_000 } });
    await openLine();
    await joinAs(uuidv7());
    await drawer()();
    expect(await facts()).toMatchObject({ state: 'SCHEDULED', lanes: [{ lobby: null }] });
  });

  it('happens once, with one root and one draw, whoever does it and however many at once', async () => {
    await openLine();
    await giveLobby(gateway, event, { sealsInMs: 1_500, draw: { inMs: 1_700 } });
    for (let at = 0; at < 20; at += 1) await joinAs(uuidv7());
    await new Promise((resolve) => setTimeout(resolve, 1_800));
    const drawers = Array.from({ length: 6 }, () => drawer());
    for (let round = 0; round < 4; round += 1) await Promise.allSettled(drawers.map((draw) => draw()));
    const drawn = await facts();
    expect(drawn).toMatchObject({ state: 'DRAWN', lanes: [{ lobby: 20 }] });
    const roots = await owner.query('select distinct root from lobby_leaves');
    expect(roots.rows).toHaveLength(1);
    const told = await owner.query(`select 1 from outbox where dedupe_key like '%:drawn'`);
    expect(told.rows).toHaveLength(1);
  });

  it('waits while no epoch is in force, and is not made by who believes in one that is over', async () => {
    await giveLobby(gateway, event, longPast);
    await drawer()();
    expect((await facts()).state).toBe('SCHEDULED');
    await openLine();
    await joinAs(uuidv7());
    const late: EpochKeeper = { current: () => 1, confirm: async () => true, keep: async () => undefined };
    await owner.query(`update redis_epoch set epoch = 2, state = 'READY'`);
    await drawer({}, late)();
    expect((await facts()).state).toBe('SCHEDULED');
  });

  it('waits until Redis was told of every lane: who joins one then must have been counted', async () => {
    await giveLobby(gateway, event, longPast);
    await openLine();
    await owner.query(
      `insert into drop_lanes (event_id, drop_id, lane, name, places) values ($1, $2, 1, 'Fan club', 5)`,
      [event.eventId, event.dropId],
    );
    await drawer()();
    expect((await facts()).state).toBe('SCHEDULED');
    const { database, redis } = gateway.stores;
    await fillEvent({ database, redis }, 1, event.eventId, await createLiveDrops(database).all(), 'live');
    await drawer()();
    expect(await facts()).toMatchObject({ state: 'SEALED', lanes: [{ lobby: 0 }, { lobby: 0 }] });
  });

  it('of a Redis that forgot counts whom Postgres knows, and leaves out what nobody has', async () => {
    await giveLobby(gateway, event, { sealsInMs: -1, draw: { inMs: 3_000 } });
    await openLine();
    const known = [uuidv7(), uuidv7(), uuidv7()];
    const joinedMs = Date.now() - 60_000;
    const rows = known.map((accountId, index) => ({ accountId, lane: 0, index, joinedMs }));
    await copyEntries(gateway.stores.database, placeIn(1), rows);
    await gateway.redis.flush();
    await fillEpoch();
    const { database, redis } = gateway.stores;
    await raiseMark(redis, placeIn(2), 0, await grantIndexBlock(database, placeIn(2), 0, 10_000, 10_000));
    expect(await joinAs(uuidv7(), 2)).toBe(10_000);
    await drawer()();
    expect(await lobbyOf()).toBe(3);
    const line = await advanceLine(redis, placeIn(2));
    expect(line).toMatchObject({ served: [0], joined: [4], draw: 'pending' });
  });

  it('of an empty lobby draws nothing, and the line moves', async () => {
    await giveLobby(gateway, event, longPast);
    await openLine();
    await untilDrawn();
    expect(await lobbyOf()).toBe(0);
    expect(Buffer.from((await facts()).root!)).toEqual(
      Buffer.from('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'hex'),
    );
  });
});

describe('a draw', () => {
  const sealed = async (times: LobbyTimes): Promise<DrawSecrets> => {
    const secrets = await giveLobby(gateway, event, times);
    await openLine();
    return secrets;
  };

  it('waits for the time of its beacon', async () => {
    await sealed({ sealsInMs: -1, draw: { inMs: 60_000 } });
    const draw = drawer();
    for (let round = 0; round < 4; round += 1) await draw();
    expect((await facts()).state).toBe('ROOTED');
  });

  it('goes by its secret and its root where there is no beacon, and says so', async () => {
    const secrets = await sealed(longPast);
    await untilDrawn();
    const { root, seed, proof, secret, beacon } = await facts();
    const parts = { dropId: event.dropId, secret: secrets.secret, beacon: new Uint8Array(), root: root! };
    expect(Buffer.from(seed!)).toEqual(seedOf(parts));
    expect({ proof, beacon }).toEqual({ proof: 'COMMIT_REVEAL', beacon: null });
    expect(Buffer.from(secret!)).toEqual(secrets.secret);
  });

  it('waits a minute for a secret that cannot be read, then goes without it, and says so', async () => {
    const other = { ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64url') };
    await sealed({ sealsInMs: -70_000, draw: { inMs: -50_000 } });
    const draw = drawer(other);
    for (let round = 0; round < 4; round += 1) await draw();
    expect((await facts()).state).toBe('ROOTED');
    await owner.query('alter table draws disable trigger draws_kept');
    await owner.query(`update draws set beacon_at = clock_timestamp() - interval '61 seconds'`);
    await owner.query('alter table draws enable trigger draws_kept');
    await draw();
    expect(await facts()).toMatchObject({ state: 'DRAWN', proof: 'UNPROVEN', secret: null });
  });

  it('is not changed after the fact, whoever tries', async () => {
    await sealed(longPast);
    const refused = { code: '23514', constraint: 'draws_kept' };
    const changes = async (...sets: readonly string[]): Promise<void> => {
      for (const set of sets)
        await expect(owner.query(`update draws set ${set}`), set).rejects.toMatchObject(refused);
    };
    await changes(`commitment = sha256('other')`);
    await drawer()();
    await changes(
      `commitment = sha256('other')`,
      `beacon_round = 7`,
      `seal_at = now()`,
      `state = 'SCHEDULED', sealed_at = null`,
    );
    await drawer()();
    await changes(
      `root = sha256('other')`,
      `rooted_at = rooted_at - interval '1 hour'`,
      `root_signature = ''`,
    );
    await untilDrawn();
    await changes(`seed = sha256('other')`, `proof = 'FULL'`, `secret = sha256('other')`, `drawn_at = now()`);
  });
});
