import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  asOwner,
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
let tickets: string;
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
});
beforeEach(async () => {
  event = await makeEvent(desk);
  tickets = `/v1/events/${event.eventId}/tickets`;
});
afterAll(() => gateway.close());

const mint = (body: object) => desk.call('POST', tickets, { body });
const seated = (assignments: object[], more: object = {}) => mint({ kind: 'seated', assignments, ...more });
const general = (quantity: number, more: object = {}) =>
  mint({ kind: 'general', categoryId: event.categoryId, quantity, ...more });
const listed = async (query = 'limit=1000') => (await desk.call('GET', `${tickets}?${query}`)).json();
const makeCategory = async (name: string) =>
  (
    await desk.make<{ id: string }>('POST', `/v1/events/${event.eventId}/categories`, {
      name,
      priceMinor: 900,
    })
  ).id;

describe('tickets for seats', () => {
  it('follow the plan’s order, each seat in the first category that takes it', async () => {
    const balcony = await makeCategory('Balcony');
    const premium = await makeCategory('Premium');
    const response = await seated([
      { categoryId: premium, planCategories: ['Premium'] },
      { categoryId: balcony, zones: ['Balcony'] },
      { categoryId: event.categoryId, zones: ['Balcony', 'Stalls'] },
    ]);
    expect(response.statusCode).toBe(201);
    const result = response.json();
    expect(result).toMatchObject({ minted: 600, firstNumber: 0, unassigned: 0, alreadyTicketed: 0 });
    const byCategory = new Map(
      result.byCategory.map((entry: { categoryId: string; tickets: number }) => [
        entry.categoryId,
        entry.tickets,
      ]),
    );
    expect(byCategory.get(premium)).toBe(140);
    expect(byCategory.get(balcony)).toBe(152);
    expect(byCategory.get(event.categoryId)).toBe(308);
    const rows = await gateway.stores.database.ticket.findMany({
      where: { eventId: event.eventId },
      orderBy: { number: 'asc' },
    });
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 600 }, (_, n) => n));
    expect(rows.map(({ seatIndex }) => seatIndex)).toEqual(rows.map(({ number }) => number));
    const page = await listed('limit=1');
    expect(page.items).toMatchObject([
      {
        number: 0,
        categoryId: premium,
        dropId: null,
        state: 'AVAILABLE',
        seat: { zone: 'Stalls', row: 'A' },
      },
    ]);
  });

  it('are made once: what is left over is told, and said again nothing new is made', async () => {
    const first = await seated([{ categoryId: event.categoryId, zones: ['Balcony'] }]);
    expect(first.json()).toMatchObject({ minted: 152, firstNumber: 0, unassigned: 448, alreadyTicketed: 0 });
    const again = await seated([{ categoryId: event.categoryId, zones: ['Balcony'] }]);
    expect(again.statusCode).toBe(200);
    expect(again.json()).toEqual({
      minted: 0,
      firstNumber: null,
      unassigned: 448,
      alreadyTicketed: 152,
      inNoDrop: 152,
      hint: expect.stringContaining('/drops/{dropId}/tickets'),
      byCategory: [],
    });
    const inDrop = await seated([{ categoryId: event.categoryId, seatKeys: [] }], { dropId: event.dropId });
    expect(inDrop.json()).toMatchObject({ minted: 0, inNoDrop: 152 });
    const rest = await seated([{ categoryId: event.categoryId }]);
    expect(rest.json()).toMatchObject({ minted: 448, firstNumber: 152, unassigned: 0, alreadyTicketed: 152 });
  });

  it('asked for four times at once are made once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => seated([{ categoryId: event.categoryId }])));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 200, 200, 201]);
    expect(answers.reduce((sum, answer) => sum + answer.json().minted, 0)).toBe(600);
    const { ticketCount } = await gateway.stores.database.event.findUniqueOrThrow({
      where: { id: event.eventId },
    });
    expect(ticketCount).toBe(600);
  });

  it('may be named one by one', async () => {
    const seats = await gateway.stores.database.seat.findMany({
      where: { planId: event.planId, seatIndex: { in: [7, 3, 500] } },
    });
    const seatKeys = seats.map(({ seatKey }) => seatKey);
    const response = await seated([{ categoryId: event.categoryId, seatKeys }]);
    expect(response.json()).toMatchObject({ minted: 3, unassigned: 597 });
    const { items } = await listed();
    expect(items.map(({ seat }: { seat: { key: string } }) => seat.key)).toEqual(
      [3, 7, 500].map((index) => seats.find(({ seatIndex }) => seatIndex === index)?.seatKey),
    );
  });

  it('are refused for names that are not in the plan, each with its place', async () => {
    const response = await seated([
      { categoryId: event.categoryId, zones: ['Stalls', 'Attic'] },
      { categoryId: event.categoryId, seatKeys: ['nowhere'], planCategories: ['VIP'] },
    ]);
    expect(response.statusCode).toBe(400);
    expect(response.json().errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/assignments/0/zones/1',
      '/assignments/1/planCategories/0',
      '/assignments/1/seatKeys/0',
    ]);
    expect((await listed()).items).toEqual([]);
  });

  it('need a plan', async () => {
    const { id } = await desk.make<{ id: string }>('POST', `/v1/vendors/${desk.vendorId}/events`, {
      name: 'No seats',
      venueId: event.venueId,
      startsAt: '2035-01-01T00:00:00Z',
    });
    const category = await desk.make<{ id: string }>('POST', `/v1/events/${id}/categories`, {
      name: 'A',
      priceMinor: 1,
    });
    const response = await desk.call('POST', `/v1/events/${id}/tickets`, {
      body: { kind: 'seated', assignments: [{ categoryId: category.id }] },
    });
    expect(response.json()).toMatchObject({ status: 409, code: 'STATE_CONFLICT', state: 'NO_PLAN' });
  });
});

describe('tickets by quantity', () => {
  it('are so many tickets without seats, numbered after those that are there', async () => {
    await seated([{ categoryId: event.categoryId, zones: ['Balcony'] }]);
    const response = await general(250, { dropId: event.dropId });
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({ minted: 250, firstNumber: 152 });
    const { items } = await listed(`limit=1000&dropId=${event.dropId}`);
    expect(items).toHaveLength(250);
    expect(items[0]).toMatchObject({ number: 152, seat: null, dropId: event.dropId });
    expect((await desk.call('GET', `/v1/drops/${event.dropId}`)).json().tickets).toBe(250);
  });

  it.each<[string, () => object, number, string]>([
    ['nothing', () => ({}), 400, ''],
    ['no quantity', () => ({ kind: 'general', categoryId: event.categoryId }), 400, '/quantity'],
    [
      'a quantity of 0',
      () => ({ kind: 'general', categoryId: event.categoryId, quantity: 0 }),
      400,
      '/quantity',
    ],
    [
      'more than a mint makes',
      () => ({ kind: 'general', categoryId: event.categoryId, quantity: 120_001 }),
      400,
      '/quantity',
    ],
    ['no assignment', () => ({ kind: 'seated', assignments: [] }), 400, '/assignments'],
    [
      'an unknown category',
      () => ({ kind: 'general', categoryId: crypto.randomUUID(), quantity: 1 }),
      404,
      '/categoryId',
    ],
    [
      'an unknown category of seats',
      () => ({ kind: 'seated', assignments: [{ categoryId: crypto.randomUUID() }] }),
      404,
      '/assignments/0/categoryId',
    ],
    [
      'an unknown drop',
      () => ({ kind: 'general', categoryId: event.categoryId, quantity: 1, dropId: crypto.randomUUID() }),
      404,
      '/dropId',
    ],
  ])('are refused with %s', async (_name, body, status, pointer) => {
    const response = await mint(body());
    expect(response.statusCode).toBe(status);
    const problem = response.json();
    const pointers =
      status === 404 ? [problem.pointer] : problem.errors.map((fault: { pointer: string }) => fault.pointer);
    if (pointer !== '') expect(pointers).toContain(pointer);
  });

  it('are refused in a closed drop, for a cancelled event, and over what an event may have', async () => {
    await asOwner(gateway, "update drops set state = 'CLOSED' where id = $1", [event.dropId]);
    expect((await general(1, { dropId: event.dropId })).json()).toMatchObject({
      status: 409,
      code: 'DROP_CLOSED',
    });
    await asOwner(gateway, 'update events set ticket_count = 199999 where id = $1', [event.eventId]);
    const over = await general(2);
    expect(over.json()).toMatchObject({
      status: 422,
      code: 'LIMIT_REACHED',
      limit: 200_000,
      present: 199_999,
    });
    await asOwner(gateway, "update events set status = 'CANCELLED' where id = $1", [event.eventId]);
    expect((await general(1)).json()).toMatchObject({ status: 409, code: 'EVENT_CANCELLED' });
  });

  it('each say a drop’s new version to the worker that copies drops', async () => {
    await general(1, { dropId: event.dropId });
    await general(1);
    await general(1, { dropId: event.dropId });
    const rows = await gateway.stores.database.outboxRow.findMany({
      where: { eventId: event.eventId, topic: 'drop-publish' },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ dedupeKey }) => dedupeKey)).toEqual(
      [1, 2, 3].map((v) => `drop-publish:${event.dropId}:${v}`),
    );
    expect(rows[2]?.payload).toEqual({ eventId: event.eventId, dropId: event.dropId });
  });
});

describe('a list of tickets', () => {
  it('shows where each stands, page by page', async () => {
    await general(7);
    const buyer = await createTestAccount(gateway);
    await plantSale(gateway, event, buyer.id, [1, 2]);
    await plantClaim(gateway, event, buyer.id, [3]);
    await desk.make('DELETE', tickets, { numbers: [5] });
    await asOwner(
      gateway,
      `insert into ticket_ledger (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash)
         select event_id, ticket_number, 1, 'BLOCK', 0, kind, hash from ticket_holders
         where event_id = $1 and ticket_number = 6`,
      [event.eventId],
    );
    const states: string[] = [];
    for (let after = ''; ; ) {
      const { items, next } = await listed(`limit=3${after}`);
      states.push(...items.map(({ state }: { state: string }) => state));
      if (next === null) break;
      after = `&after=${next}`;
      await general(1);
    }
    expect(states.slice(0, 7)).toEqual([
      'AVAILABLE',
      'SOLD',
      'SOLD',
      'RESERVED',
      'AVAILABLE',
      'RETIRED',
      'BLOCKED',
    ]);
    expect(states).toHaveLength(9);
  });
});
