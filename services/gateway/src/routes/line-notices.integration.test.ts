import { generateKeyPairSync } from 'node:crypto';
import type { LineNotices } from '@fairgate/shared/contracts/notices.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../../../../tests/support/fan.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import { type OnSale, putOnSale } from '../../../../tests/support/on-sale.ts';
import { type PushService, startPushService } from '../../../../tests/support/push-service.ts';

const webPushKey = String(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }).d,
);

let push: PushService;
let gateway: TestGateway;
let without: TestGateway;
beforeAll(async () => {
  push = await startPushService();
  [gateway, without] = await Promise.all([
    createTestGateway({ WEB_PUSH_KEY: webPushKey, WEB_PUSH_ORIGINS: push.origin }),
    createTestGateway(),
  ]);
});
afterAll(() => Promise.all([gateway?.close(), without?.close(), push?.close()]));

const onSale = ({ database }: TestGateway): Promise<OnSale> => putOnSale(database.ownerDatabaseUrl);
const notices = ({ dropId }: OnSale): string => `/v1/drops/${dropId}/notices`;
const ask = (event: OnSale, fan: Fan, body: object) => fan.call<LineNotices>('PUT', notices(event), body);

describe('asking for notices', () => {
  it('is refused with what is wrong, and keeps at most five browsers an account', async () => {
    const event = await onSale(gateway);
    const [fan] = (await createFans(gateway, 1)) as [Fan];
    const good = push.subscribe('good');
    const other = { ...good, endpoint: 'https://evil.example/push' };
    for (const [body, pointer] of [
      [{ email: true, push: other }, '/push/endpoint'],
      [{ email: true, push: { ...good, endpoint: 'http://169.254.169.254/latest' } }, '/push/endpoint'],
      [{ email: true, push: { ...good, endpoint: `${push.origin}/${'x'.repeat(1_024)}` } }, '/push/endpoint'],
      [
        { email: true, push: { ...good, keys: { ...good.keys, p256dh: 'A'.repeat(87) } } },
        '/push/keys/p256dh',
      ],
      [{ email: true, push: { ...good, keys: { ...good.keys, auth: 'short' } } }, '/push/keys/auth'],
      [{ email: 'yes' }, '/email'],
      [{ push: null }, '/email'],
    ] as const) {
      const refused = await ask(event, fan, body);
      expect(refused, pointer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
      expect(JSON.stringify(refused.body)).toContain(pointer);
    }
    expect(await fan.call('PUT', `/v1/drops/${crypto.randomUUID()}/notices`, { email: true })).toMatchObject({
      status: 404,
    });

    for (const number of [1, 2, 3, 4, 5, 6, 6]) {
      const name = `device-${number}`;
      const subscription = number === 6 ? good : push.subscribe(name);
      expect((await ask(event, fan, { email: false, push: subscription })).status).toBe(200);
    }
    const { devices } = (await fan.call<LineNotices>('GET', notices(event))).body;
    expect(devices).toHaveLength(5);
    expect((await ask(event, fan, { email: true })).body).toMatchObject({ email: true, devices });
    expect((await fan.call('DELETE', `${notices(event)}/devices/${devices[4]}`)).status).toBe(204);
    expect((await fan.call<LineNotices>('GET', notices(event))).body.devices).toEqual(devices.slice(0, 4));
    expect((await ask(event, fan, { email: true, push: null })).body).toMatchObject({
      email: true,
      devices: [],
    });
    await gateway.stores.database.drop.updateMany({ where: { id: event.dropId }, data: { state: 'CLOSED' } });
    await expect
      .poll(async () => (await ask(event, fan, { email: true })).body)
      .toMatchObject({ code: 'DROP_CLOSED' });
  });

  it('is nothing that can be had without signing in, and pushes are refused where there is no key', async () => {
    const event = await onSale(without);
    const [fan] = (await createFans(without, 1)) as [Fan];
    expect((await fan.call<LineNotices>('GET', notices(event))).body).toEqual({
      email: false,
      devices: [],
      pushKey: null,
    });
    expect(await ask(event, fan, { email: true, push: push.subscribe('none') })).toMatchObject({
      status: 409,
      body: { code: 'PUSH_OFF' },
    });
    expect(await ask(event, fan, { email: true })).toMatchObject({ status: 200, body: { email: true } });
    for (const method of ['GET', 'DELETE'] as const)
      expect((await without.app.inject({ method, url: notices(event) })).statusCode).toBe(401);
  });
});
