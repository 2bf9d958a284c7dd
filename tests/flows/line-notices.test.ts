import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join as pathOf } from 'node:path';
import { runQueueWorker } from '@fairgate/queue-worker/worker.ts';
import { connectWorkerStores } from '@fairgate/queue-worker/worker-stores.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import type { LineNotices } from '@fairgate/shared/contracts/notices.ts';
import { readVapidKey } from '@fairgate/shared/push/vapid-key.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { putLobbyOnSale } from '../support/lobby-on-sale.ts';
import { type OnSale, type OnSaleOptions, putOnSale } from '../support/on-sale.ts';
import { type PushService, startPushService } from '../support/push-service.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const patient = { timeout: 30_000, interval: 100 };
const webPushKey = String(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }).d,
);

let push: PushService;
let sale: TestSale;
let second: { readonly stop: () => Promise<void> };
beforeAll(async () => {
  push = await startPushService();
  sale = await startTestSale({ WEB_PUSH_KEY: webPushKey, WEB_PUSH_ORIGINS: push.origin });
  second = await startSecondWorker();
});
afterAll(async () => {
  await second?.stop();
  await sale?.close();
  await push?.close();
});

/** Everything that a worker does, once more. */
async function startSecondWorker(): Promise<{ readonly stop: () => Promise<void> }> {
  const config = readConfig('queue-worker', { ...sale.gateway.environment, METRICS_PORT: '1' });
  const stores = await connectWorkerStores(config, pino({ level: 'error' }));
  const worker = runQueueWorker(config, stores);
  return {
    async stop() {
      await worker.stop();
      await stores.close();
    },
  };
}

async function onSale(options: OnSaleOptions): Promise<OnSale> {
  const event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, options);
  await publishDrop(sale.gateway, event);
  return event;
}

let changes = 0;
/** As operators do while it runs. */
async function change({ eventId, dropId }: OnSale, data: object): Promise<void> {
  const { database } = sale.gateway.stores;
  changes += 1;
  await database.drop.updateMany({ where: { id: dropId }, data });
  await database.outboxRow.create({
    data: {
      topic: 'drop-publish',
      dedupeKey: `test:${dropId}:${changes}`,
      eventId,
      payload: { eventId, dropId },
    },
  });
}

const notices = ({ dropId }: OnSale): string => `/v1/drops/${dropId}/notices`;
const join = (event: OnSale, fan: Fan) => fan.call('POST', `/v1/drops/${event.dropId}/entries`);
const ask = (event: OnSale, fan: Fan, body: object) => fan.call<LineNotices>('PUT', notices(event), body);

async function inLine(event: OnSale, count: number): Promise<Fan[]> {
  const fans = await createFans(sale.gateway, count);
  for (const fan of fans) expect((await join(event, fan)).status).toBe(200);
  return fans;
}

/** By kind, the mails to a fan that are in the folder. */
function mailsTo(fan: Fan): string[] {
  return readdirSync(sale.gateway.mailFolder)
    .filter((name) => name.startsWith('line-') && name.includes(fan.id))
    .map((name) => name.split('-')[1] ?? '')
    .toSorted();
}

function mailOf(fan: Fan, kind: string): string {
  const name = readdirSync(sale.gateway.mailFolder).find(
    (one) => one.startsWith(`line-${kind}-`) && one.includes(fan.id),
  );
  return readFileSync(pathOf(sale.gateway.mailFolder, String(name)), 'utf8');
}

/** What was queued for a fan, and how often each was tried. */
async function queued(fan: Fan): Promise<string[]> {
  const rows = await sale.gateway.stores.database.outboxRow.findMany({
    where: { payload: { path: ['accountId'], equals: fan.id } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ topic, payload, attempts }) => {
    const { template } = payload as { template: string };
    return `${topic} ${template} ${attempts}`;
  });
}

const row = ({ eventId, dropId }: OnSale, { id: accountId }: Fan) =>
  sale.gateway.stores.database.lineNotice.findUniqueOrThrow({
    where: { eventId_dropId_accountId: { eventId, dropId, accountId } },
  });
const isPlaced = (event: OnSale, fan: Fan) => async () => (await row(event, fan)).position !== null;

describe('notices of the line, with two workers', () => {
  it('come about five minutes before and at the turn, by mail and by push, once each', async () => {
    const event = await onSale({ ratePerMinute: 1 });
    const fans = await inLine(event, 9);
    const [early, far] = [fans[2]!, fans[7]!];
    // Alone on a browser, and on two.
    await ask(event, early, { email: true, push: push.subscribe('early') });
    await ask(event, far, { email: true, push: push.subscribe('far-1') });
    expect(await ask(event, far, { email: true, push: push.subscribe('far-2') })).toMatchObject({
      status: 200,
      body: { email: true, pushKey: readVapidKey(webPushKey).publicKey },
    });
    await expect.poll(isPlaced(event, far), patient).toBe(true);
    await expect.poll(isPlaced(event, early), patient).toBe(true);
    expect(await row(event, early)).toMatchObject({ lane: 0, position: 2, turnOnly: true });
    expect(await row(event, far)).toMatchObject({ lane: 0, position: 7, turnOnly: false });
    expect([...mailsTo(early), ...mailsTo(far)]).toEqual([]);

    await change(event, { ratePerMinute: 2 });
    await expect.poll(() => mailsTo(far), patient).toEqual(['soon']);
    expect(mailOf(far, 'soon')).toContain('about five minutes away');
    expect(mailsTo(early)).toEqual([]);

    await change(event, { ratePerMinute: 60_000 });
    await expect.poll(() => mailsTo(far), patient).toEqual(['soon', 'turn']);
    await expect.poll(() => mailsTo(early), patient).toEqual(['turn']);
    const words = mailOf(far, 'turn');
    expect(words).toMatch(/It is kept until .+ \(Berlin time\)\./);
    expect(words).toContain(`/#/drops/${event.dropId}`);
    expect(words).toContain('A missed turn is kept too');

    const pushed = () => push.taken.map(({ name, words: { title } }) => `${name}: ${title}`).toSorted();
    await expect
      .poll(pushed, patient)
      .toEqual([
        'early: It is your turn',
        'far-1: About five minutes until your turn',
        'far-1: It is your turn',
        'far-2: About five minutes until your turn',
        'far-2: It is your turn',
      ]);
    const last = push.taken.findLast(({ name }) => name === 'far-2')!;
    expect(last.words).toMatchObject({ path: `/#/drops/${event.dropId}`, tag: event.dropId });
    expect(last.senderKey).toBe(readVapidKey(webPushKey).publicKey);
    expect(last.contact).toBe('mailto:tickets@fairgate.invalid');
    expect(last.headers).toMatchObject({ urgency: 'high', 'content-encoding': 'aes128gcm' });
    expect(String(last.headers.topic)).toMatch(/^[\w-]{32}$/);
    expect(Number(last.headers.ttl)).toBeGreaterThan(60);
    expect(Number(last.headers.ttl)).toBeLessThanOrEqual(120);

    // Both workers went on looking meanwhile, and nothing is said twice.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect((await queued(early)).toSorted()).toEqual(['mail line-turn 1', 'push line-turn 1']);
    expect((await queued(far)).toSorted()).toEqual([
      'mail line-soon 1',
      'mail line-turn 1',
      ...Array(2).fill('push line-soon 1'),
      ...Array(2).fill('push line-turn 1'),
    ]);
    expect(push.taken).toHaveLength(5);
  });

  it('wait while the sale is paused, and are not for who came in or took the wish back', async () => {
    const event = await onSale({ ratePerMinute: 1 });
    const [, waits, comesIn, regrets] = await inLine(event, 8);
    await change(event, { state: 'PAUSED', ratePerMinute: 60_000 });
    for (const fan of [waits!, comesIn!, regrets!]) await ask(event, fan, { email: true });
    await expect.poll(isPlaced(event, regrets!), patient).toBe(true);
    expect((await regrets!.call('DELETE', notices(event))).status).toBe(204);
    expect((await regrets!.call<LineNotices>('GET', notices(event))).body).toMatchObject({
      email: false,
      devices: [],
    });
    const { eventId, dropId } = event;
    await sale.gateway.stores.database.admission.create({
      data: {
        ...{ eventId, dropId, id: crypto.randomUUID(), accountId: comesIn!.id, lane: 0, entryIndex: 2 },
        expiresAt: new Date(Date.now() + 600_000),
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await queued(waits!)).toEqual([]);

    await change(event, { state: 'SCHEDULED' });
    await expect.poll(() => mailsTo(waits!), patient).toEqual(['turn']);
    await expect.poll(async () => (await row(event, comesIn!)).turnAt !== null, patient).toBe(true);
    expect([...mailsTo(comesIn!), ...mailsTo(regrets!)]).toEqual([]);
    expect(await queued(comesIn!)).toEqual([]);
  });

  it('go by the draw where there was a lobby', async () => {
    const settings = { opensInSeconds: 9, sealSeconds: 7, drawSeconds: 2 };
    const event = await putLobbyOnSale(sale, { ...settings, ratePerMinute: 60_000, cap: 1 });
    const fans = await inLine(event, 6);
    for (const fan of fans) await ask(event, fan, { email: true });
    const ranks = async () =>
      Promise.all(fans.map(async (fan) => (await join(event, fan)).body.rank as number | null));
    await expect.poll(ranks, patient).not.toContain(null);
    const first = fans[(await ranks()).indexOf(1)]!;
    // The shop has room for one: the others' turns do not come.
    await expect.poll(() => mailsTo(first), patient).toEqual(['turn']);
    expect(fans.flatMap(mailsTo)).toEqual(['turn']);
    const positions = await Promise.all(fans.map(async (fan) => (await row(event, fan)).position));
    expect(positions).toEqual((await ranks()).map((rank) => rank! - 1));
  });

  it('asked before there is a place come for the place; another place is told anew', async () => {
    const event = await onSale({ ratePerMinute: 60_000 });
    const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    expect((await ask(event, fan, { email: true })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await queued(fan)).toEqual([]);
    await join(event, fan);
    await expect.poll(() => mailsTo(fan), patient).toEqual(['turn']);

    const { eventId, dropId } = event;
    await sale.gateway.stores.database.dropEntry.update({
      where: { eventId_dropId_accountId: { eventId, dropId, accountId: fan.id } },
      data: { entryIndex: 5 },
    });
    expect(await row(event, fan)).toMatchObject({ position: null, turnAt: null });
    await expect.poll(isPlaced(event, fan), patient).toBe(true);
    expect(await row(event, fan)).toMatchObject({ position: 5, entryIndex: 5 });
  });
});

describe('a push service', () => {
  it('that hangs, refuses or sends elsewhere keeps no mail waiting; a subscription that ended goes', async () => {
    const event = await onSale({ ratePerMinute: 60_000, cap: 1_000 });
    const [hung, refused, moved, ended, well] = (await createFans(sale.gateway, 5)) as [
      Fan,
      Fan,
      Fan,
      Fan,
      Fan,
    ];
    push.answer('hung', 'hang');
    push.answer('refused', 503);
    push.answer('moved', 307);
    push.answer('ended', 410);
    const names = new Map([
      [refused, 'refused'],
      [moved, 'moved'],
      [ended, 'ended'],
      [well, 'well'],
      [hung, 'hung'],
    ]);
    for (const [fan, name] of names) await ask(event, fan, { email: true, push: push.subscribe(name) });
    for (const fan of names.keys()) await join(event, fan);
    const mailed = () => [...names.keys()].flatMap(mailsTo);
    await expect.poll(mailed, patient).toEqual(Array(5).fill('turn'));

    await expect.poll(() => push.calls.get('hung') ?? 0, patient).toBeGreaterThan(0);
    await expect
      .poll(async () => (await ended.call<LineNotices>('GET', notices(event))).body.devices, patient)
      .toEqual([]);
    expect((await refused.call<LineNotices>('GET', notices(event))).body.devices).toHaveLength(1);
    // All are of one service: one that hangs keeps the others waiting until it is given up.
    push.answer('refused', 201);
    push.answer('moved', 201);
    push.answer('hung', 201);
    const told = () => new Set(push.taken.map(({ name }) => name));
    await expect
      .poll(() => ['refused', 'moved', 'well', 'hung'].filter((name) => !told().has(name)), {
        timeout: 60_000,
        interval: 200,
      })
      .toEqual([]);
    expect(push.calls.get('elsewhere')).toBeUndefined();
    expect(push.calls.get('ended')).toBe(1);
  });
});
