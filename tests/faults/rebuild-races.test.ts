import { createEpochKeeper, type EpochKeeper } from '@fairgate/queue-worker/epoch-keeper.ts';
import { fillEvent } from '@fairgate/queue-worker/jobs/fill-event.ts';
import { fillMissing } from '@fairgate/queue-worker/jobs/fill-missing.ts';
import { createLiveDrops, type LiveDrops } from '@fairgate/queue-worker/live-drops.ts';
import { writeAdmission } from '@fairgate/shared/database/admissions.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import {
  copyEntries,
  grantIndexBlock,
  loadLaneStates,
  noteIndexGap,
} from '@fairgate/shared/database/entries.ts';
import { claimEpoch, readEpoch } from '@fairgate/shared/database/redis-epoch.ts';
import { connectFillingRedis, type RedisConnection, untilConnected } from '@fairgate/shared/redis/connect.ts';
import { readSeatMap } from '@fairgate/shared/redis/fill-event.ts';
import { joinWaitingRoom, raiseMark } from '@fairgate/shared/redis/waiting-room.ts';
import pg from 'pg';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFans } from '../support/fan.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';

const log = pino({ level: 'silent' });

/** Holds whoever comes by until it is opened. */
interface Gate {
  readonly pass: () => Promise<void>;
  readonly reached: Promise<void>;
  readonly open: () => void;
}

function createGate(): Gate {
  const [reached, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  return {
    pass: () => {
      reached.resolve();
      return opened.promise;
    },
    reached: reached.promise,
    open: opened.resolve,
  };
}

describe('the filling of an epoch', () => {
  let gateway: TestGateway;
  let event: OnSale;
  let filling: RedisConnection;
  let owner: pg.Client;
  beforeEach(async () => {
    gateway = await createTestGateway();
    event = await putOnSale(gateway.database.ownerDatabaseUrl);
    filling = connectFillingRedis(gateway.config.redisUrl, 'test');
    await untilConnected(filling);
    owner = new pg.Client({ connectionString: gateway.database.ownerDatabaseUrl });
    await owner.connect();
  });
  afterEach(async () => {
    await owner.end();
    filling.disconnect();
    await gateway.close();
  });

  const keeperWith = (liveDrops: LiveDrops, database = gateway.stores.database): EpochKeeper =>
    createEpochKeeper(database, gateway.stores.redis, filling, liveDrops, log);
  const ordinary = () => createLiveDrops(gateway.stores.database);
  /** Claims, then stands still between claim and fill until the gate opens. */
  const standingStill = (gate: Gate): LiveDrops => {
    const drops = ordinary();
    return {
      ...drops,
      all: async () => {
        const known = await drops.all();
        await gate.pass();
        return known;
      },
    };
  };
  /** Claims and fills, and stands still in the middle of an event, before it reads who is in line. */
  const standingStillInLine = (gate: Gate): Database =>
    new Proxy(gateway.stores.database, {
      get: (database, name, receiver) =>
        name !== '$queryRaw'
          ? Reflect.get(database, name, receiver)
          : async (text: TemplateStringsArray, ...values: unknown[]) => {
              if (text.join('').includes('from drop_entries')) await gate.pass();
              return database.$queryRaw(text, ...values);
            },
    });
  const epochNow = () => readEpoch(gateway.stores.database);
  const letClaimsAge = () => owner.query(`update redis_epoch set claimed_at = now() - interval '1 hour'`);

  it('is one rebuilder’s, of ten at once', async () => {
    const keepers = Array.from({ length: 10 }, () => keeperWith(ordinary()));
    await Promise.all(keepers.map((keeper) => keeper.keep()));
    expect(await epochNow()).toMatchObject({ epoch: 1, state: 'READY' });
    await Promise.all(keepers.map((keeper) => keeper.keep()));
    expect(keepers.map((keeper) => keeper.current())).toEqual(Array(10).fill(1));
  });

  it('cannot be published by a rebuilder that slept while another published, and what it writes is not used', async () => {
    const gate = createGate();
    const late = keeperWith(standingStill(gate));
    const sleeping = late.keep();
    await gate.reached;
    expect(await epochNow()).toMatchObject({ epoch: 1, state: 'CLAIMED' });
    await letClaimsAge();
    const prompt = keeperWith(ordinary());
    await prompt.keep();
    expect(await epochNow()).toMatchObject({ epoch: 2, state: 'READY' });
    const before = await readSeatMap(gateway.stores.redis, 2, event.eventId);
    gate.open();
    await sleeping;
    expect(late.current()).toBeNull();
    expect(await epochNow()).toMatchObject({ epoch: 2, state: 'READY' });
    expect(await readSeatMap(gateway.stores.redis, 2, event.eventId)).toEqual(before);
    await late.keep();
    expect([late.current(), prompt.current()]).toEqual([2, 2]);
  });

  it('takes nobody’s index away when a rebuilder that slept wakes up among people who joined meanwhile', async () => {
    const { database, redis } = gateway.stores;
    const place = { eventId: event.eventId, dropId: event.dropId };
    const [first, second] = await createFans(gateway, 2);
    await keeperWith(ordinary()).keep();
    await grantIndexBlock(database, { ...place, epoch: 1 }, 0, 0, 10_000);
    const joined = (accountId: string, index: number) => ({
      accountId,
      lane: 0,
      index,
      joinedMs: Date.now(),
    });
    await copyEntries(database, { ...place, epoch: 1 }, [joined(first!.id, 7)]);
    await gateway.redis.flush();
    const gate = createGate();
    const sleeping = keeperWith(ordinary(), standingStillInLine(gate)).keep();
    await gate.reached;
    await letClaimsAge();
    await keeperWith(ordinary()).keep();
    const now = { ...place, epoch: 3 };
    expect(await epochNow()).toMatchObject({ epoch: 3, state: 'READY' });
    expect(await loadLaneStates(database, event)).toMatchObject([{ skipped: [{ from: 8, to: 10_000 }] }]);

    await grantIndexBlock(database, now, 0, 10_000, 10_000);
    await raiseMark(redis, now, 0, 20_000);
    expect(await joinWaitingRoom(redis, now, second!.id, 0)).toMatchObject({ kind: 'joined', index: 10_000 });
    await copyEntries(database, now, [joined(second!.id, 10_000)]);
    gate.open();
    await sleeping.catch(() => undefined);
    // 10,001 and on are still to be given to people.
    expect(await loadLaneStates(database, event)).toMatchObject([{ skipped: [{ from: 8, to: 10_000 }] }]);
    // Nor does one that is late with a single drop of the epoch in force: it knows the mark of before.
    await noteIndexGap(database, now, 0, 10_000, null);
    expect(await loadLaneStates(database, event)).toMatchObject([{ skipped: [{ from: 8, to: 10_000 }] }]);
  });

  it('is done anew by another when the rebuilder died half-way', async () => {
    const dying = keeperWith({
      ...ordinary(),
      all: async () => {
        throw new Error('killed');
      },
    });
    await expect(dying.keep()).rejects.toThrow('killed');
    expect(await epochNow()).toMatchObject({ epoch: 1, state: 'CLAIMED' });
    const other = keeperWith(ordinary());
    // Not before the claim is too old: the first may only be slow.
    await other.keep();
    expect(await epochNow()).toMatchObject({ epoch: 1, state: 'CLAIMED' });
    await letClaimsAge();
    await other.keep();
    expect(await epochNow()).toMatchObject({ epoch: 2, state: 'READY' });
    expect(await readSeatMap(gateway.stores.redis, 2, event.eventId)).not.toBeNull();
  });

  it('is not published when Redis lost it again meanwhile', async () => {
    const gate = createGate();
    const keeper = keeperWith(standingStill(gate));
    const filled = keeper.keep();
    await gate.reached;
    await gateway.redis.flush();
    gate.open();
    await filled;
    expect(keeper.current()).toBeNull();
    await keeper.keep();
    expect(await epochNow()).toMatchObject({ epoch: 2, state: 'READY' });
  });

  it('ends what the old epoch may write down: joins, admissions, blocks of indices', async () => {
    const { database } = gateway.stores;
    await keeperWith(ordinary()).keep();
    const [fan, other] = await createFans(gateway, 2);
    const place = { epoch: 1, eventId: event.eventId, dropId: event.dropId };
    const entry = { accountId: fan!.id, lane: 0, index: 0, joinedMs: Date.now() };
    const admission = (accountId: string, index: number) => ({
      ...{ ...place, accountId, index, lane: 0, admissionId: uuidv7() },
      expiresAt: new Date(Date.now() + 60_000),
      device: '',
    });
    expect(await grantIndexBlock(database, place, 0, 0, 10_000)).toBe(10_000);
    expect(await copyEntries(database, place, [entry])).toBe(true);
    expect(await writeAdmission(database, admission(fan!.id, 0))).toMatchObject({ state: 'ACTIVE' });

    const record = await epochNow();
    expect(await claimEpoch(database, record, record, 'another')).toBe(true);
    expect(await grantIndexBlock(database, place, 0, 10_000, 10_000)).toBe(10_000);
    expect(await copyEntries(database, place, [{ ...entry, accountId: other!.id, index: 1 }])).toBe(false);
    expect(await writeAdmission(database, admission(other!.id, 1))).toBeNull();
    expect(await database.dropEntry.count()).toBe(1);
    expect(await database.admission.count()).toBe(1);
  });

  it('leaves out an event at which it fails, which comes back by itself with its line, once the reason is gone', async () => {
    const { database, redis } = gateway.stores;
    const place = { epoch: 1, eventId: event.eventId, dropId: event.dropId };
    const [first, second] = await createFans(gateway, 2);
    await keeperWith(ordinary()).keep();
    await grantIndexBlock(database, place, 0, 0, 10_000);
    await copyEntries(database, place, [{ accountId: first!.id, lane: 0, index: 7, joinedMs: Date.now() }]);
    await gateway.redis.flush();
    const broken = {
      ...ordinary(),
      all: async () => (await ordinary().all()).map((drop) => ({ ...drop, id: 'no uuid' })),
    };
    const keeper = keeperWith(broken);
    await keeper.keep();
    expect(await epochNow()).toMatchObject({ epoch: 2, state: 'READY' });
    const now = { ...place, epoch: 2 };
    expect(await joinWaitingRoom(redis, now, second!.id, 0)).toEqual({ kind: 'notReady' });

    const stores = { database, redis, filling, epoch: keeper, log };
    await fillMissing({ ...stores, liveDrops: broken });
    expect(await joinWaitingRoom(redis, now, second!.id, 0)).toEqual({ kind: 'notReady' });
    await fillMissing({ ...stores, liveDrops: ordinary() });
    expect(await joinWaitingRoom(redis, now, first!.id, 0)).toMatchObject({ kind: 'already', index: 7 });
    expect(await joinWaitingRoom(redis, now, second!.id, 0)).toMatchObject({
      kind: 'needMark',
      mark: 10_000,
    });
  });

  it('leaves out a drop that is over; opened again by its vendor, it goes on with its line', async () => {
    const { database, redis } = gateway.stores;
    const place = { epoch: 1, eventId: event.eventId, dropId: event.dropId };
    const [first, second] = await createFans(gateway, 2);
    const keeper = keeperWith(ordinary());
    await keeper.keep();
    await grantIndexBlock(database, place, 0, 0, 10_000);
    await copyEntries(database, place, [{ accountId: first!.id, lane: 0, index: 7, joinedMs: Date.now() }]);
    await owner.query(
      `update drops set opens_at = now() - interval '3 days', closes_at = now() - interval '2 days'`,
    );
    await gateway.redis.flush();
    await keeper.keep();
    const now = { ...place, epoch: 2 };
    expect(await joinWaitingRoom(redis, now, second!.id, 0)).toEqual({ kind: 'notReady' });

    await owner.query(`update drops set closes_at = null`);
    const edited = await ordinary().all();
    const publish = () => fillEvent({ database, redis }, 2, event.eventId, edited, 'live');
    await Promise.allSettled([publish(), publish(), publish()]);
    expect(await joinWaitingRoom(redis, now, first!.id, 0)).toMatchObject({ kind: 'already', index: 7 });
    expect(await joinWaitingRoom(redis, now, second!.id, 0)).toMatchObject({
      kind: 'needMark',
      mark: 10_000,
    });
  });

  it('waits with its claim for who is still writing under the old one', async () => {
    await keeperWith(ordinary()).keep();
    const record = await epochNow();
    await owner.query('begin');
    await owner.query(
      `select id from redis_epoch where id = 1 and epoch = 1 and state = 'READY' for key share`,
    );
    let claimed = false;
    const claiming = claimEpoch(gateway.stores.database, record, record, 'another').then((done) => {
      claimed = done;
    });
    const waits = async () => {
      const { rows } = await owner.query(
        `select count(*)::int as waiting from pg_locks where not granted and database is not distinct from database`,
      );
      return rows[0].waiting as number;
    };
    await expect.poll(waits).toBeGreaterThan(0);
    expect(claimed).toBe(false);
    await owner.query('commit');
    await claiming;
    expect(claimed).toBe(true);
  });
});
