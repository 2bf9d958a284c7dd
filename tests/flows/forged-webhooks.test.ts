import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';

const secret = 'whsec_loopback';
const forgeries = 10_000;
const staleSeconds = 301;

interface Delivery {
  readonly body: string;
  readonly signature: string;
}

function sign(body: string, at: number, key = secret, scheme = 'v1'): string {
  return `t=${at},${scheme}=${createHmac('sha256', key).update(`${at}.${body}`).digest('hex')}`;
}

const now = (): number => Math.floor(Date.now() / 1000);

function eventBody(): string {
  const data = { object: { id: 'pi_1', object: 'payment_intent', status: 'succeeded', amount: 5000 } };
  return JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'payment_intent.succeeded',
    data,
  });
}

const replaceAt = (text: string, at: number, by: string): string =>
  text.slice(0, at) + by + text.slice(at + 1);
const other = (character: string): string => (character === '0' ? '1' : '0');

/** Each makes of a genuine delivery one that is not; `n` says where. */
const forge: Readonly<Record<string, (body: string, n: number) => Delivery>> = {
  'a byte of the body is another': (body, n) => {
    const at = n % body.length;
    return { body: replaceAt(body, at, body[at] === 'x' ? 'y' : 'x'), signature: sign(body, now()) };
  },
  'the body is cut off': (body, n) => ({
    body: body.slice(0, n % body.length),
    signature: sign(body, now()),
  }),
  'the body has more': (body, n) => ({ body: body + ' '.repeat(1 + (n % 50)), signature: sign(body, now()) }),
  'a digit of the signature is another': (body, n) => {
    const signature = sign(body, now());
    const at = signature.indexOf('v1=') + 3 + (n % 64);
    return { body, signature: replaceAt(signature, at, other(signature[at] ?? '')) };
  },
  'the signature is cut off': (body, n) => {
    const signature = sign(body, now());
    return { body, signature: signature.slice(0, n % signature.length) };
  },
  'it is signed for another time': (body, n) => ({
    body,
    signature: sign(body, now()).replace(/t=\d+/, `t=${now() + 1 + (n % 250)}`),
  }),
  'it is stale': (body, n) => ({ body, signature: sign(body, now() - staleSeconds - n) }),
  'it is signed with another secret': (body, n) => ({ body, signature: sign(body, now(), `${secret}${n}`) }),
  'it is signed by another scheme': (body, n) => ({
    body,
    signature: sign(body, now(), secret, ['v0', 'V1', 'v1 ', 'v2'][n % 4]),
  }),
  'it is not signed': (body, n) => ({ body, signature: ['', 't=', 'v1=', `t=${now()}`, ','][n % 5] ?? '' }),
};

describe('webhooks that are not Stripe’s', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await createTestGateway({ STRIPE_WEBHOOK_SECRET: secret });
  });
  afterAll(() => gateway.close());

  const deliver = ({ body, signature }: Delivery, n: number) =>
    gateway.app.inject({
      method: 'POST',
      url: '/v1/stripe/webhook',
      remoteAddress: `10.2.${(n >> 8) & 255}.${n & 255}`,
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      payload: body,
    });
  const kept = () => gateway.stores.database.stripeInboxEvent.count();

  it(`${forgeries} of them, forged in every way: none is kept`, async () => {
    const kinds = Object.values(forge);
    const accepted: Delivery[] = [];
    for (let start = 0; start < forgeries; start += 100) {
      const batch = Array.from({ length: 100 }, async (_, index) => {
        const n = start + index;
        const delivery = (kinds[n % kinds.length] as (body: string, n: number) => Delivery)(
          eventBody(),
          Math.floor(n / kinds.length),
        );
        if ((await deliver(delivery, n)).statusCode !== 400) accepted.push(delivery);
      });
      await Promise.all(batch);
    }
    expect(accepted).toEqual([]);
    expect(await kept()).toBe(0);
  });

  it('either secret signs while one replaces another, and no third', async () => {
    const rotating = await createTestGateway({ STRIPE_WEBHOOK_SECRET: `whsec_new, ${secret}` });
    try {
      const answer = async (key: string) => {
        const body = eventBody();
        const delivered = await rotating.app.inject({
          method: 'POST',
          url: '/v1/stripe/webhook',
          headers: { 'content-type': 'application/json', 'stripe-signature': sign(body, now(), key) },
          payload: body,
        });
        return delivered.statusCode;
      };
      expect([await answer('whsec_new'), await answer(secret), await answer('whsec_former')]).toEqual([
        200, 200, 400,
      ]);
      expect(await rotating.stores.database.stripeInboxEvent.count()).toBe(2);
    } finally {
      await rotating.close();
    }
  });

  it('a genuine one is kept once, however often it is repeated', async () => {
    const body = eventBody();
    const delivery = { body, signature: sign(body, now()) };
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => deliver(delivery, n)));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    expect(await kept()).toBe(1);
  });
});
