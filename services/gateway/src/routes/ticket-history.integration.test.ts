import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAccount, type TestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  asOwner,
  makeEvent,
  openVendorDesk,
  plantSale,
  type TestEvent,
  type VendorDesk,
} from '../../../../tests/support/vendor-desk.ts';

let gateway: TestGateway;
let desk: VendorDesk;
let event: TestEvent;
let people: Record<'seller' | 'holder' | 'viewer' | 'ops' | 'stranger', TestAccount>;
let orderId: string;

/** Ticket 0: sold, passed on, used, let out, refunded by ops, sold again; ticket 1: never sold. */
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
  event = await makeEvent(desk);
  people = {
    seller: await createTestAccount(gateway),
    holder: await createTestAccount(gateway),
    viewer: await desk.addMember('viewer'),
    ops: await createTestAccount(gateway, { isOps: true }),
    stranger: await createTestAccount(gateway),
  };
  await desk.make('POST', `/v1/events/${event.eventId}/tickets`, {
    kind: 'general',
    categoryId: event.categoryId,
    quantity: 2,
  });
  const { seller, holder } = people;
  orderId = await plantSale(gateway, event, seller.id, [0]);
  await append('TRANSFER', holder.id, null);
  await append('CHECKIN', holder.id, null);
  await append('CHECKIN_UNDO', holder.id, null);
  await append('REFUND', null, 'goodwill');
  await plantSale(gateway, event, holder.id, [0]);
});
afterAll(() => gateway.close());

const append = (kind: string, holder: string | null, reason: string | null) =>
  asOwner(
    gateway,
    `insert into ticket_ledger
       (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id, actor, reason)
     select event_id, ticket_number, version + 1, $2, version, kind, hash, $3, order_id, $4, $5
       from ticket_holders where event_id = $1 and ticket_number = 0`,
    [event.eventId, kind, holder, people.ops.id, reason],
  );
const history = (as: TestAccount | null, number = 0, query = '') =>
  desk.call('GET', `/v1/events/${event.eventId}/tickets/${number}/history${query}`, { as });

describe('a ticket’s history', () => {
  it.each(['viewer', 'ops'] as const)('is whole for the %s', async (who) => {
    const { items, next } = (await history(people[who])).json();
    expect(next).toBeNull();
    expect(items.map(({ version, kind }: { version: number; kind: string }) => [version, kind])).toEqual([
      [0, 'MINT'],
      [1, 'SALE'],
      [2, 'TRANSFER'],
      [3, 'CHECKIN'],
      [4, 'CHECKIN_UNDO'],
      [5, 'REFUND'],
      [6, 'SALE'],
    ]);
    expect(items[1]).toMatchObject({ holder: people.seller.id, orderId });
    expect(items[5]).toMatchObject({ holder: null, actor: people.ops.id, reason: 'goodwill' });
    const entries = await gateway.stores.database.ledgerEntry.findMany({
      where: { eventId: event.eventId, ticketNumber: 0 },
      orderBy: { version: 'asc' },
    });
    expect(items.map(({ hash }: { hash: string }) => hash)).toEqual(
      entries.map(({ hash }) => Buffer.from(hash).toString('hex')),
    );
  });

  it('tells its holder everything but who the others were', async () => {
    const response = await history(people.holder);
    expect(response.headers['cache-control']).toBe('no-store');
    const { items } = response.json();
    expect(items.map(({ holder }: { holder: string | null }) => holder)).toEqual([
      null,
      null,
      people.holder.id,
      people.holder.id,
      people.holder.id,
      null,
      people.holder.id,
    ]);
    expect(items[1]).toMatchObject({ kind: 'SALE', holder: null, orderId: null, actor: null });
    expect(items[5]).toMatchObject({ kind: 'REFUND', orderId: null, actor: null, reason: null });
  });

  it.each<[string, () => Promise<{ statusCode: number }>, number]>([
    ['a former holder', () => history(people.seller), 404],
    ['a stranger', () => history(people.stranger), 404],
    ['nobody', () => history(null), 401],
    ['the holder of another ticket', () => history(people.holder, 1), 404],
    ['a member who asks for a ticket that is not there', () => history(people.viewer, 2), 404],
    ['a member who asks for half a ticket', () => history(people.viewer, 0.5), 400],
  ])('is not shown to %s', async (_who, ask, status) => {
    expect((await ask()).statusCode).toBe(status);
  });

  it('is paged in its order', async () => {
    const kinds: string[] = [];
    for (let after = ''; ; ) {
      const { items, next } = (await history(people.viewer, 0, `?limit=3${after}`)).json();
      kinds.push(...items.map(({ kind }: { kind: string }) => kind));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(kinds).toHaveLength(7);
  });
});
