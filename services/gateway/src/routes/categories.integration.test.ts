import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  eventDraft,
  makeEvent,
  openVendorDesk,
  plantClaim,
  plantSale,
  type TestEvent,
  type VendorDesk,
} from '../../../../tests/support/vendor-desk.ts';

let gateway: TestGateway;
let desk: VendorDesk;
let event: TestEvent;
let path: string;
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
});
beforeEach(async () => {
  event = await makeEvent(desk);
  path = `/v1/events/${event.eventId}/categories`;
});
afterAll(() => gateway.close());

const make = (body: object) => desk.make<{ id: string; version: number }>('POST', path, body);
const put = (id: string, body: object, version = 1) =>
  desk.call('PUT', `${path}/${id}`, { body, headers: { 'if-match': `"v${version}"` } });
const mint = (categoryId: string, quantity: number) =>
  desk.make('POST', `/v1/events/${event.eventId}/tickets`, { kind: 'general', categoryId, quantity });

describe('a category', () => {
  it('is priced in the event’s currency and listed by its position', async () => {
    const last = await make({ name: 'Last', priceMinor: 0 });
    const first = await desk.call('POST', path, {
      body: { name: 'First', priceMinor: 12_345, color: '#0072B2', position: 0, description: 'Best\nview' },
    });
    expect(first.statusCode).toBe(201);
    const { id } = first.json();
    expect(first.headers).toMatchObject({ location: `${path}/${id}`, etag: '"v1"' });
    expect(first.json()).toMatchObject({ currency: 'eur', priceMinor: 12_345, position: 0, version: 1 });
    const names: string[] = [];
    for (let after = ''; ; ) {
      const { items, next } = (await desk.call('GET', `${path}?limit=1${after}`)).json();
      names.push(...items.map(({ name }: { name: string }) => name));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(names).toEqual(['Seats', 'First', 'Last']);
    expect((await desk.call('GET', `${path}/${last.id}`)).headers.etag).toBe('"v1"');
  });

  it.each<[string, object, number, string]>([
    ['no price', { name: 'A' }, 400, '/priceMinor'],
    ['a price below 0', { name: 'A', priceMinor: -1 }, 400, '/priceMinor'],
    ['half a cent', { name: 'A', priceMinor: 0.5 }, 400, '/priceMinor'],
    ['a price as text', { name: 'A', priceMinor: '100' }, 400, '/priceMinor'],
    ['a price of a million', { name: 'A', priceMinor: 100_000_000 }, 400, '/priceMinor'],
    ['a colour by name', { name: 'A', priceMinor: 1, color: 'red' }, 400, '/color'],
    ['a currency of its own', { name: 'A', priceMinor: 1, currency: 'usd' }, 400, '/currency'],
  ])('is refused with %s', async (_name, body, status, pointer) => {
    const response = await desk.call('POST', path, { body });
    expect([response.statusCode, response.json().errors[0].pointer]).toEqual([status, pointer]);
  });

  it('has a price that its currency can be charged in', async () => {
    const kuwaiti = await makeEvent(desk);
    await desk.call('DELETE', `/v1/events/${kuwaiti.eventId}/categories/${kuwaiti.categoryId}`);
    const { venueId } = kuwaiti;
    const { version } = (await desk.call('GET', `/v1/events/${kuwaiti.eventId}`)).json();
    await desk.make('PUT', `/v1/events/${kuwaiti.eventId}`, eventDraft(venueId, { currency: 'kwd' }), {
      'if-match': `"v${version}"`,
    });
    const priced = (priceMinor: number) =>
      desk.call('POST', `/v1/events/${kuwaiti.eventId}/categories`, { body: { name: 'A', priceMinor } });
    const refused = await priced(12_345);
    expect([refused.statusCode, refused.json().errors[0].pointer]).toEqual([400, '/priceMinor']);
    expect((await priced(12_340)).statusCode).toBe(201);
  });

  it('has a name that no other of the event has', async () => {
    const other = await make({ name: 'Other', priceMinor: 1 });
    const made = await desk.call('POST', path, { body: { name: 'Seats', priceMinor: 1 } });
    const renamed = await put(other.id, { name: 'Seats', priceMinor: 1 });
    expect([made, renamed].map((response) => [response.statusCode, response.json().code])).toEqual([
      [409, 'NAME_TAKEN'],
      [409, 'NAME_TAKEN'],
    ]);
  });

  it('is one of fifty at most', async () => {
    await gateway.stores.database.category.createMany({
      data: Array.from({ length: 49 }, (_, n) => ({
        eventId: event.eventId,
        id: crypto.randomUUID(),
        name: `Category ${n}`,
        priceMinor: 1,
        currency: 'eur',
      })),
    });
    const response = await desk.call('POST', path, { body: { name: 'One more', priceMinor: 1 } });
    expect([response.statusCode, response.json().limit]).toEqual([422, 50]);
  });

  it('is replaced on the version that was loaded; of two edits at once one is told to load again', async () => {
    const { id } = await make({ name: 'Edited', priceMinor: 100 });
    const both = await Promise.all([100, 200].map((priceMinor) => put(id, { name: 'Edited', priceMinor })));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
    expect((await desk.call('PUT', `${path}/${id}`, { body: { name: 'x', priceMinor: 1 } })).statusCode).toBe(
      428,
    );
  });
});

describe('a category with tickets', () => {
  it('is not deleted, and can be once it has none', async () => {
    const { id } = await make({ name: 'Standing', priceMinor: 100 });
    await mint(id, 3);
    const refused = await desk.call('DELETE', `${path}/${id}`);
    expect(refused.json()).toMatchObject({
      status: 409,
      code: 'STATE_CONFLICT',
      state: 'HAS_TICKETS',
      tickets: 3,
    });
    const { id: empty } = await make({ name: 'Empty', priceMinor: 100 });
    expect((await desk.call('DELETE', `${path}/${empty}`)).statusCode).toBe(204);
    expect((await desk.call('DELETE', `${path}/${empty}`)).statusCode).toBe(404);
  });

  it.each([
    ['sold', plantSale, { sold: 1, claimed: 0 }],
    ['claimed by an unfinished order', plantClaim, { sold: 0, claimed: 1 }],
  ] as const)(
    'keeps its price once one is %s; its name, and other categories’ prices, may change',
    async (_how, plant, counts) => {
      const { id } = await make({ name: 'Standing', priceMinor: 100 });
      await mint(event.categoryId, 1);
      await mint(id, 3);
      const buyer = await createTestAccount(gateway);
      await plant(gateway, event, buyer.id, [2]);
      const repriced = await put(id, { name: 'Standing', priceMinor: 101 });
      expect(repriced.json()).toMatchObject({
        status: 409,
        code: 'SALES_EXIST',
        gated: ['priceMinor'],
        ...counts,
      });
      const deleted = await desk.call('DELETE', `${path}/${id}`);
      expect(deleted.json()).toMatchObject({
        status: 409,
        code: 'SALES_EXIST',
        gated: ['category'],
        ...counts,
      });
      expect((await put(id, { name: 'Standing room', priceMinor: 100 })).statusCode).toBe(200);
      expect((await put(event.categoryId, { name: 'Seats', priceMinor: 1 })).statusCode).toBe(200);
    },
  );

  it('may be repriced again when the sale was given back', async () => {
    await mint(event.categoryId, 1);
    const buyer = await createTestAccount(gateway);
    const orderId = await plantSale(gateway, event, buyer.id, [0]);
    expect((await put(event.categoryId, { name: 'Seats', priceMinor: 1 })).statusCode).toBe(409);
    const head = await gateway.stores.database.ticketHolder.findFirstOrThrow({
      where: { eventId: event.eventId },
    });
    await gateway.stores.database.$executeRaw`
      insert into ticket_ledger
        (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, order_id)
        values (${event.eventId}::uuid, 0, 2, 'REFUND', 1, 'SALE', ${head.hash}, ${orderId}::uuid)`;
    expect((await put(event.categoryId, { name: 'Seats', priceMinor: 1 })).statusCode).toBe(200);
  });
});
