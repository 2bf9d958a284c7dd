import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans, type Fan } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

describe('what a shopper cannot do', () => {
  let sale: TestSale;
  let event: OnSale;
  let future: OnSale;
  let shopper: Fan;
  let stranger: Fan;
  beforeAll(async () => {
    sale = await startTestSale();
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { limit: 4 });
    future = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { opensInSeconds: 600 });
    await publishDrop(sale.gateway, event);
    await publishDrop(sale.gateway, future);
    [shopper, stranger] = (await createFans(sale.gateway, 2)) as [Fan, Fan];
    await shopper.comeIn(event.dropId);
  });
  afterAll(() => sale.close());

  const path = (drop: string, rest: string): string => `/v1/drops/${drop}/${rest}`;
  const nowhere = randomUUID();

  it.each([
    ['see an unknown drop', 'GET', (): string => path(nowhere, 'status'), undefined, 404, 'NOT_FOUND'],
    ['join an unknown drop', 'POST', (): string => path(nowhere, 'entries'), undefined, 404, 'NOT_FOUND'],
    [
      'name a drop that is no UUID',
      'POST',
      (): string => path('first', 'entries'),
      undefined,
      400,
      'VALIDATION_FAILED',
    ],
    [
      'come in with a made-up place',
      'POST',
      (): string => path(event.dropId, 'admissions'),
      { placeTicket: 'A'.repeat(72) },
      403,
      'PLACE_INVALID',
    ],
    [
      'come in without a place',
      'POST',
      (): string => path(event.dropId, 'admissions'),
      {},
      400,
      'VALIDATION_FAILED',
    ],
    ['see an unknown order', 'GET', (): string => `/v1/orders/${nowhere}`, undefined, 404, 'NOT_FOUND'],
    ['page with a made-up cursor', 'GET', () => '/v1/orders?after=xyz', undefined, 400, 'VALIDATION_FAILED'],
    ['page by the thousand', 'GET', () => '/v1/tickets?limit=1000', undefined, 400, 'VALIDATION_FAILED'],
    [
      'see the map of an unknown event',
      'GET',
      (): string => `/v1/events/${nowhere}/seat-map`,
      undefined,
      404,
      'NOT_FOUND',
    ],
  ] as [string, 'GET' | 'POST', () => string, object | undefined, number, string][])(
    '%s',
    async (_name, method, url, body, status, code) => {
      expect(await shopper.call(method, url(), body)).toMatchObject({ status, body: { code } });
    },
  );

  it.each([
    ['no hold id', { tickets: [1] }, '/holdId'],
    ['no tickets and no category', { holdId: randomUUID() }, '/tickets'],
    ['a ticket that is no number', { holdId: randomUUID(), tickets: ['1'] }, '/tickets/0'],
    ['a ticket twice', { holdId: randomUUID(), tickets: [1, 1] }, '/tickets'],
    ['no ticket at all', { holdId: randomUUID(), tickets: [] }, '/tickets'],
    [
      'more than a hold takes',
      { holdId: randomUUID(), tickets: Array.from({ length: 21 }, (_, n) => n) },
      '/tickets',
    ],
    ['an unknown field', { holdId: randomUUID(), tickets: [1], price: 0 }, '/price'],
  ])('hold with %s: the field is named, in words', async (_name, body, pointer) => {
    const answer = await shopper.call<{ code: string; errors: { pointer: string; detail: string }[] }>(
      'POST',
      path(event.dropId, 'holds'),
      body,
    );
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect(answer.body.errors.map((error) => error.pointer)).toContain(pointer);
    expect(answer.body.errors.filter(({ detail }) => /schema|anyOf/.test(detail))).toEqual([]);
  });

  it('hold without having come in', async () => {
    expect(await stranger.hold(event.dropId, { tickets: [1] })).toMatchObject({ status: 400 });
    stranger.admission = shopper.admission;
    expect(await stranger.hold(event.dropId, { tickets: [1] })).toMatchObject({
      status: 403,
      body: { code: 'NO_ADMISSION' },
    });
    expect(await shopper.hold(future.dropId, { tickets: [1] })).toMatchObject({
      status: 403,
      body: { code: 'NO_ADMISSION' },
    });
  });

  it('hold tickets that are not there, more than the limit, or of an unknown category', async () => {
    expect(await shopper.hold(event.dropId, { tickets: [199_999] })).toMatchObject({
      status: 409,
      body: { code: 'SEATS_TAKEN', tickets: [199_999] },
    });
    expect(await shopper.hold(event.dropId, { tickets: [0, 1, 2, 3, 4] })).toMatchObject({
      status: 422,
      body: { code: 'LIMIT_REACHED', limit: 4 },
    });
    expect(await shopper.hold(event.dropId, { categoryId: nowhere, quantity: 1 })).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND' },
    });
  });

  it('come in before the opening: told when it is', async () => {
    const entry = await stranger.call<{ placeTicket: string }>('POST', path(future.dropId, 'entries'));
    expect(entry.status).toBe(200);
    const early = await stranger.call('POST', path(future.dropId, 'admissions'), entry.body);
    expect(early).toMatchObject({ status: 400 });
    const answer = await stranger.call('POST', path(future.dropId, 'admissions'), {
      placeTicket: entry.body.placeTicket,
    });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'DROP_NOT_OPEN', opensAt: expect.any(String) },
    });
  });

  it('join a drop: a closed one says so, one that opens later takes the place, a draft is not there', async () => {
    const { database } = sale.gateway.stores;
    const { ownerDatabaseUrl } = sale.gateway.database;
    const closed = await putOnSale(ownerDatabaseUrl);
    await database.drop.update({
      where: { eventId_id: { eventId: closed.eventId, id: closed.dropId } },
      data: { state: 'CLOSED' },
    });
    await publishDrop(sale.gateway, closed);
    const draft = await putOnSale(ownerDatabaseUrl, { opensInSeconds: 600 });
    await database.event.update({ where: { id: draft.eventId }, data: { status: 'DRAFT' } });
    const joined = (dropId: string) => stranger.call('POST', path(dropId, 'entries'));
    expect(await joined(closed.dropId)).toMatchObject({ status: 409, body: { code: 'DROP_CLOSED' } });
    expect(await joined(future.dropId)).toMatchObject({ status: 200, body: { dropId: future.dropId } });
    // What a vendor has not published yet is nobody's business: it looks like what does not exist.
    const { traceId: _own, ...notThere } = (await joined(nowhere)).body;
    expect(notThere).toMatchObject({ code: 'NOT_FOUND' });
    const { traceId: _other, ...notYet } = (await joined(draft.dropId)).body;
    expect(notYet).toEqual(notThere);
  });

  it('order without a key, an unknown hold, at another price, or twice at a time', async () => {
    const held = await shopper.hold(event.dropId, { tickets: [30] });
    const url = path(event.dropId, 'orders');
    const { holdId } = held.body;
    expect(await shopper.call('POST', url, { holdId })).toMatchObject({
      status: 400,
      body: { code: 'IDEMPOTENCY_KEY_MISSING' },
    });
    expect(await shopper.order(event.dropId, randomUUID())).toMatchObject({
      status: 409,
      body: { code: 'HOLD_GONE' },
    });
    const wrongPrice = await shopper.call(
      'POST',
      url,
      { holdId, expectedAmountMinor: 1 },
      { 'idempotency-key': randomUUID() },
    );
    expect(wrongPrice).toMatchObject({ status: 409, body: { code: 'PRICE_CHANGED', amountMinor: 4950 } });
    const order = await shopper.order(event.dropId, holdId);
    expect(order.status).toBe(201);
    const another = await shopper.hold(event.dropId, { tickets: [31] });
    expect(await shopper.order(event.dropId, another.body.holdId)).toMatchObject({
      status: 409,
      body: { code: 'ADMISSION_BUSY', orderId: order.body.orderId },
    });
    expect(await stranger.call('GET', `/v1/orders/${order.body.orderId}`)).toMatchObject({ status: 404 });
    expect(await stranger.call('POST', `/v1/orders/${order.body.orderId}/cancellation`)).toMatchObject({
      status: 404,
    });
  });

  it('extend a hold twice, or release one that is ordered', async () => {
    const [fan] = (await createFans(sale.gateway, 1)) as [Fan];
    await fan.comeIn(event.dropId);
    const held = await fan.hold(event.dropId, { tickets: [33] });
    const url = path(event.dropId, `holds/${held.body.holdId}`);
    expect((await fan.call('POST', `${url}/extension`)).status).toBe(200);
    expect(await fan.call('POST', `${url}/extension`)).toMatchObject({
      status: 409,
      body: { code: 'HOLD_EXTENDED_ALREADY' },
    });
    expect(await stranger.call('POST', `${url}/extension`)).toMatchObject({
      status: 409,
      body: { code: 'HOLD_GONE' },
    });
    await fan.order(event.dropId, held.body.holdId);
    expect(await fan.call('DELETE', url)).toMatchObject({
      status: 409,
      body: { code: 'STATE_CONFLICT', state: 'ORDERED' },
    });
  });

  it.each([
    ['not JSON', '{"holdId": ', 'application/json', 400, 'MALFORMED_BODY'],
    ['no body', '', 'application/json', 400, 'MALFORMED_BODY'],
    ['plain text', '{}', 'text/plain', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['a form', 'a=b', 'application/x-www-form-urlencoded', 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ['too much', `{"holdId":"${'x'.repeat(70_000)}"}`, 'application/json', 413, 'BODY_TOO_LARGE'],
  ])('send %s', async (_name, payload, type, status, code) => {
    const response = await sale.gateway.app.inject({
      method: 'POST',
      url: path(event.dropId, 'holds'),
      headers: { 'content-type': type },
      payload,
    });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ code });
  });

  it.each([
    ['no signature', undefined],
    ['a made-up signature', 't=1,v1=00'],
    ['rubbish', '\u0000'],
  ])('pose as Stripe with %s', async (_name, signature) => {
    const response = await sale.gateway.app.inject({
      method: 'POST',
      url: '/v1/stripe/webhook',
      headers: {
        'content-type': 'application/json',
        ...(signature === undefined ? {} : { 'stripe-signature': signature }),
      },
      payload: JSON.stringify({
        id: 'evt_1',
        object: 'event',
        type: 'payment_intent.succeeded',
        data: { object: {} },
      }),
    });
    expect(response.statusCode).toBe(400);
    expect(
      await sale.gateway.stores.database.stripeInboxEvent.count({ where: { stripeEventId: 'evt_1' } }),
    ).toBe(0);
  });
});
