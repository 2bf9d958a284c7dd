import { checkDraw } from '@fairgate/check-draw/check-draw.ts';
import { fetchDraw } from '@fairgate/check-draw/fetch-draw.ts';
import { createEpochKeeper, type EpochKeeper } from '@fairgate/queue-worker/epoch-keeper.ts';
import { createLobbyDrawer } from '@fairgate/queue-worker/jobs/draw-lobbies.ts';
import { fillEvent } from '@fairgate/queue-worker/jobs/fill-event.ts';
import { createLiveDrops } from '@fairgate/queue-worker/live-drops.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import { loadDrawFacts } from '@fairgate/shared/database/draws.ts';
import { copyEntries, grantIndexBlock } from '@fairgate/shared/database/entries.ts';
import { firstRoundFrom, roundMs } from '@fairgate/shared/draw/beacon-chain.ts';
import type { DrawSecrets } from '@fairgate/shared/draw/draw-secrets.ts';
import { seedOf } from '@fairgate/shared/draw/seed.ts';
import { connectFillingRedis, type RedisConnection, untilConnected } from '@fairgate/shared/redis/connect.ts';
import { advanceLine, joinWaitingRoom, raiseMark } from '@fairgate/shared/redis/waiting-room.ts';
import pg from 'pg';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { giveLobby, type LobbyTimes } from '../support/lobby.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { createTestBeacon, serveTestBeacon } from '../support/test-beacon.ts';

const log = pino({ level: 'silent' });
const longPast: LobbyTimes = { sealsInMs: -20_000, beaconInMs: -5_000 };

let gateway: TestGateway;
let event: OnSale;
let filling: RedisConnection;
let owner: pg.Client;
let keeper: EpochKeeper;
beforeEach(async () => {
  gateway = await createTestGateway();
  event = await putOnSale(gateway.database.ownerDatabaseUrl);
  filling = connectFillingRedis(gateway.config.redisUrl, 'test');
  await untilConnected(filling);
  owner = new pg.Client({ connectionString: gateway.database.ownerDatabaseUrl });
  await owner.connect();
  keeper = newKeeper();
});
afterEach(async () => {
  await owner.end();
  filling.disconnect();
  await gateway.close();
});

const newKeeper = (): EpochKeeper => {
  const { database, redis } = gateway.stores;
  return createEpochKeeper(database, redis, filling, createLiveDrops(database), log);
};
const placeIn = (epoch: number) => ({ epoch, eventId: event.eventId, dropId: event.dropId });
const facts = async () => {
  const found = await loadDrawFacts(gateway.stores.database, event.dropId);
  if (found === null) throw new Error('no draw');
  return found;
};
const drawer = (environment: Record<string, string> = {}, epoch = keeper): (() => Promise<void>) => {
  const config = readConfig('queue-worker', { ...gateway.environment, METRICS_PORT: '1', ...environment });
  return createLobbyDrawer(
    { database: gateway.stores.database, redis: gateway.stores.redis, epoch, log },
    config,
  );
};
const untilDrawn = async (draw = drawer()): Promise<void> => {
  for (let round = 0; round < 3; round += 1) await draw();
  expect((await facts()).state).toBe('DRAWN');
};
/** The look after the filling knows the Redis that it filled. */
const fillEpoch = async (): Promise<void> => {
  await keeper.keep();
  await keeper.keep();
};
/** Fills the first epoch and lets indices be given out. */
const openLine = async (): Promise<void> => {
  await fillEpoch();
  const { database, redis } = gateway.stores;
  await raiseMark(redis, placeIn(1), 0, await grantIndexBlock(database, placeIn(1), 0, 0, 10_000));
};
const joinAs = async (account: string, epoch = 1): Promise<number> => {
  const outcome = await joinWaitingRoom(gateway.stores.redis, placeIn(epoch), account, 0);
  if (!('index' in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.index;
};
const lobbyOf = async (): Promise<number | null | undefined> => (await facts()).lanes[0]?.lobby;

describe('a seal', () => {
  it('counts who joined before its time, copied or not, and nobody who joined after', async () => {
    await openLine();
    await giveLobby(gateway, event, { sealsInMs: 1_500, beaconInMs: 9_000 });
    for (let at = 0; at < 5; at += 1) await joinAs(uuidv7());
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    for (let at = 0; at < 3; at += 1) await joinAs(uuidv7());
    expect(await gateway.stores.database.dropEntry.count()).toBe(0);
    await drawer()();
    expect(await facts()).toMatchObject({ state: 'SEALED', lanes: [{ lobby: 5 }] });
    expect(await gateway.stores.database.dropEntry.count()).toBe(8);
  });

  it('is not due before its time', async () => {
    await giveLobby(gateway, event, { sealsInMs: 60_000, beaconInMs: 110_000 });
    await openLine();
    await joinAs(uuidv7());
    await drawer()();
    expect(await facts()).toMatchObject({ state: 'SCHEDULED', lanes: [{ lobby: null }] });
  });

  it('happens once, with one root and one draw, whoever does it and however many at once', async () => {
    await openLine();
    await giveLobby(gateway, event, { sealsInMs: 1_500, beaconInMs: 1_700 });
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
    await giveLobby(gateway, event, { sealsInMs: -1, beaconInMs: 3_000 });
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
    await sealed({ sealsInMs: -1, beaconInMs: 60_000 });
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
    await sealed({ sealsInMs: -70_000, beaconInMs: -50_000 });
    const draw = drawer(other);
    for (let round = 0; round < 4; round += 1) await draw();
    expect((await facts()).state).toBe('ROOTED');
    await owner.query('alter table draws disable trigger draws_kept');
    await owner.query(`update draws set beacon_at = clock_timestamp() - interval '61 seconds'`);
    await owner.query('alter table draws enable trigger draws_kept');
    await draw();
    expect(await facts()).toMatchObject({ state: 'DRAWN', proof: 'UNPROVEN', secret: null });
  });

  describe('with a beacon', () => {
    const beacon = createTestBeacon();
    const chainInfo = JSON.stringify({
      hash: beacon.chain.hash,
      public_key: beacon.chain.publicKey,
      genesis_time: beacon.chain.genesisSeconds,
      period: beacon.chain.periodSeconds,
      schemeID: beacon.chain.scheme,
    });
    const sealedBefore = async (server: { readonly url: string }) => {
      const now = Date.now();
      const round = firstRoundFrom(beacon.chain, now + 2_000);
      const beaconInMs = roundMs(beacon.chain, round) - now;
      await giveLobby(gateway, event, { sealsInMs: 300, beaconInMs, chain: beacon.chain, round });
      await openLine();
      for (let at = 0; at < 5; at += 1) await joinAs(uuidv7());
      return drawer({ BEACON_URL: server.url, BEACON_CHAIN: chainInfo });
    };
    const drawOn = async (draw: () => Promise<void>, stop: () => Promise<void>) => {
      try {
        await expect
          .poll(async () => {
            await draw();
            return (await facts()).state;
          })
          .toBe('DRAWN');
      } finally {
        await stop();
      }
      return facts();
    };

    it('that nobody could know when the root was written, it is proven in full, and everybody can recompute it', async () => {
      const server = await serveTestBeacon(beacon);
      const drawn = await drawOn(await sealedBefore(server), server.stop);
      expect(drawn.proof).toBe('FULL');
      expect(Buffer.from(drawn.beacon!)).toEqual(beacon.randomnessOf(Number(drawn.beaconRound)));
      expect(drawn.rootedAt!.getTime()).toBeLessThan(drawn.beaconAt.getTime());
      const url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
      const findings = await checkDraw(await fetchDraw(url, event.dropId), beacon.chain);
      expect(findings.filter(({ holds }) => holds !== true)).toEqual([]);
      await expect(fetchDraw(url, uuidv7())).rejects.toThrow('knows no draw of this drop');
    });

    it('that signs another round, it goes without it', async () => {
      const server = await serveTestBeacon(beacon, (round) => round + 1);
      const drawn = await drawOn(await sealedBefore(server), server.stop);
      expect(drawn).toMatchObject({ proof: 'COMMIT_REVEAL', beacon: null });
      expect(server.asked()).toBeGreaterThan(1);
    });

    it('whose root came too late, it takes it and is not called proven', async () => {
      const server = await serveTestBeacon(beacon);
      const round = firstRoundFrom(beacon.chain, Date.now() - 5_000);
      await giveLobby(gateway, event, { sealsInMs: -9_000, beaconInMs: -4_000, chain: beacon.chain, round });
      await openLine();
      const drawn = await drawOn(drawer({ BEACON_URL: server.url, BEACON_CHAIN: chainInfo }), server.stop);
      expect(drawn.proof).toBe('COMMIT_REVEAL');
      expect(Buffer.from(drawn.beacon!)).toEqual(beacon.randomnessOf(round));
    });
  });

  it('is not changed after the fact, whoever tries', async () => {
    await sealed(longPast);
    await drawer()();
    const refused = { code: '23514', constraint: 'draws_kept' };
    const changes = async (...sets: readonly string[]): Promise<void> => {
      for (const set of sets)
        await expect(owner.query(`update draws set ${set}`), set).rejects.toMatchObject(refused);
    };
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
