import type { DropStatus } from '@fairgate/shared/contracts/waiting-room.ts';
import { loadEntries } from '@fairgate/shared/database/entries.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fan } from '../support/fan.ts';
import { comeIn, joinLine, type LineScene, openLine } from '../support/line-scene.ts';
import type { OnSaleOptions } from '../support/on-sale.ts';
import { startTestSale, type TestSale } from '../support/sale.ts';

const patient = { timeout: 15_000, interval: 50 };

let sale: TestSale;
beforeAll(async () => {
  sale = await startTestSale();
});
afterAll(() => sale.close());

const newScene = (options: OnSaleOptions) => openLine(sale, 3, options);
const leave = ({ drop }: LineScene, fan: Fan) => fan.call('DELETE', `${drop}/entries`);
const serving = async ({ drop }: LineScene, fan: Fan) =>
  (await fan.call<DropStatus>('GET', `${drop}/status`)).body.serving;
const kept = async ({ event }: LineScene) =>
  (await loadEntries(sale.gateway.stores.database, event.eventId, event.dropId, 0, -1, 100)).flatMap(
    ({ accountId, index, isLeft }) => (isLeft ? [] : [{ accountId, index }]),
  );

describe('giving a place up', () => {
  it('ends it until its account joins again, which takes up the same one: nobody makes a crowd of empty places', async () => {
    const scene = await newScene({ opensInSeconds: 600 });
    const [ada, bob] = scene.fans as [Fan, Fan];
    const first = await joinLine(scene, ada);
    await joinLine(scene, bob);
    expect((await leave(scene, ada)).status).toBe(204);
    // Given up twice is given up once, and without a place there is nothing to give up.
    expect((await leave(scene, ada)).status).toBe(204);
    expect((await comeIn(scene, ada, first)).body).toMatchObject({ code: 'PLACE_INVALID' });
    for (let round = 0; round < 5; round += 1) {
      expect(await joinLine(scene, ada)).toEqual(first);
      await leave(scene, ada);
    }
    await expect
      .poll(async () => (await ada.call<DropStatus>('GET', `${scene.drop}/status`)).body.joined, patient)
      .toEqual([2]);
    await joinLine(scene, ada);
    await expect
      .poll(() => kept(scene), patient)
      .toEqual([
        { accountId: ada.id, index: 0 },
        { accountId: bob.id, index: 1 },
      ]);
  });

  it('is remembered by Postgres, whether the place was copied before or not', async () => {
    const scene = await newScene({ opensInSeconds: 600 });
    const [copied, fresh] = scene.fans as [Fan, Fan];
    await joinLine(scene, copied);
    await expect.poll(() => kept(scene), patient).toHaveLength(1);
    await leave(scene, copied);
    await joinLine(scene, fresh);
    await leave(scene, fresh);
    await expect.poll(() => kept(scene), patient).toEqual([]);
    // The copier comes by later, and must not bring it back.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await kept(scene)).toEqual([]);
    const rows = await sale.gateway.stores.database.dropEntry.count({
      where: { dropId: scene.event.dropId },
    });
    expect(rows).toBe(2);
  });

  it('ends what was asked to be told of it', async () => {
    const scene = await newScene({ opensInSeconds: 600 });
    const [ada] = scene.fans as [Fan];
    await joinLine(scene, ada);
    await ada.call('PUT', `${scene.drop}/notices`, { email: true });
    const { database } = sale.gateway.stores;
    const asked = () => database.lineNotice.count({ where: { dropId: scene.event.dropId } });
    expect(await asked()).toBe(1);
    await leave(scene, ada);
    expect(await asked()).toBe(0);
  });

  it('with a turn hands it to the next at once', async () => {
    const scene = await newScene({ cap: 1 });
    const [ada, bob] = scene.fans as [Fan, Fan];
    const first = await joinLine(scene, ada);
    await expect.poll(() => serving(scene, ada), patient).toEqual([1]);
    const second = await joinLine(scene, bob);
    expect((await comeIn(scene, bob, second)).body).toMatchObject({ code: 'NOT_YOUR_TURN' });
    await leave(scene, ada);
    await expect.poll(async () => (await comeIn(scene, bob, second)).status, patient).toBe(200);
    expect((await comeIn(scene, ada, first)).body).toMatchObject({
      code: 'PLACE_INVALID',
      reason: 'notEntered',
    });
  });

  it('is refused to who is inside, who leaves the shop instead', async () => {
    const scene = await newScene({});
    const [ada] = scene.fans as [Fan];
    const entry = await joinLine(scene, ada);
    await expect.poll(async () => (await comeIn(scene, ada, entry)).status, patient).toBe(200);
    expect(await leave(scene, ada)).toMatchObject({
      status: 409,
      body: { code: 'STATE_CONFLICT', reason: 'inside' },
    });
    expect((await comeIn(scene, ada, entry)).status).toBe(200);
  });
});
