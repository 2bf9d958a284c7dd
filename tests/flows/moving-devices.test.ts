import { randomBytes, randomUUID } from 'node:crypto';
import type { Hold } from '@fairgate/shared/contracts/holds.ts';
import type { Admission, Entry, MoveCode } from '@fairgate/shared/contracts/waiting-room.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fan } from '../support/fan.ts';
import { comeIn as exchange, joinLine, type LineScene, openLine } from '../support/line-scene.ts';
import { startTestSale, type TestSale } from '../support/sale.ts';

const patient = { timeout: 15_000, interval: 50 };

let sale: TestSale;
beforeAll(async () => {
  sale = await startTestSale();
});
afterAll(() => sale.close());

interface Scene extends LineScene {
  readonly fan: Fan;
  readonly entry: Entry;
}

const newDevice = () => ({ 'fairgate-device': randomBytes(16).toString('base64url') });
type Device = ReturnType<typeof newDevice>;

/** Somebody whose turn has come. */
async function newScene(): Promise<Scene> {
  const scene = await openLine(sale, 1);
  const [fan] = scene.fans as [Fan];
  return { ...scene, fan, entry: await joinLine(scene, fan) };
}

const comeIn = (scene: Scene, device: Partial<Device>, how: object = {}) =>
  exchange(scene, scene.fan, scene.entry, how, { ...device });

async function inside(scene: Scene, device: Partial<Device>): Promise<Admission> {
  await expect.poll(async () => (await comeIn(scene, device)).status, patient).toBe(200);
  return (await comeIn(scene, device)).body;
}

const hold = ({ drop, event, fan }: Scene, device: Partial<Device>, { token }: Admission) =>
  fan.call<Hold>(
    'POST',
    `${drop}/holds`,
    { holdId: randomUUID(), categoryId: event.freeCategoryId, quantity: 1 },
    { ...device, 'fairgate-admission': token },
  );
const order = ({ drop, fan }: Scene, device: Device, { token }: Admission, { holdId }: Hold) =>
  fan.call(
    'POST',
    `${drop}/orders`,
    { holdId },
    { ...device, 'fairgate-admission': token, 'idempotency-key': randomUUID() },
  );
const offer = ({ drop, fan }: Scene, device: Device, { token }: Admission) =>
  fan.call<MoveCode>('POST', `${drop}/moves`, undefined, { ...device, 'fairgate-admission': token });

describe('an admission', () => {
  it('is good on the device that came in, and on no other', async () => {
    const scene = await newScene();
    const [phone, laptop] = [newDevice(), newDevice()];
    const admission = await inside(scene, phone);
    expect((await comeIn(scene, laptop)).body).toMatchObject({ code: 'OTHER_DEVICE' });
    expect((await comeIn(scene, {})).body).toMatchObject({ code: 'OTHER_DEVICE' });
    expect((await comeIn(scene, phone)).body.admissionId).toBe(admission.admissionId);
    // The token alone, copied to another device, is worth nothing there.
    expect((await hold(scene, laptop, admission)).body).toMatchObject({ code: 'NO_ADMISSION' });
    expect((await hold(scene, {}, admission)).body).toMatchObject({ code: 'NO_ADMISSION' });
    expect((await hold(scene, phone, admission)).status).toBe(201);
  });

  it('moves with a code, once; then the first device neither holds, orders nor leaves', async () => {
    const scene = await newScene();
    const [phone, laptop, tablet] = [newDevice(), newDevice(), newDevice()];
    const first = await inside(scene, phone);
    const held = (await hold(scene, phone, first)).body;
    const { body: offered } = await offer(scene, phone, first);
    expect(offered.code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    // As somebody types it.
    const moveCode = offered.code.toLowerCase().replace('-', ' ');
    const second = await comeIn(scene, laptop, { moveCode });
    expect(second).toMatchObject({ status: 200, body: { admissionId: first.admissionId } });
    expect((await comeIn(scene, tablet, { moveCode })).body).toMatchObject({ code: 'MOVE_CODE_INVALID' });
    expect((await comeIn(scene, phone)).body).toMatchObject({ code: 'OTHER_DEVICE' });
    expect((await hold(scene, phone, first)).body).toMatchObject({ code: 'NO_ADMISSION', reason: 'moved' });
    expect((await order(scene, phone, first, held)).body).toMatchObject({
      code: 'NO_ADMISSION',
      reason: 'moved',
    });
    expect((await offer(scene, phone, first)).body).toMatchObject({ code: 'NO_ADMISSION' });
    const leaving = await scene.fan.call('DELETE', `${scene.drop}/admissions`, undefined, {
      ...phone,
      'fairgate-admission': first.token,
    });
    expect(leaving.body).toMatchObject({ code: 'NO_ADMISSION', reason: 'moved' });
    // What was held goes along: it is the account's.
    expect((await order(scene, laptop, second.body, held)).status).toBe(201);
    const notes = await sale.gateway.stores.database.auditEntry.findMany({
      where: { action: 'admission.move', subject: `drop:${scene.event.dropId}` },
    });
    expect(notes.map(({ actor, detail }) => ({ actor, detail }))).toEqual([
      { actor: scene.fan.id, detail: { admissionId: first.admissionId, byCode: true } },
    ]);
  });

  it('goes to one of two devices that use one code at once', async () => {
    const scene = await newScene();
    const phone = newDevice();
    const { body } = await offer(scene, phone, await inside(scene, phone));
    const tries = await Promise.all(
      [newDevice(), newDevice(), newDevice()].map((device) => comeIn(scene, device, { moveCode: body.code })),
    );
    expect(tries.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });

  it('is taken over from a device that is gone', async () => {
    const scene = await newScene();
    const [lost, found] = [newDevice(), newDevice()];
    const first = await inside(scene, lost);
    expect((await comeIn(scene, found, { takeOver: true })).body.admissionId).toBe(first.admissionId);
    expect((await hold(scene, lost, first)).body).toMatchObject({ code: 'NO_ADMISSION', reason: 'moved' });
  });

  it('does not move by a wrong code, an old one, or one of another admission', async () => {
    const [scene, other] = [await newScene(), await newScene()];
    const [phone, laptop] = [newDevice(), newDevice()];
    const admission = await inside(scene, phone);
    const older = (await offer(scene, phone, admission)).body.code;
    await offer(scene, phone, admission);
    const foreign = (await offer(other, phone, await inside(other, phone))).body.code;
    for (const moveCode of [older, foreign, '0000-0000'])
      expect((await comeIn(scene, laptop, { moveCode })).body).toMatchObject({ code: 'MOVE_CODE_INVALID' });
    const { database } = sale.gateway.stores;
    const newest = (await offer(scene, phone, admission)).body.code;
    await database.$executeRaw`
      update admissions set move_expires_at = clock_timestamp() where id = ${admission.admissionId}::uuid`;
    expect((await comeIn(scene, laptop, { moveCode: newest })).body).toMatchObject({
      code: 'MOVE_CODE_INVALID',
    });
  });
});
