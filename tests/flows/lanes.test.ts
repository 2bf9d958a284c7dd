import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join as pathOf } from 'node:path';
import type { LaneCode, Lanes, NewLaneCodes } from '@fairgate/shared/contracts/lanes.ts';
import type { DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { giveLobby } from '../support/lobby.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const patient = { timeout: 15_000, interval: 50 };
const general = { name: 'General', weight: 3, places: null };
const fanClub = { name: 'Fan club', weight: 1, places: 2 };

let sale: TestSale;
beforeAll(async () => {
  sale = await startTestSale();
});
afterAll(() => sale.close());

interface Scene {
  readonly event: OnSale;
  readonly vendor: Fan;
  readonly fans: readonly Fan[];
  readonly lanes: string;
}

/** A drop whose lobby is sealed much later, its vendor, and customers. */
async function newScene(sealsInMs = 3_600_000): Promise<Scene> {
  const event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, {
    opensInSeconds: (sealsInMs + 4_000) / 1_000,
  });
  await giveLobby(sale.gateway, event, { sealsInMs, draw: { inMs: sealsInMs + 2_000 } });
  await publishDrop(sale.gateway, event);
  const [vendor, ...fans] = (await createFans(sale.gateway, 6)) as [Fan, ...Fan[]];
  const { database } = sale.gateway.stores;
  await database.vendorMember.create({
    data: { vendorId: event.vendorId, userId: vendor.id, role: 'owner' },
  });
  return { event, vendor, fans, lanes: `/v1/events/${event.eventId}/drops/${event.dropId}/lanes` };
}

const drop = ({ event }: Scene): string => `/v1/drops/${event.dropId}`;
const join = async (scene: Scene, fan: Fan) => (await fan.call<Entry>('POST', `${drop(scene)}/entries`)).body;
const useCode = (scene: Scene, fan: Fan, code: string) =>
  fan.call<Entry>('POST', `${drop(scene)}/codes`, { code });
const setLanes = async ({ vendor, lanes, event }: Scene, list: readonly object[]) => {
  const seen = await vendor.call<Lanes>('GET', `/v1/drops/${event.dropId}/lanes`);
  return vendor.call<Lanes>('PUT', lanes, { lanes: list }, { 'if-match': String(seen.headers.etag) });
};
/** Redis hears of new lanes a moment after Postgres. */
const untilLaneIsOpen = async (scene: Scene, fan: Fan, code: string) => {
  await expect.poll(async () => (await useCode(scene, fan, code)).status, patient).toBe(200);
};

describe('lanes', () => {
  it('are set by the vendor, shown to everybody with their shares, and joined by a code', async () => {
    const scene = await newScene();
    const { vendor, fans, lanes } = scene;
    expect((await fans[0]!.call<Lanes>('GET', `${drop(scene)}/lanes`)).body).toMatchObject({
      ...{ lanes: [{ lane: 0, sharePercent: 100, places: null }], order: '0' },
    });
    expect(await setLanes(scene, [general, fanClub])).toMatchObject({
      status: 200,
      body: { lanes: [{ sharePercent: 75 }, { lane: 1, sharePercent: 25, places: 2 }], order: '0010' },
    });
    const made = await vendor.call<NewLaneCodes>('POST', `${lanes}/1/codes`, {
      words: ['FANCLUB2030'],
      usesMax: 5,
    });
    expect(made.status).toBe(201);

    const [one, two, three] = fans as [Fan, Fan, Fan];
    const before = await join(scene, one);
    expect(before).toMatchObject({ lane: 0, number: 0, rank: null });
    await untilLaneIsOpen(scene, one, 'fanclub 2030');
    expect(await join(scene, one)).toMatchObject({ lane: 1, number: 0, rank: null });
    expect((await useCode(scene, two, 'FAN-CLUB-2030')).body).toMatchObject({ lane: 1, number: 1 });
    // Two places were announced: the third keeps the place in the general lane.
    const place = await join(scene, three);
    expect(await useCode(scene, three, 'FANCLUB2030')).toMatchObject({
      status: 409,
      body: { code: 'LANE_FULL' },
    });
    expect(await join(scene, three)).toEqual(place);
    const status = async () => (await one.call<DropStatus>('GET', `${drop(scene)}/status`)).body.joined;
    await expect.poll(status, patient).toEqual([2, 2]);
    expect((await vendor.call<{ items: LaneCode[] }>('GET', `${lanes}/1/codes`)).body.items).toMatchObject([
      { uses: 3, usesMax: 5, email: null, revokedAt: null },
    ]);
  });

  it('take codes once: of two who show a single-use code at once, one gets in', async () => {
    const scene = await newScene();
    const { vendor, fans, lanes } = scene;
    await setLanes(scene, [general, { ...fanClub, places: 100 }]);
    const made = await vendor.call<NewLaneCodes>('POST', `${lanes}/1/codes`, { count: 2 });
    const [first, second] = made.body.codes;
    await untilLaneIsOpen(scene, fans[0]!, first!.code);
    const answers = await Promise.all(fans.slice(1, 5).map((fan) => useCode(scene, fan, second!.code)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
    const winner = fans[1 + answers.findIndex(({ status }) => status === 200)]!;
    const again = await Promise.all([1, 2, 3].map(() => useCode(scene, winner, second!.code)));
    expect(new Set(again.map(({ body }) => body.placeTicket)).size).toBe(1);
    expect(await useCode(scene, fans[1]!, 'NO-SUCH-CODE')).toMatchObject({
      status: 404,
      body: { code: 'CODE_UNKNOWN' },
    });
    expect(await useCode(scene, fans[1]!, 'x')).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_FAILED' },
    });
  });

  it('mail invitations with a code each, once an address, and none that was revoked', async () => {
    const scene = await newScene();
    const { vendor, fans, lanes } = scene;
    await setLanes(scene, [general, { ...fanClub, places: 100 }]);
    const emails = ['Ada@example.org', 'ada@example.org', 'grace@example.org'];
    const invite = () => vendor.call('POST', `${lanes}/1/invitations`, { emails });
    expect(await invite()).toMatchObject({ status: 200, body: { invited: 2, already: 0 } });
    expect(await invite()).toMatchObject({ status: 200, body: { invited: 0, already: 2 } });
    const { items } = (await vendor.call<{ items: LaneCode[] }>('GET', `${lanes}/1/codes`)).body;
    const ada = items.find(({ email }) => email === 'ada@example.org')!;
    const file = pathOf(sale.gateway.mailFolder, `lane-invitation-${ada.id}.json`);
    await expect
      .poll(() => readdirSync(sale.gateway.mailFolder).some((name) => file.endsWith(name)), patient)
      .toBe(true);
    const mail = readFileSync(file, 'utf8');
    const [, code = ''] = /Your code: ([0-9A-Z-]+)/.exec(mail) ?? [];
    expect(mail).toContain('Fan club');
    await untilLaneIsOpen(scene, fans[0]!, code);
    expect((await useCode(scene, fans[1]!, code)).body).toMatchObject({ code: 'CODE_USED' });

    const grace = items.find(({ email }) => email === 'grace@example.org')!;
    expect((await vendor.call('DELETE', `${lanes}/1/codes/${grace.id}`)).status).toBe(204);
    expect((await vendor.call('DELETE', `${lanes}/1/codes/${grace.id}`)).status).toBe(204);
    expect((await vendor.call('DELETE', `${lanes}/1/codes/${randomUUID()}`)).status).toBe(404);
  });

  it('stay as they are once people rely on them, and are refused with what is wrong', async () => {
    const scene = await newScene();
    const { vendor, fans, lanes } = scene;
    for (const [list, pointer] of [
      [[{ ...general, places: 5 }], '/lanes/0/places'],
      [[general, { ...fanClub, places: null }], '/lanes/1/places'],
      [[{ ...general, weight: 100 }, fanClub], '/lanes'],
    ] as const) {
      const refused = await setLanes(scene, list);
      expect(refused).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
      expect(JSON.stringify(refused.body)).toContain(pointer);
    }
    expect((await fans[0]!.call('PUT', lanes, { lanes: [general] }, { 'if-match': '"v1"' })).status).toBe(
      404,
    );
    expect((await vendor.call('PUT', lanes, { lanes: [general] })).status).toBe(428);
    await setLanes(scene, [general, fanClub]);
    expect((await setLanes(scene, [general])).status).toBe(200);
    await setLanes(scene, [general, fanClub]);
    const made = await vendor.call<NewLaneCodes>('POST', `${lanes}/1/codes`, { count: 1 });
    expect(await setLanes(scene, [general])).toMatchObject({ status: 409, body: { state: 'LANE_IN_USE' } });
    expect((await vendor.call('POST', `${lanes}/2/codes`, { count: 1 })).status).toBe(404);
    expect(await vendor.call('POST', `${lanes}/1/codes`, { words: ['TWICE-TWICE'] })).toMatchObject({
      status: 201,
    });
    expect(await vendor.call('POST', `${lanes}/1/codes`, { words: ['twice twice'] })).toMatchObject({
      ...{ status: 409, body: { state: 'CODE_EXISTS' } },
    });
    await untilLaneIsOpen(scene, fans[0]!, made.body.codes[0]!.code);
  });

  it('are sealed and drawn each for itself, and serve by their weights', async () => {
    const scene = await newScene(2_500);
    const { vendor, fans, lanes } = scene;
    await setLanes(scene, [general, { ...fanClub, places: 100 }]);
    const made = await vendor.call<NewLaneCodes>('POST', `${lanes}/1/codes`, {
      words: ['MEMBERS'],
      usesMax: 2,
    });
    expect(made.status).toBe(201);
    const [one, two, three, four] = fans as [Fan, Fan, Fan, Fan];
    await Promise.all([three, four].map((fan) => join(scene, fan)));
    await untilLaneIsOpen(scene, one, 'members');
    await useCode(scene, two, 'members');
    const facts = async () =>
      (await one.call<{ state: string; lanes: object[] }>('GET', `${drop(scene)}/draw`)).body;
    await expect.poll(async () => (await facts()).state, patient).toBe('DRAWN');
    expect((await facts()).lanes).toMatchObject([{ lobby: 2 }, { lobby: 2, name: 'Fan club' }]);
    const ranks = async (...own: Fan[]) =>
      (await Promise.all(own.map((fan) => join(scene, fan)))).map(({ lane, rank }) => [lane, rank]);
    await expect
      .poll(() => ranks(one, two).then((found) => found.toSorted()), patient)
      .toEqual([
        [1, 1],
        [1, 2],
      ]);
    expect((await ranks(three, four)).toSorted()).toEqual([
      [0, 1],
      [0, 2],
    ]);
    expect(await setLanes(scene, [general, fanClub])).toMatchObject({ status: 409 });
    await one.comeIn(scene.event.dropId, 15_000);
    await four.comeIn(scene.event.dropId, 15_000);
  });
});
