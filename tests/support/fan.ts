import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAccessTokens } from '@fairgate/gateway/access/access-tokens.ts';
import { importSigningKeys } from '@fairgate/gateway/access/signing-keys.ts';
import { injectDescribed } from '@fairgate/gateway/testing/inject-described.ts';
import type { Hold } from '@fairgate/shared/contracts/holds.ts';
import type { MyTicket, Order } from '@fairgate/shared/contracts/orders.ts';
import type { Admission, Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { v7 as uuidv7 } from 'uuid';
import type { TestGateway } from './gateway.ts';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Record<string, unknown>;
}

/** A signed-in customer who speaks to the gateway over its real routes. */
export class Fan {
  readonly id: string;
  readonly #gateway: TestGateway;
  readonly #token: string;
  admission: string | undefined;

  constructor(gateway: TestGateway, id: string, token: string) {
    this.#gateway = gateway;
    this.id = id;
    this.#token = token;
  }

  /** What the fan's browser sends along. */
  headers(): Record<string, string> {
    const admission = this.admission === undefined ? {} : { 'fairgate-admission': this.admission };
    return { authorization: `Bearer ${this.#token}`, ...admission };
  }

  async call<T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH',
    url: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await describedInject(this.#gateway)({
      method,
      url,
      headers: { ...this.headers(), ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
    const json = response.body === '' ? null : JSON.parse(response.body);
    return { status: response.statusCode, body: json as T, headers: response.headers };
  }

  /** Joins and comes in as soon as the turn comes. */
  async comeIn(dropId: string, withinMs = 10_000): Promise<Admission> {
    const entry = await this.call<Entry>('POST', `/v1/drops/${dropId}/entries`);
    const until = Date.now() + withinMs;
    for (;;) {
      const answer = await this.call<Admission>('POST', `/v1/drops/${dropId}/admissions`, {
        placeTicket: entry.body.placeTicket,
      });
      if (answer.status === 200) {
        this.admission = answer.body.token;
        return answer.body;
      }
      if (Date.now() > until) throw new Error(`no turn: ${JSON.stringify(answer.body)}`);
      await sleep(50);
    }
  }

  hold(dropId: string, wish: object): Promise<Answer<Hold>> {
    return this.call<Hold>('POST', `/v1/drops/${dropId}/holds`, { holdId: randomUUID(), ...wish });
  }

  order(dropId: string, holdId: string, key: string = randomUUID()): Promise<Answer<Order>> {
    return this.call<Order>('POST', `/v1/drops/${dropId}/orders`, { holdId }, { 'idempotency-key': key });
  }

  /** Confirms the order's intent as a browser does, with a test payment method. */
  async pay(order: Order, paymentMethod = 'pm_card_visa'): Promise<Response> {
    const payment = order.payment ?? (await this.#paymentOf(order.orderId));
    return fetch(`${payment.stripeUrl}/v1/payment_intents/${payment.paymentIntentId}/confirm`, {
      method: 'POST',
      headers: { authorization: `Bearer ${payment.publishableKey}` },
      body: new URLSearchParams({ client_secret: payment.clientSecret, payment_method: paymentMethod }),
    });
  }

  /** Asks until the intent is there, as the page does: Stripe's answer may come after that of the order. */
  async #paymentOf(orderId: string, withinMs = 15_000): Promise<NonNullable<Order['payment']>> {
    const until = Date.now() + withinMs;
    for (;;) {
      const { status, body } = await this.call<Order>('POST', `/v1/orders/${orderId}/payment-return`);
      if (status === 200 && body.payment !== null) return body.payment;
      if (Date.now() > until) throw new Error(`order ${orderId} cannot be paid: ${JSON.stringify(body)}`);
      await sleep(200);
    }
  }

  /** Waits until the order is in one of the states. */
  async orderIn(orderId: string, states: readonly string[], withinMs = 15_000): Promise<Order> {
    const until = Date.now() + withinMs;
    for (;;) {
      const { body } = await this.call<Order>('GET', `/v1/orders/${orderId}`);
      if (states.includes(body.state)) return body;
      if (Date.now() > until) throw new Error(`order ${orderId} is still ${body.state}`);
      await sleep(200);
    }
  }

  async tickets(): Promise<MyTicket[]> {
    return (await this.call<{ items: MyTicket[] }>('GET', '/v1/tickets?limit=100')).body.items;
  }
}

const injects = new WeakMap<TestGateway, ReturnType<typeof injectDescribed>>();

/** Every answer is checked against the OpenAPI document. */
function describedInject(gateway: TestGateway): ReturnType<typeof injectDescribed> {
  const known = injects.get(gateway) ?? injectDescribed(gateway.app);
  injects.set(gateway, known);
  return known;
}

/** Fans with accounts, without the cost of hashing passwords. */
export async function createFans(
  gateway: TestGateway,
  count: number,
  { isOps = false } = {},
): Promise<Fan[]> {
  const keys = await importSigningKeys(gateway.config.signingKey);
  const tokens = createAccessTokens(keys, gateway.config.publicUrl);
  const ids = Array.from({ length: count }, () => uuidv7());
  await gateway.stores.database.user.createMany({
    data: ids.map((id) => ({ id, email: `${id}@example.org`, name: 'Fan', passwordHash: 'none', isOps })),
  });
  return Promise.all(
    ids.map(
      async (id) =>
        new Fan(gateway, id, (await tokens.issue({ id, isOps, isVendorMember: false }, new Date())).token),
    ),
  );
}
