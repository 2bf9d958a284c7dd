import { randomUUID } from 'node:crypto';
import type { DropStatus, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { expect } from 'vitest';
import { createFans, type Fan } from './fan.ts';
import type { OnSale } from './on-sale.ts';
import type { TestSale } from './sale.ts';

/** What a route answered. */
export interface RouteAnswer {
  readonly route: string;
  readonly status: number;
  readonly contentType: string;
  readonly retryAfterSeconds: number;
  readonly body: string;
  readonly tookMs: number;
}

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly payload?: object | string;
}

export type EveryRoute = () => Promise<RouteAnswer[]>;

const password = 'correct horse battery';

/**
 * One call of every route on the way of a purchase, all prepared while the stores are well: joining, coming in, holding,
 * extending, giving back, ordering, looking at orders, tickets, maps and status, signing in, and Stripe's webhook.
 */
export async function prepareEveryRoute(sale: TestSale, event: OnSale): Promise<EveryRoute> {
  const { app } = sale.gateway;
  const [shopper, buyer, joiner, comer] = (await createFans(sale.gateway, 4)) as [Fan, Fan, Fan, Fan];
  await shopper.comeIn(event.dropId, 30_000);
  await buyer.comeIn(event.dropId, 30_000);
  const hold = async (ticket: number, fan = shopper): Promise<string> => {
    // A busy machine may keep Redis waiting: refused is asked again, with the same id.
    const holdId = randomUUID();
    const asked = async () => (await fan.hold(event.dropId, { holdId, tickets: [ticket] })).status;
    await expect.poll(asked).toBe(201);
    return holdId;
  };
  const [extended, released] = [await hold(0), await hold(1)];
  const orderedHold = await hold(2, buyer);
  await expect.poll(async () => (await buyer.order(event.dropId, orderedHold, orderedHold)).status).toBe(201);
  const ordered = await buyer.order(event.dropId, orderedHold, orderedHold);
  const toOrder = await hold(3);
  const place = await comer.call<Entry>('POST', `/v1/drops/${event.dropId}/entries`);
  // The line may stand still while a store ails: the turn comes before.
  const hasTurn = async (): Promise<boolean> => {
    const status = await comer.call<DropStatus>('GET', `/v1/drops/${event.dropId}/status`);
    return (status.body.serving[place.body.lane] ?? 0) > place.body.number;
  };
  await expect.poll(hasTurn, { timeout: 10_000, interval: 50 }).toBe(true);
  const email = `${randomUUID()}@example.org`;
  const signedUp = await app.inject({
    method: 'POST',
    url: '/v1/accounts',
    payload: { email, password, name: 'Fan' },
  });
  expect(signedUp.statusCode).toBe(201);

  const drop = `/v1/drops/${event.dropId}`;
  const as = (fan: Fan, method: Call['method'], url: string, payload?: object, headers = {}): Call => ({
    method,
    url,
    headers: { ...fan.headers(), ...headers },
    ...(payload && { payload }),
  });
  const calls: readonly Call[] = [
    as(joiner, 'POST', `${drop}/entries`),
    as(comer, 'POST', `${drop}/admissions`, { placeTicket: place.body.placeTicket }),
    as(shopper, 'POST', `${drop}/holds`, { holdId: randomUUID(), tickets: [4] }),
    as(shopper, 'POST', `${drop}/holds`, {
      holdId: randomUUID(),
      categoryId: event.generalCategoryId,
      quantity: 1,
    }),
    as(shopper, 'POST', `${drop}/holds/${extended}/extension`),
    as(shopper, 'DELETE', `${drop}/holds/${released}`),
    as(shopper, 'POST', `${drop}/orders`, { holdId: toOrder }, { 'idempotency-key': randomUUID() }),
    as(buyer, 'GET', `/v1/orders/${ordered.body.orderId}`),
    as(buyer, 'GET', '/v1/orders'),
    as(buyer, 'POST', `/v1/orders/${ordered.body.orderId}/payment-return`),
    as(buyer, 'GET', '/v1/tickets'),
    { method: 'GET', url: `${drop}/status` },
    { method: 'GET', url: `${drop}/availability` },
    { method: 'GET', url: `/v1/events/${event.eventId}/seat-map` },
    { method: 'GET', url: `/v1/events/${event.eventId}/seat-status` },
    { method: 'GET', url: '/v1/events' },
    { method: 'POST', url: '/v1/sessions', payload: { email, password } },
    webhook(sale),
  ];
  return () =>
    Promise.all(
      calls.map(async (call) => {
        const startedMs = performance.now();
        const response = await app.inject(call);
        return {
          route: `${call.method} ${call.url.replaceAll(/[0-9a-f-]{36}/g, ':id')}`,
          status: response.statusCode,
          contentType: String(response.headers['content-type']),
          retryAfterSeconds: Number(response.headers['retry-after']),
          body: response.body.slice(0, 200),
          tookMs: performance.now() - startedMs,
        };
      }),
    );
}

function webhook({ gateway }: TestSale): Call {
  const payload = JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'payment_intent.created',
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: `pi_${randomUUID()}`, object: 'payment_intent' } },
  });
  const { stripe } = gateway.stores;
  const [secret = ''] = gateway.config.stripeWebhookSecrets;
  const signature = stripe.webhooks.generateTestHeaderString({ payload, secret });
  const headers = { 'stripe-signature': signature, 'content-type': 'application/json' };
  return { method: 'POST', url: '/v1/stripe/webhook', headers, payload };
}

/** The machine may be busy with other things: what is told in the documents is far less. Milliseconds. */
const answersWithinMs = 4_000;

/** What a call is told that did its work when it was made before, or whose hold Redis forgot. */
const saidBefore = /"code":"(HOLD_EXTENDED_ALREADY|HOLD_GONE)"/;

/** Each route did its work, or refused as it should: 503, as a problem, with Retry-After; none hung, none broke. */
export function expectOnlyRefusals(answers: readonly RouteAnswer[], withinMs = answersWithinMs): void {
  for (const answer of answers) {
    const { status, contentType, retryAfterSeconds, tookMs } = answer;
    expect(tookMs, JSON.stringify(answer)).toBeLessThan(withinMs);
    if (status < 300 || saidBefore.test(answer.body)) continue;
    expect({ ...answer, tookMs: 0 }, JSON.stringify(answer)).toMatchObject({ status: 503 });
    expect(contentType, answer.route).toMatch(/^application\/problem\+json/);
    expect(retryAfterSeconds, answer.route).toBeGreaterThanOrEqual(1);
  }
}

/** The routes, by their first words, that refused. */
export function refused(answers: readonly RouteAnswer[]): string[] {
  return answers.filter(({ status }) => status === 503).map(({ route }) => route);
}
