import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  asOwner,
  dropDraft,
  makeEvent,
  openVendorDesk,
  plantSale,
  type TestEvent,
  type VendorDesk,
} from '../../../../tests/support/vendor-desk.ts';

let gateway: TestGateway;
let desk: VendorDesk;
let event: TestEvent;
let drops: string;
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
});
beforeEach(async () => {
  event = await makeEvent(desk);
  drops = `/v1/events/${event.eventId}/drops`;
});
afterAll(() => gateway.close());

const make = (more: object = {}) => desk.make<{ id: string }>('POST', drops, { ...dropDraft, ...more });
const put = (id: string, body: object, version = 1) =>
  desk.call('PUT', `${drops}/${id}`, { body, headers: { 'if-match': `"v${version}"` } });
const control = (id: string, body: object, version = 1) =>
  desk.call('PATCH', `/v1/drops/${id}/controls`, { body, headers: { 'if-match': `"v${version}"` } });
const outbox = async (dropId: string) => {
  const rows = await gateway.stores.database.outboxRow.findMany({
    where: { topic: 'drop-publish', dedupeKey: { startsWith: `drop-publish:${dropId}:` } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ dedupeKey }) => Number(dedupeKey.split(':').at(-1)));
};

describe('a drop', () => {
  it('is made with its general lane, and word to the worker that copies drops', async () => {
    const response = await desk.call('POST', drops, {
      body: { ...dropDraft, closesAt: { local: '2035-04-02T12:00' } },
    });
    expect(response.statusCode).toBe(201);
    const drop = response.json();
    expect(response.headers).toMatchObject({ location: `/v1/drops/${drop.id}`, etag: '"v1"' });
    expect(drop).toMatchObject({
      ...dropDraft,
      closesAt: '2035-04-02T10:00:00.000Z',
      state: 'SCHEDULED',
      phase: 'lobby',
      holdSeconds: 300,
      paymentSeconds: 600,
      admissionSeconds: 900,
      claimSeconds: 120,
      tickets: 0,
      version: 1,
    });
    const lanes = await gateway.stores.database.dropLane.findMany({ where: { dropId: drop.id } });
    expect(lanes).toMatchObject([{ lane: 0, name: 'general', indexMark: 0, serving: 0 }]);
    expect(await outbox(drop.id)).toEqual([1]);
  });

  it('is for its vendor’s members until the event is published, then for everybody', async () => {
    const seen = async () => [
      (await desk.call('GET', `/v1/drops/${event.dropId}`)).statusCode,
      (await desk.call('GET', `/v1/drops/${event.dropId}`, { as: null })).statusCode,
      (await desk.call('GET', drops, { as: null })).statusCode,
    ];
    expect(await seen()).toEqual([200, 404, 404]);
    await desk.make('POST', `/v1/events/${event.eventId}/publish`);
    expect(await seen()).toEqual([200, 200, 200]);
    expect(await outbox(event.dropId)).toEqual([1, 2]);
  });

  it.each<[string, object, string]>([
    ['no limits', { name: 'A', opensAt: '2035-01-01T00:00:00Z' }, '/perCustomerLimit'],
    ['an end before its opening', { ...dropDraft, closesAt: '2035-04-01T09:59:59Z' }, '/closesAt'],
    ['an end at its opening', { ...dropDraft, closesAt: dropDraft.opensAt }, '/closesAt'],
    [
      'an opening that the clocks skip',
      { ...dropDraft, opensAt: { local: '2030-03-31T02:30' } },
      '/opensAt/local',
    ],
    [
      'an opening that is long past',
      { ...dropDraft, opensAt: new Date(Date.now() - 301_000).toISOString() },
      '/opensAt',
    ],
    ['a limit of 21', { ...dropDraft, perCustomerLimit: 21 }, '/perCustomerLimit'],
    ['nobody in the shop', { ...dropDraft, shopperCap: 0 }, '/shopperCap'],
    ['no turns', { ...dropDraft, ratePerMinute: 0 }, '/ratePerMinute'],
    ['a hold of a second', { ...dropDraft, holdSeconds: 1 }, '/holdSeconds'],
    ['a day to pay', { ...dropDraft, paymentSeconds: 86_400 }, '/paymentSeconds'],
    ['a state', { ...dropDraft, state: 'PAUSED' }, '/state'],
  ])('is refused with %s', async (_name, body, pointer) => {
    const response = await desk.call('POST', drops, { body });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors.map((fault: { pointer: string }) => fault.pointer)).toContain(pointer);
  });

  it('may open at once, also when the word comes a little late', async () => {
    const opensAt = new Date(Date.now() - 200_000).toISOString();
    expect((await desk.call('POST', drops, { body: { ...dropDraft, opensAt } })).json().phase).toBe('open');
    const late = { ...dropDraft, opensAt: new Date(Date.now() - 301_000).toISOString() };
    const moved = await put(event.dropId, late);
    expect([moved.statusCode, moved.json().errors[0].pointer]).toEqual([400, '/opensAt']);
  });

  it('is one of fifty at most, listed page by page', async () => {
    await asOwner(
      gateway,
      `insert into drops (event_id, id, name, opens_at, per_customer_limit, shopper_cap, rate_per_minute)
         select $1, gen_random_uuid(), 'Drop ' || n, now(), 1, 1, 1 from generate_series(2, 50) n`,
      [event.eventId],
    );
    const refused = await desk.call('POST', drops, { body: dropDraft });
    expect([refused.statusCode, refused.json().limit]).toEqual([422, 50]);
    const ids: string[] = [];
    for (let after = ''; ; ) {
      const { items, next } = (await desk.call('GET', `${drops}?limit=20${after}`)).json();
      ids.push(...items.map(({ id }: { id: string }) => id));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(new Set(ids).size).toBe(50);
  });
});

describe('an edit of a drop', () => {
  it('replaces it on the version that was loaded; of two at once one is told to load again', async () => {
    const both = await Promise.all(
      [5, 6].map((perCustomerLimit) => put(event.dropId, { ...dropDraft, perCustomerLimit })),
    );
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
    expect(await outbox(event.dropId)).toEqual([1, 2]);
    expect((await desk.call('PUT', `${drops}/${event.dropId}`, { body: dropDraft })).statusCode).toBe(428);
    expect((await put(crypto.randomUUID(), dropDraft)).statusCode).toBe(404);
  });

  it('moves its opening until it has opened, and never after', async () => {
    expect((await put(event.dropId, { ...dropDraft, opensAt: '2035-04-01T09:00:00Z' })).statusCode).toBe(200);
    await asOwner(gateway, "update drops set opens_at = '2026-01-01T00:00:00Z' where id = $1", [
      event.dropId,
    ]);
    const moved = await put(event.dropId, { ...dropDraft, opensAt: '2035-04-01T10:00:00Z' }, 2);
    expect(moved.json()).toMatchObject({
      status: 409,
      code: 'STATE_CONFLICT',
      state: 'OPENED',
      gated: ['opensAt'],
    });
    const kept = await put(event.dropId, { ...dropDraft, opensAt: '2026-01-01T00:00:00Z', shopperCap: 9 }, 2);
    expect(kept.json()).toMatchObject({ shopperCap: 9, phase: 'open' });
  });

  it('keeps an opening that the database knows more exactly than those who edit it', async () => {
    const exact = '2026-01-01 00:00:00.123456+00';
    await asOwner(gateway, 'update drops set opens_at = $2 where id = $1', [event.dropId, exact]);
    const { opensAt } = (await desk.call('GET', `/v1/drops/${event.dropId}`)).json();
    expect((await put(event.dropId, { ...dropDraft, opensAt, name: 'Renamed' })).statusCode).toBe(200);
    const [row] = await asOwner(gateway, 'select opens_at::text as opens from drops where id = $1', [
      event.dropId,
    ]);
    expect(String(row?.opens)).toContain('.123456');
  });
});

describe('the controls of a drop', () => {
  it('work while it runs, each on its own', async () => {
    await asOwner(gateway, "update drops set opens_at = now() - interval '1 minute' where id = $1", [
      event.dropId,
    ]);
    const steps = [
      [{ state: 'PAUSED' }, { state: 'PAUSED', phase: 'paused', shopperCap: 500 }],
      [{ shopperCap: 10 }, { state: 'PAUSED', shopperCap: 10, ratePerMinute: 600 }],
      [
        { state: 'SCHEDULED', ratePerMinute: 1 },
        { state: 'SCHEDULED', phase: 'open', shopperCap: 10, ratePerMinute: 1 },
      ],
      [{ state: 'CLOSED' }, { state: 'CLOSED', phase: 'closed' }],
    ] as const;
    for (const [index, [body, expected]] of steps.entries()) {
      const response = await control(event.dropId, body, index + 1);
      expect(response.headers.etag).toBe(`"v${index + 2}"`);
      expect(response.json()).toMatchObject(expected);
    }
    expect(await outbox(event.dropId)).toEqual([1, 2, 3, 4, 5]);
    const notes = await gateway.stores.database.auditEntry.findMany({
      where: { subject: `drop:${event.dropId}`, action: 'drop.control' },
      orderBy: { id: 'asc' },
    });
    expect(notes).toHaveLength(4);
    expect(notes[0]?.detail).toEqual({ from: 1, set: { state: 'PAUSED' }, reason: null });
  });

  it.each<[object, number, number]>([
    [{}, 1, 400],
    [{ state: 'OPEN' }, 1, 400],
    [{ shopperCap: 100_001 }, 1, 400],
    [{ opensAt: '2035-01-01T00:00:00Z' }, 1, 400],
    [{ state: 'PAUSED' }, 7, 412],
  ])('are refused for %j on version %i: %i', async (body, version, status) => {
    expect((await control(event.dropId, body, version)).statusCode).toBe(status);
  });
});

describe('a drop that is deleted', () => {
  it('leaves its tickets in no drop', async () => {
    await desk.make('POST', `/v1/events/${event.eventId}/tickets`, {
      kind: 'general',
      categoryId: event.categoryId,
      quantity: 3,
      dropId: event.dropId,
    });
    expect((await desk.call('DELETE', `${drops}/${event.dropId}`)).statusCode).toBe(204);
    expect((await desk.call('GET', `/v1/drops/${event.dropId}`)).statusCode).toBe(404);
    expect((await desk.call('DELETE', `${drops}/${event.dropId}`)).statusCode).toBe(404);
    const { items } = (await desk.call('GET', `/v1/events/${event.eventId}/tickets`)).json();
    expect(items.map(({ dropId }: { dropId: string | null }) => dropId)).toEqual([null, null, null]);
    expect(await outbox(event.dropId)).toEqual([1, 2, 3]);
  });

  it('was opened in a published event: no', async () => {
    await asOwner(gateway, "update drops set opens_at = now() - interval '1 minute' where id = $1", [
      event.dropId,
    ]);
    await desk.make('POST', `/v1/events/${event.eventId}/publish`);
    const refused = await desk.call('DELETE', `${drops}/${event.dropId}`);
    expect(refused.json()).toMatchObject({ status: 409, code: 'STATE_CONFLICT', state: 'OPENED' });
  });

  it('was joined, or sold from: no', async () => {
    const buyer = await createTestAccount(gateway);
    const second = await make();
    await asOwner(
      gateway,
      `insert into drop_entries (event_id, drop_id, lane, entry_index, account_id, joined_at)
         values ($1, $2, 0, 0, $3, now())`,
      [event.eventId, second.id, buyer.id],
    );
    const joined = await desk.call('DELETE', `${drops}/${second.id}`);
    expect(joined.json()).toMatchObject({ status: 409, state: 'IN_USE', entries: 1, orders: 0 });
    await desk.make('POST', `/v1/events/${event.eventId}/tickets`, {
      kind: 'general',
      categoryId: event.categoryId,
      quantity: 1,
      dropId: event.dropId,
    });
    await plantSale(gateway, event, buyer.id, [0]);
    const sold = await desk.call('DELETE', `${drops}/${event.dropId}`);
    expect(sold.json()).toMatchObject({ status: 409, state: 'IN_USE', admissions: 1, orders: 1 });
  });
});
