import { createEpochKeeper } from '@fairgate/queue-worker/epoch-keeper.ts';
import { createAdmissionLogger } from '@fairgate/queue-worker/jobs/log-admissions.ts';
import { createLiveDrops, type LiveDrops } from '@fairgate/queue-worker/live-drops.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import { loadLog } from '@fairgate/shared/database/admission-log.ts';
import { writeAdmission } from '@fairgate/shared/database/admissions.ts';
import { copyEntries, grantIndexBlock } from '@fairgate/shared/database/entries.ts';
import { chainedHash, firstHash } from '@fairgate/shared/draw/admission-log.ts';
import { connectFillingRedis, type RedisConnection, untilConnected } from '@fairgate/shared/redis/connect.ts';
import {
  advanceLine,
  grantAdmission,
  joinWaitingRoom,
  raiseMark,
} from '@fairgate/shared/redis/waiting-room.ts';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFans } from '../support/fan.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';

const log = pino({ level: 'silent' });

let gateway: TestGateway;
let event: OnSale;
let filling: RedisConnection;
beforeEach(async () => {
  gateway = await createTestGateway();
  event = await putOnSale(gateway.database.ownerDatabaseUrl);
  filling = connectFillingRedis(gateway.config.redisUrl, 'test');
  await untilConnected(filling);
});
afterEach(async () => {
  filling.disconnect();
  await gateway.close();
});

const placeIn = (epoch: number) => ({ epoch, eventId: event.eventId, dropId: event.dropId });
const entries = () => loadLog(gateway.stores.database, placeIn(0), -1, 100);

function newLogger(liveDrops: LiveDrops, epoch: number): () => Promise<boolean> {
  const { database, redis } = gateway.stores;
  const config = readConfig('queue-worker', { ...gateway.environment, METRICS_PORT: '1' });
  const keeper = { current: () => epoch, confirm: async () => true, keep: async () => undefined };
  const outage = { ...gateway.stores.outage, isInterrupted: () => false };
  return createAdmissionLogger({ database, redis, epoch: keeper, liveDrops, outage, log }, config.signingKey);
}

/** Fills an epoch, and lets indices be given out from its mark on. */
async function fillEpoch(epoch: number, mark: number): Promise<void> {
  const { database, redis } = gateway.stores;
  const keeper = createEpochKeeper(database, redis, filling, createLiveDrops(database), log);
  await keeper.keep();
  await keeper.keep();
  expect(keeper.current()).toBe(epoch);
  await raiseMark(redis, placeIn(epoch), 0, await grantIndexBlock(database, placeIn(epoch), 0, mark, 10_000));
}

/** Joins, waits for the turn, and comes in; the index. */
async function comeIn(epoch: number, accountId: string, position: number): Promise<number> {
  const { database, redis } = gateway.stores;
  const place = placeIn(epoch);
  const joined = await joinWaitingRoom(redis, place, accountId, 0);
  if (!('index' in joined)) throw new Error(joined.kind);
  const entry = { accountId, lane: 0, index: joined.index, position, draw: '' };
  const admissionId = uuidv7();
  await expect
    .poll(async () => {
      await advanceLine(redis, place);
      return (await grantAdmission(redis, place, entry, admissionId)).kind;
    })
    .toMatch(/granted|already/);
  await writeAdmission(database, {
    ...place,
    ...entry,
    admissionId,
    expiresAt: new Date(Date.now() + 60_000),
    device: '',
  });
  return joined.index;
}

it('positions leave out what nobody has, also where a worker has not heard of the loss', async () => {
  const { database } = gateway.stores;
  const people = (await createFans(gateway, 4)).map(({ id }) => id) as [string, string, string, string];
  await fillEpoch(1, 0);
  const before = await createLiveDrops(database).all();
  const stale: LiveDrops = { all: async () => before, open: async () => before, refresh: () => undefined };
  await comeIn(1, people[0], 0);
  const rows = people
    .slice(0, 3)
    .map((accountId, index) => ({ accountId, lane: 0, index, joinedMs: Date.now() }));
  await copyEntries(database, placeIn(1), rows);
  await newLogger(stale, 1)();
  await gateway.redis.flush();
  await fillEpoch(2, 10_000);
  expect(await comeIn(2, people[3], 3)).toBe(10_000);
  await newLogger(stale, 2)();
  const logged = await entries();
  expect(logged.filter(({ kind }) => kind === 'ADMISSION').map(({ position }) => position)).toEqual([0, 3]);
  expect(logged.filter(({ kind }) => kind === 'TURNS').at(-1)?.served?.[0]).toBeGreaterThanOrEqual(4);
});

it('several workers write one log, each entry once and after the one before', async () => {
  const { database } = gateway.stores;
  const people = (await createFans(gateway, 12)).map(({ id }) => id);
  await fillEpoch(1, 0);
  const loggers = Array.from({ length: 5 }, () => newLogger(createLiveDrops(database), 1));
  for (const [position, person] of people.entries()) {
    await comeIn(1, person, position);
    if (position % 3 === 2) await Promise.all(loggers.map((round) => round()));
  }
  await Promise.all(loggers.map((round) => round()));
  const logged = await entries();
  expect(logged.map(({ seq }) => seq)).toEqual(Array.from({ length: logged.length }, (_, at) => at));
  const positions = logged.flatMap(({ position }) => (position === null ? [] : [position]));
  expect(positions.toSorted((a, b) => a - b)).toEqual(people.map((_, at) => at));
  let hash: Uint8Array = firstHash;
  for (const { seq, kind, at, served, joined, admissionId, lane, position, hash: written } of logged) {
    const fact =
      kind === 'TURNS'
        ? { kind, at, served: served ?? [], joined: joined ?? [] }
        : { kind, at, admissionId: admissionId ?? '', lane: lane ?? 0, position: position ?? 0 };
    hash = chainedHash(hash, event.dropId, seq, fact);
    expect(Buffer.from(written).equals(hash), `entry ${seq}`).toBe(true);
  }
  expect(logged.at(-1)?.signature).not.toBeNull();
});
