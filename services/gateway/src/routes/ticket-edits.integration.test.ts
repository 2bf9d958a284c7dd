import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  asOwner,
  dropDraft,
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
const retire = (body: object) => desk.call('DELETE', tickets, { body });

describe('tickets taken off sale', () => {
  it('are retired for good; their seats may be sold under new numbers', async () => {
    await seated([{ categoryId: event.categoryId, zones: ['Balcony'] }]);
    expect((await retire({ numbers: [0, 1, 2] })).json()).toEqual({ retired: 3 });
    expect((await retire({ numbers: [2, 3] })).json()).toEqual({ retired: 1 });
    const again = await seated([{ categoryId: event.categoryId, zones: ['Balcony'] }]);
    expect(again.json()).toMatchObject({ minted: 4, firstNumber: 152, alreadyTicketed: 148 });
    expect((await retire({ categoryId: event.categoryId })).json()).toEqual({ retired: 152 });
    expect((await retire({ categoryId: event.categoryId })).json()).toEqual({ retired: 0 });
  });

  it.each([
    ['sold', plantSale],
    ['claimed by an unfinished order', plantClaim],
  ] as const)('are none while one of them is %s, which is named', async (_how, plant) => {
    await general(10);
    const buyer = await createTestAccount(gateway);
    await plant(gateway, event, buyer.id, [4, 6]);
    for (const body of [{ numbers: [3, 4, 5, 6] }, { categoryId: event.categoryId }]) {
      const refused = await retire(body);
      expect(refused.json()).toMatchObject({ status: 409, code: 'SALES_EXIST', count: 2, tickets: [4, 6] });
    }
    expect(
      await gateway.stores.database.ticket.count({ where: { eventId: event.eventId, retiredAt: null } }),
    ).toBe(10);
    const notes = { where: { subject: `event:${event.eventId}`, action: 'tickets.retire' } };
    expect(await gateway.stores.database.auditEntry.count(notes)).toBe(0);
    expect((await retire({ numbers: [3, 5] })).json()).toEqual({ retired: 2 });
    expect(await gateway.stores.database.auditEntry.count(notes)).toBe(1);
  });

  it.each<[object, number]>([
    [{}, 400],
    [{ numbers: [] }, 400],
    [{ numbers: [1, 1] }, 400],
    [{ numbers: ['1'] }, 400],
    [{ numbers: [-1] }, 400],
    [{ numbers: [0], categoryId: crypto.randomUUID() }, 400],
    [{ categoryId: crypto.randomUUID() }, 404],
    [{ numbers: [0, 10] }, 404],
  ])('%j are answered %i', async (body, status) => {
    await general(10);
    expect((await retire(body)).statusCode).toBe(status);
  });
});

describe('tickets moved into a drop', () => {
  const drops = () => `/v1/events/${event.eventId}/drops`;
  const assign = (dropId: string, body: object) => desk.call('PUT', `${drops()}/${dropId}/tickets`, { body });
  const openDrop = (dropId: string) =>
    asOwner(gateway, "update drops set opens_at = now() - interval '1 s' where id = $1", [dropId]);
  const newDrop = async () =>
    (await desk.make<{ id: string }>('POST', drops(), { ...dropDraft, name: 'Second' })).id;

  it('go by number or by category, and both drops are copied again', async () => {
    await general(10);
    expect((await assign(event.dropId, { numbers: [0, 1, 2] })).json()).toEqual({ assigned: 3, kept: 0 });
    expect((await assign(event.dropId, { numbers: [2, 3] })).json()).toEqual({ assigned: 1, kept: 1 });
    const second = await newDrop();
    expect((await assign(second, { categoryIds: [event.categoryId] })).json()).toEqual({
      assigned: 10,
      kept: 0,
    });
    expect((await listed(`dropId=${second}`)).items).toHaveLength(10);
    const keys = await gateway.stores.database.outboxRow.findMany({
      where: { eventId: event.eventId },
      orderBy: { id: 'asc' },
    });
    expect(keys.map(({ dedupeKey }) => dedupeKey).sort()).toEqual(
      [
        ...[1, 2, 3, 4].map((v) => `drop-publish:${event.dropId}:${v}`),
        ...[1, 2].map((v) => `drop-publish:${second}:${v}`),
      ].sort(),
    );
  });

  it('are all or none, and not while one is sold, gone, or in a drop that has opened', async () => {
    await general(10);
    const second = await newDrop();
    await assign(event.dropId, { numbers: [7, 8] });
    await desk.make('DELETE', tickets, { numbers: [9] });
    const buyer = await createTestAccount(gateway);
    await plantSale(gateway, event, buyer.id, [0]);
    await plantClaim(gateway, event, buyer.id, [1]);
    const answers = [
      await assign(second, { numbers: [0, 1, 2] }),
      await assign(second, { numbers: [2, 9, 10] }),
      await assign(second, { categoryIds: [crypto.randomUUID()] }),
    ];
    expect(answers.map((answer) => answer.json())).toMatchObject([
      { status: 409, code: 'SALES_EXIST', tickets: [0, 1] },
      { status: 404, code: 'NOT_FOUND', tickets: [9, 10] },
      { status: 404, code: 'NOT_FOUND', pointer: '/categoryIds/0' },
    ]);
    await openDrop(event.dropId);
    expect((await assign(second, { numbers: [2, 7] })).json()).toMatchObject({
      status: 409,
      state: 'RELEASED',
      tickets: [7],
    });
    expect((await assign(event.dropId, { numbers: [2] })).json()).toMatchObject({
      status: 409,
      state: 'OPENED',
    });
    expect((await listed(`dropId=${second}`)).items).toEqual([]);
    expect((await assign(second, { numbers: [2, 3] })).json()).toEqual({ assigned: 2, kept: 0 });
  });
});
