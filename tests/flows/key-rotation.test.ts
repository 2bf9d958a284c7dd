import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { buildGateway, type Gateway } from '@fairgate/gateway/app.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import type { Admission, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

const newSecret = randomBytes(32).toString('base64url');
const newKey = {
  ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
  kid: 'new',
};

let sale: TestSale;
let event: OnSale;
let fans: Fan[];
beforeAll(async () => {
  sale = await startTestSale();
  event = await putOnSale(sale.gateway.database.ownerDatabaseUrl);
  await publishDrop(sale.gateway, event);
  fans = await createFans(sale.gateway, 3);
});
afterAll(() => sale.close());

/** A second gateway over the same stores, as one is that was restarted with other keys. */
async function restarted(changed: Record<string, string>, use: (app: Gateway) => Promise<void>) {
  const app = await buildGateway(
    readConfig('gateway', { ...sale.gateway.environment, ...changed }),
    sale.gateway.stores,
  );
  try {
    await app.ready();
    await use(app);
  } finally {
    await app.close();
    // It drains with its gateway; the other one goes on.
    sale.gateway.stores.draining = false;
  }
}

async function ask<T>(app: Gateway, fan: Fan, method: 'GET' | 'POST', path: string, body?: object) {
  const headers = { ...fan.headers(), 'idempotency-key': crypto.randomUUID() };
  const options = body === undefined ? {} : { payload: body };
  const answer = await app.inject({ method, url: path, headers, ...options });
  return { status: answer.statusCode, body: answer.json() as T };
}

const drop = () => `/v1/drops/${event.dropId}`;
const join = (app: Gateway, fan: Fan) => ask<Entry>(app, fan, 'POST', `${drop()}/entries`);
const comeIn = (app: Gateway, fan: Fan, placeTicket: string) =>
  ask<Admission & { code?: string }>(app, fan, 'POST', `${drop()}/admissions`, { placeTicket });

describe('a secret of places is replaced while people wait', () => {
  it('no place is lost at any step, also while gateways of two steps run side by side', async () => {
    const oldSecret = sale.gateway.environment.PLACE_SECRET ?? '';
    const [fan] = fans as [Fan];
    const old = await join(sale.gateway.app, fan);
    await fan.comeIn(event.dropId);
    const steps = [`${oldSecret},${newSecret}`, `${newSecret},${oldSecret}`, newSecret];
    const signed: string[] = [old.body.placeTicket];
    for (const [n, PLACE_SECRET] of steps.entries()) {
      await restarted({ PLACE_SECRET }, async (app) => {
        const entry = await join(app, fan);
        signed.push(entry.body.placeTicket);
        expect(entry.body).toEqual({ ...old.body, placeTicket: entry.body.placeTicket });
        // What the gateways of the step before have signed is good here.
        expect((await comeIn(app, fan, signed[n] as string)).status).toBe(200);
      });
      // And what this one has signed is good there.
      await restarted({ PLACE_SECRET: steps[n - 1] ?? oldSecret }, async (app) => {
        expect((await comeIn(app, fan, signed[n + 1] as string)).status).toBe(200);
      });
    }
    const [, first, second, third] = signed;
    expect(first).toBe(old.body.placeTicket);
    expect(second).not.toBe(first);
    expect(third).toBe(second);
    await restarted({ PLACE_SECRET: newSecret }, async (app) => {
      expect(await comeIn(app, fan, old.body.placeTicket)).toMatchObject({
        status: 403,
        body: { code: 'PLACE_INVALID' },
      });
      // Who comes with a ticket of a secret that is gone asks again, and has the same place.
      const again = await join(app, fan);
      expect(again.body.number).toBe(old.body.number);
      expect((await comeIn(app, fan, again.body.placeTicket)).status).toBe(200);
    });
  });
});

describe('the signing key is replaced while people shop', () => {
  const publicOf = ({ kty, crv, x, kid }: Record<string, unknown>) => ({ kty, crv, x, kid });

  it('tokens and admissions of both keys are good, and codes of tickets of the old one open the gate', async () => {
    const oldKey = publicOf({ ...sale.gateway.config.signingKey });
    const both = JSON.stringify({ keys: [oldKey, publicOf(newKey)] });
    const [, fan, guard] = fans as [Fan, Fan, Fan];
    await fan.comeIn(event.dropId);
    const held = await fan.hold(event.dropId, { tickets: [7] });
    const order = await fan.order(event.dropId, held.body.holdId);
    await fan.pay(order.body);
    await fan.orderIn(order.body.orderId, ['PAID']);
    const code = (await fan.tickets())[0]?.code ?? '';
    await sale.gateway.stores.database.vendorMember.create({
      data: { vendorId: event.vendorId, userId: guard.id, role: 'owner' },
    });
    const checkIn = (app: Gateway) =>
      ask(app, guard, 'POST', `/v1/events/${event.eventId}/check-ins`, { code });

    await restarted({ SIGNING_KEY: JSON.stringify(newKey) }, async (app) => {
      expect((await ask(app, fan, 'GET', '/v1/tickets')).status).toBe(401);
    });
    await restarted({ VERIFYING_KEYS: both }, async (app) => {
      const { keys } = (await app.inject('/.well-known/jwks.json')).json() as { keys: { kid: string }[] };
      expect(keys.map(({ kid }) => kid)).toEqual(['test', 'new']);
    });
    await restarted({ SIGNING_KEY: JSON.stringify(newKey), VERIFYING_KEYS: both }, async (app) => {
      const { keys } = (await app.inject('/.well-known/jwks.json')).json() as { keys: { kid: string }[] };
      expect(keys.map(({ kid }) => kid)).toEqual(['new', 'test']);
      const wish = { holdId: crypto.randomUUID(), tickets: [8] };
      expect((await ask(app, fan, 'POST', `${drop()}/holds`, wish)).status).toBe(201);
      // The same admission, under the new key, is good where the new key only verifies.
      const entry = await join(app, fan);
      const again = await comeIn(app, fan, entry.body.placeTicket);
      expect(again.status).toBe(200);
      expect(again.body.token).not.toBe(fan.admission);
      fan.admission = again.body.token;
      expect((await checkIn(app)).status).toBe(201);
    });
    await restarted({ VERIFYING_KEYS: both }, async (app) => {
      const wish = { holdId: crypto.randomUUID(), tickets: [9] };
      expect((await ask(app, fan, 'POST', `${drop()}/holds`, wish)).status).toBe(201);
    });
    await restarted({ SIGNING_KEY: JSON.stringify(newKey) }, async (app) => {
      expect((await ask(app, fan, 'GET', '/v1/tickets')).status).toBe(401);
    });
  });

  it('two keys of one name are no configuration', async () => {
    const { kty, crv, kid } = sale.gateway.config.signingKey;
    const clash = JSON.stringify({ keys: [{ kty, crv, kid, x: newKey.x }] });
    await expect(restarted({ VERIFYING_KEYS: clash }, async () => undefined)).rejects.toThrow(
      /both called test/,
    );
  });
});
