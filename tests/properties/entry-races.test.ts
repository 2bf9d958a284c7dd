import { createEpochKeeper } from '@fairgate/queue-worker/epoch-keeper.ts';
import { createLiveDrops } from '@fairgate/queue-worker/live-drops.ts';
import { writeAdmission } from '@fairgate/shared/database/admissions.ts';
import { copyEntries } from '@fairgate/shared/database/entries.ts';
import { connectFillingRedis, untilConnected } from '@fairgate/shared/redis/connect.ts';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';

const fansCount = 400;
const copiers = 3;

let gateway: TestGateway;
let event: OnSale;
let fans: readonly Fan[];
beforeAll(async () => {
  gateway = await createTestGateway();
  event = await putOnSale(gateway.database.ownerDatabaseUrl);
  fans = await createFans(gateway, fansCount);
  const { database, redis } = gateway.stores;
  const filling = connectFillingRedis(gateway.config.redisUrl, 'test');
  await untilConnected(filling);
  const log = pino({ level: 'silent' });
  await createEpochKeeper(database, redis, filling, createLiveDrops(database), log).keep();
  filling.disconnect();
});
afterAll(() => gateway.close());

it(`${fansCount} who come in while ${copiers} workers copy the same joins are all written down, and nobody is turned away`, async () => {
  const { database } = gateway.stores;
  const place = { epoch: 1, eventId: event.eventId, dropId: event.dropId };
  const entries = fans.map((fan, index) => ({ accountId: fan.id, lane: 0, index, joinedMs: Date.now() }));
  const admit = async (entry: (typeof entries)[number]): Promise<string | undefined> => {
    const expiresAt = new Date(Date.now() + 60_000);
    const admission = { ...place, ...entry, admissionId: uuidv7(), expiresAt, device: '' };
    return (await writeAdmission(database, admission))?.state;
  };
  for (const entry of entries) {
    const copies = Array.from({ length: copiers }, () => copyEntries(database, place, [entry]));
    expect(await Promise.all([admit(entry), ...copies])).toEqual(['ACTIVE', ...copies.map(() => true)]);
  }
  const written = await database.dropEntry.findMany({ orderBy: { entryIndex: 'asc' } });
  expect(written.map((entry) => entry.accountId)).toEqual(fans.map((fan) => fan.id));
  expect(written.map((entry) => entry.entryIndex)).toEqual(fans.map((_, index) => index));
});
