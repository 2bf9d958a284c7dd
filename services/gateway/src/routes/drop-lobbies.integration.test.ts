import { quicknet, roundMs } from '@fairgate/shared/draw/beacon-chain.ts';
import { createDrawSecretBox } from '@fairgate/shared/draw/draw-secrets.ts';
import { commitmentTo } from '@fairgate/shared/draw/seed.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  asOwner,
  dropDraft,
  makeEvent,
  openVendorDesk,
  type TestEvent,
  type VendorDesk,
} from '../../../../tests/support/vendor-desk.ts';

let gateway: TestGateway;
let desk: VendorDesk;
let event: TestEvent;
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
});
beforeEach(async () => {
  event = await makeEvent(desk);
});
afterAll(() => gateway.close());

const minute = 60_000;
const drops = () => `/v1/events/${event.eventId}/drops`;
const make = async (more: object = {}): Promise<string> =>
  (await desk.make<{ id: string }>('POST', drops(), { ...dropDraft, ...more })).id;
const put = (id: string, more: object, version = 1) =>
  desk.call('PUT', `${drops()}/${id}`, {
    body: { ...dropDraft, ...more },
    headers: { 'if-match': `"v${version}"` },
  });
const drawOf = (dropId: string) => gateway.stores.database.draw.findFirst({ where: { dropId } });
const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

describe('the draw of a drop', () => {
  it('is scheduled with it: committed to, a minute before the opening, by a round of the beacon after that', async () => {
    const dropId = await make();
    const draw = await drawOf(dropId);
    const opensMs = Date.parse(dropDraft.opensAt);
    expect(draw).toMatchObject({ state: 'SCHEDULED', beaconChain: quicknet.hash, root: null, secret: null });
    expect(draw?.sealAt.getTime()).toBe(opensMs - minute);
    expect(draw?.beaconAt.getTime()).toBe(roundMs(quicknet, Number(draw?.beaconRound)));
    expect(draw!.beaconAt.getTime() - opensMs).toBeGreaterThanOrEqual(-10_000);
    const secrets = createDrawSecretBox(gateway.config.encryptionKey).open(dropId, draw!.secrets);
    expect(Buffer.from(draw!.commitment)).toEqual(commitmentTo(secrets!.secret));
  });

  it('is of no drop that opens before its lobby would be sealed', async () => {
    expect(await drawOf(await make({ opensAt: inMs(30_000) }))).toBeNull();
    expect(await drawOf(await make({ opensAt: inMs(30_000), sealSeconds: 10 }))).not.toBeNull();
  });

  it('moves with the opening, and its commitment stays', async () => {
    const dropId = await make();
    const before = await drawOf(dropId);
    expect((await put(dropId, { opensAt: '2035-04-02T10:00:00.000Z' })).statusCode).toBe(200);
    const after = await drawOf(dropId);
    expect(after?.sealAt.getTime()).toBe(Date.parse('2035-04-02T10:00:00.000Z') - minute);
    expect(after?.beaconRound).not.toBe(before?.beaconRound);
    expect(after?.commitment).toEqual(before?.commitment);
    expect(
      (await put(dropId, { opensAt: '2035-04-02T10:00:00.000Z', name: 'Late sale' }, 2)).statusCode,
    ).toBe(200);
    expect(await drawOf(dropId)).toEqual(after);
  });

  it('is sealed soon when the opening is brought near, and stays as it is once it is sealed', async () => {
    const dropId = await make();
    const opensAt = inMs(20_000);
    expect((await put(dropId, { opensAt })).statusCode).toBe(200);
    const near = await drawOf(dropId);
    expect(near!.sealAt.getTime() - Date.now()).toBeLessThan(2_000);
    await asOwner(gateway, `update draws set state = 'SEALED', sealed_at = now() where drop_id = $1`, [
      dropId,
    ]);
    const sealed = await drawOf(dropId);
    expect((await put(dropId, { opensAt: inMs(60 * minute) }, 2)).statusCode).toBe(200);
    expect(await drawOf(dropId)).toEqual(sealed);
  });

  it('stays where it is once it is due, though no worker has sealed it yet: who came after its time is behind', async () => {
    const dropId = await make({ opensAt: inMs(61_000) });
    await asOwner(
      gateway,
      `update draws set seal_at = clock_timestamp() - interval '1 second' where drop_id = $1`,
      [dropId],
    );
    const due = await drawOf(dropId);
    expect((await put(dropId, { opensAt: inMs(60 * minute) })).statusCode).toBe(200);
    expect(await drawOf(dropId)).toEqual(due);
  });

  it('is not brought to a line that people joined without one, and is to one that nobody did', async () => {
    const [joined, empty] = [await make({ opensAt: inMs(30_000) }), await make({ opensAt: inMs(30_000) })];
    await asOwner(gateway, 'update drop_lanes set index_mark = 10000 where drop_id = $1', [joined]);
    for (const dropId of [joined, empty])
      expect((await put(dropId, { opensAt: '2035-04-02T10:00:00.000Z' })).statusCode).toBe(200);
    expect(await drawOf(joined)).toBeNull();
    expect(await drawOf(empty)).toMatchObject({ state: 'SCHEDULED' });
  });

  it('goes with a drop that nobody came near', async () => {
    const dropId = await make();
    expect((await desk.call('DELETE', `${drops()}/${dropId}`)).statusCode).toBe(204);
    expect(await drawOf(dropId)).toBeNull();
  });

  it.each([5, 3_601, 10.5])('is refused with a seal %s seconds before the opening', async (sealSeconds) => {
    const refused = await desk.call('POST', drops(), { body: { ...dropDraft, sealSeconds } });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors[0].pointer).toBe('/sealSeconds');
  });
});

describe('what operators tell those who wait', () => {
  const control = (body: object, version: number) =>
    desk.call('PATCH', `/v1/drops/${event.dropId}/controls`, {
      body,
      headers: { 'if-match': `"v${version}"` },
    });
  const message = async () =>
    (await desk.call('GET', `/v1/drops/${event.dropId}/message`, { as: null })).json();
  beforeEach(() => desk.make('POST', `/v1/events/${event.eventId}/publish`));

  it('is said in several languages, and taken back, each with another version and a note of why', async () => {
    await expect.poll(message).toEqual({ version: 0, texts: {} });
    const texts = { en: 'The doors open at eight.', de: 'Einlass ist um acht.', 'pt-BR': 'Portas às oito.' };
    expect((await control({ message: texts, reason: 'Asked on the phone' }, 2)).statusCode).toBe(200);
    await expect.poll(message).toEqual({ version: 1, texts });
    expect((await control({ state: 'PAUSED' }, 3)).statusCode).toBe(200);
    expect((await control({ message: null }, 4)).statusCode).toBe(200);
    await expect.poll(message).toEqual({ version: 2, texts: {} });
    const [note] = await gateway.stores.database.auditEntry.findMany({
      where: { subject: `drop:${event.dropId}`, action: 'drop.control' },
      orderBy: { id: 'asc' },
    });
    expect(note?.detail).toEqual({ from: 2, set: { message: texts }, reason: 'Asked on the phone' });
  });

  it.each<[string, object]>([
    ['a language that is none', { message: { english: 'Hello' } }],
    ['too many words', { message: { en: 'x'.repeat(301) } }],
    ['a text that is none', { message: { en: 5 } }],
    ['words alone', { message: 'Hello' }],
  ])('is refused with %s', async (_what, body) => {
    expect((await control(body, 2)).statusCode).toBe(400);
  });
});
