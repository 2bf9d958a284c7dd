import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestAccount, type TestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  asOwner,
  eventDraft,
  makeEvent,
  openVendorDesk,
  orderStatement,
  plantClaim,
  plantSale,
  type TestEvent,
  type VendorDesk,
  venueDraft,
} from '../../../../tests/support/vendor-desk.ts';

let gateway: TestGateway;
let desk: VendorDesk;
let event: TestEvent;
let buyer: TestAccount;
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
  buyer = await createTestAccount(gateway);
});
beforeEach(async () => {
  event = await makeEvent(desk);
  await desk.make('POST', `/v1/events/${event.eventId}/tickets`, {
    kind: 'general',
    categoryId: event.categoryId,
    quantity: 5,
    dropId: event.dropId,
  });
});
afterAll(() => gateway.close());

const path = () => `/v1/events/${event.eventId}`;
const version = async () => (await desk.call('GET', path())).json().version;
const put = async (more: object) =>
  desk.call('PUT', path(), {
    body: eventDraft(event.venueId, { planId: event.planId, ...more }),
    headers: { 'if-match': `"v${await version()}"` },
  });
const append = (kind: string, version: number, previous: string, holder: string | null) =>
  asOwner(
    gateway,
    `insert into ticket_ledger
       (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id)
     select event_id, ticket_number, $2, $3, version, $4, hash, $5, order_id from ticket_holders
       where event_id = $1 and ticket_number = 0`,
    [event.eventId, version, kind, previous, holder],
  );

/** How an event comes to have sales, each in another way. */
const sales: readonly [string, () => Promise<unknown>, { sold: number; claimed: number }][] = [
  ['a ticket is sold', () => plantSale(gateway, event, buyer.id, [0]), { sold: 1, claimed: 0 }],
  [
    'a ticket was passed on',
    async () => {
      await plantSale(gateway, event, buyer.id, [0]);
      await append('TRANSFER', 2, 'SALE', (await createTestAccount(gateway)).id);
    },
    { sold: 1, claimed: 0 },
  ],
  [
    'somebody is inside',
    async () => {
      await plantSale(gateway, event, buyer.id, [0]);
      await append('CHECKIN', 2, 'SALE', buyer.id);
    },
    { sold: 1, claimed: 0 },
  ],
  [
    'somebody was let out again',
    async () => {
      await plantSale(gateway, event, buyer.id, [0]);
      await append('CHECKIN', 2, 'SALE', buyer.id);
      await append('CHECKIN_UNDO', 3, 'CHECKIN', buyer.id);
    },
    { sold: 1, claimed: 0 },
  ],
  ['an order is unfinished', () => plantClaim(gateway, event, buyer.id, [0, 1]), { sold: 0, claimed: 2 }],
];

describe.each(sales)('once %s', (_how, sell, counts) => {
  beforeEach(sell);

  it('the event’s start, venue, plan, currency and zone stand still, and nothing of such an edit is kept', async () => {
    const venue = await desk.make<{ id: string }>('POST', `/v1/vendors/${desk.vendorId}/venues`, venueDraft);
    for (const [change, gated] of [
      [{ startsAt: '2035-05-17T18:00:01.000Z' }, ['startsAt']],
      [{ planId: null }, ['planId']],
      [{ venueId: venue.id, planId: null }, ['venueId', 'planId']],
      [{ currency: 'chf' }, ['currency']],
      [{ timeZone: 'Europe/Paris' }, ['timeZone']],
      [{ name: 'Other', startsAt: '2036-01-01T00:00:00Z', timeZone: 'UTC' }, ['startsAt', 'timeZone']],
    ] as const) {
      const refused = await put(change);
      expect(refused.json()).toMatchObject({ status: 409, code: 'SALES_EXIST', gated, ...counts });
    }
    expect((await desk.call('GET', path())).json()).toMatchObject({
      name: 'Night of Lights',
      startsAt: '2035-05-17T18:00:00.000Z',
      venue: { id: event.venueId },
      planId: event.planId,
      timeZone: 'Europe/Berlin',
    });
  });

  it('its words and its end may change, and it cannot be deleted', async () => {
    const edited = await put({
      name: 'Night of Stars',
      description: 'New words',
      endsAt: '2035-05-17T22:00:00Z',
      metadata: { doors: '19:00' },
    });
    expect(edited.statusCode).toBe(200);
    const refused = await desk.call('DELETE', path());
    expect(refused.json()).toMatchObject({ status: 409, code: 'SALES_EXIST', ...counts });
    expect((await desk.call('GET', path())).json()).toMatchObject({
      name: 'Night of Stars',
      description: 'New words',
    });
  });
});

describe('an event without sales', () => {
  it('moves freely, and its drops are copied again', async () => {
    const before = await gateway.stores.database.outboxRow.count({ where: { eventId: event.eventId } });
    expect((await put({ startsAt: '2036-01-01T00:00:00Z', timeZone: 'UTC' })).statusCode).toBe(200);
    const after = await gateway.stores.database.outboxRow.findMany({
      where: { eventId: event.eventId },
      orderBy: { id: 'asc' },
    });
    expect(after).toHaveLength(before + 1);
    const drop = await gateway.stores.database.drop.findFirstOrThrow({ where: { id: event.dropId } });
    expect(after.at(-1)).toMatchObject({
      topic: 'drop-publish',
      dedupeKey: `drop-publish:${event.dropId}:${drop.version}`,
      payload: { eventId: event.eventId, dropId: event.dropId },
    });
  });

  it('is out of sight once it is deleted', async () => {
    await desk.make('POST', `${path()}/publish`);
    expect((await desk.call('DELETE', path())).statusCode).toBe(204);
    const after = [
      await desk.call('GET', path()),
      await desk.call('GET', path(), { as: null }),
      await desk.call('DELETE', path()),
      await desk.call('POST', `${path()}/publish`),
      await desk.call('GET', `${path()}/tickets`),
      await desk.call('GET', `/v1/drops/${event.dropId}`),
    ];
    expect(after.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404, 404]);
    const list = (await desk.call('GET', '/v1/events?limit=100', { as: null })).json();
    expect(list.items.some(({ id }: { id: string }) => id === event.eventId)).toBe(false);
  });

  it.each([
    ['an edit', () => put({ startsAt: '2036-01-01T00:00:00Z' })],
    ['a deletion', () => desk.call('DELETE', path())],
  ])('waits with %s for an order that is being placed, and then is refused for it', async (_what, change) => {
    const client = new pg.Client({ connectionString: gateway.database.ownerDatabaseUrl });
    await client.connect();
    try {
      await client.query('begin');
      const order = orderStatement(event, buyer.id, 'PENDING_PAYMENT', [0]);
      await client.query(order.text, [...order.values]);
      let answered = false;
      const changing = change().finally(() => {
        answered = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(answered).toBe(false);
      await client.query('commit');
      expect((await changing).json()).toMatchObject({
        status: 409,
        code: 'SALES_EXIST',
        sold: 0,
        claimed: 1,
      });
    } finally {
      await client.end();
    }
  });
});

describe('an edit of an event that somebody else holds', () => {
  it('is answered with when to come back, and nothing of it happened', async () => {
    const client = new pg.Client({ connectionString: gateway.database.ownerDatabaseUrl });
    await client.connect();
    try {
      await client.query('begin');
      await client.query('select 1 from events where id = $1 for update', [event.eventId]);
      const refused = await put({ name: 'Other' });
      expect([refused.statusCode, refused.json().code]).toEqual([503, 'STORE_UNAVAILABLE']);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    } finally {
      await client.end();
    }
    expect((await desk.call('GET', path())).json()).toMatchObject({ name: 'Night of Lights', version: 1 });
  }, 20_000);
});

describe('a published event with people in the line of an open drop', () => {
  const join = () =>
    asOwner(
      gateway,
      `insert into drop_entries (event_id, drop_id, lane, entry_index, account_id, joined_at)
         values ($1, $2, 0, 0, $3, now())`,
      [event.eventId, event.dropId, buyer.id],
    );

  it('is not deleted, and says how many they are', async () => {
    await desk.make('POST', `${path()}/publish`);
    await asOwner(gateway, 'update drops set opens_at = now() where id = $1', [event.dropId]);
    await join();
    const refused = await desk.call('DELETE', path());
    expect(refused.json()).toMatchObject({
      status: 409,
      code: 'STATE_CONFLICT',
      state: 'IN_LINE',
      entries: 1,
    });
    await asOwner(gateway, "update drops set state = 'CLOSED' where id = $1", [event.dropId]);
    expect((await desk.call('DELETE', path())).statusCode).toBe(204);
  });
});

describe('what is left of a category', () => {
  it('counts no ticket that is in no drop', async () => {
    const { categoryId } = event;
    await desk.make('POST', `${path()}/tickets`, { kind: 'general', categoryId, quantity: 3 });
    expect((await desk.call('GET', path())).json()).toMatchObject({
      ticketCount: 8,
      categories: [{ left: 5 }],
    });
  });

  it('is fresh for members and at most two seconds old for everybody else', async () => {
    await desk.make('POST', `${path()}/publish`);
    const left = async (as?: null) =>
      (await desk.call('GET', path(), as === null ? { as } : {})).json().categories[0].left;
    expect([await left(), await left(null)]).toEqual([5, 5]);
    await plantSale(gateway, event, buyer.id, [0]);
    await plantClaim(gateway, event, buyer.id, [1]);
    await desk.make('DELETE', `${path()}/tickets`, { numbers: [2] });
    expect([await left(), await left(null)]).toEqual([2, 5]);
    await new Promise((resolve) => setTimeout(resolve, 2_050));
    expect(await left(null)).toBe(2);
  });
});
