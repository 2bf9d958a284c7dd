import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAccount, type TestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  dropDraft,
  eventDraft,
  makeEvent,
  openVendorDesk,
  type TestEvent,
  theatrePlanFile,
  type VendorDesk,
  venueDraft,
} from '../../../../tests/support/vendor-desk.ts';

let gateway: TestGateway;
let desk: VendorDesk;
let event: TestEvent;
let strangers: VendorDesk;
let customer: TestAccount;
beforeAll(async () => {
  gateway = await createTestGateway();
  [desk, strangers] = [await openVendorDesk(gateway), await openVendorDesk(gateway, 'Another vendor')];
  event = await makeEvent(desk);
  customer = await createTestAccount(gateway);
  await desk.make('POST', `/v1/events/${event.eventId}/tickets`, {
    kind: 'general',
    categoryId: event.categoryId,
    quantity: 2,
  });
});
afterAll(() => gateway.close());

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Right = 'read' | 'edit' | 'people';

type Route = [right: Right, method: Method, path: string, body: (() => unknown) | undefined];

const lane = '/v1/events/{eventId}/drops/{dropId}/lanes/{lane}';

/** Every route of the catalogue that is about one vendor's things: its right, and a body that is in order. */
const table: readonly (readonly [Right, Method, string, (() => unknown)?])[] = [
  ['read', 'GET', '/v1/vendors/{vendorId}'],
  ['edit', 'PATCH', '/v1/vendors/{vendorId}', () => ({ name: 'Taken over' })],
  ['read', 'GET', '/v1/vendors/{vendorId}/members'],
  ['people', 'POST', '/v1/vendors/{vendorId}/members', () => ({ email: customer.email, role: 'owner' })],
  ['people', 'PUT', '/v1/vendors/{vendorId}/members/{userId}', () => ({ role: 'viewer' })],
  ['people', 'DELETE', '/v1/vendors/{vendorId}/members/{userId}'],
  ['edit', 'POST', '/v1/vendors/{vendorId}/venues', () => venueDraft],
  ['read', 'GET', '/v1/vendors/{vendorId}/venues'],
  ['read', 'GET', '/v1/venues/{venueId}'],
  ['edit', 'PATCH', '/v1/venues/{venueId}', () => ({ name: 'Taken over' })],
  ['edit', 'DELETE', '/v1/venues/{venueId}'],
  ['edit', 'POST', '/v1/venues/{venueId}/seating-plans', theatrePlanFile],
  ['read', 'GET', '/v1/venues/{venueId}/seating-plans'],
  ['read', 'GET', '/v1/seating-plans/{planId}'],
  ['edit', 'POST', '/v1/vendors/{vendorId}/events', () => eventDraft(event.venueId)],
  ['read', 'GET', '/v1/vendors/{vendorId}/events'],
  ['read', 'GET', '/v1/events/{eventId}'],
  ['edit', 'PUT', '/v1/events/{eventId}', () => eventDraft(event.venueId)],
  ['edit', 'DELETE', '/v1/events/{eventId}'],
  ['edit', 'POST', '/v1/events/{eventId}/publish'],
  ['edit', 'POST', '/v1/events/{eventId}/categories', () => ({ name: 'Free', priceMinor: 0 })],
  ['read', 'GET', '/v1/events/{eventId}/categories'],
  ['read', 'GET', '/v1/events/{eventId}/categories/{categoryId}'],
  ['edit', 'PUT', '/v1/events/{eventId}/categories/{categoryId}', () => ({ name: 'Free', priceMinor: 0 })],
  ['edit', 'DELETE', '/v1/events/{eventId}/categories/{categoryId}'],
  [
    'edit',
    'POST',
    '/v1/events/{eventId}/tickets',
    () => ({ kind: 'general', categoryId: event.categoryId, quantity: 1 }),
  ],
  ['read', 'GET', '/v1/events/{eventId}/tickets'],
  ['edit', 'DELETE', '/v1/events/{eventId}/tickets', () => ({ numbers: [0] })],
  ['read', 'GET', '/v1/events/{eventId}/tickets/{number}/history'],
  ['edit', 'POST', '/v1/events/{eventId}/drops', () => dropDraft],
  ['read', 'GET', '/v1/events/{eventId}/drops'],
  ['edit', 'PUT', '/v1/events/{eventId}/drops/{dropId}', () => dropDraft],
  ['edit', 'DELETE', '/v1/events/{eventId}/drops/{dropId}'],
  ['edit', 'PUT', '/v1/events/{eventId}/drops/{dropId}/tickets', () => ({ numbers: [0] })],
  ['read', 'GET', '/v1/drops/{dropId}'],
  ['edit', 'PATCH', '/v1/drops/{dropId}/controls', () => ({ state: 'CLOSED' })],
  ['read', 'GET', '/v1/drops/{dropId}/lanes'],
  ['read', 'GET', '/v1/drops/{dropId}/forecast?visitors=1000'],
  [
    'edit',
    'PUT',
    '/v1/events/{eventId}/drops/{dropId}/lanes',
    () => ({ lanes: [{ name: 'General', weight: 1, places: null }] }),
  ],
  ['edit', 'POST', `${lane}/codes`, () => ({ count: 1 })],
  ['edit', 'GET', `${lane}/codes`],
  ['edit', 'DELETE', `${lane}/codes/{codeId}`],
  ['edit', 'POST', `${lane}/invitations`, () => ({ emails: ['ada@example.org'] })],
  ['read', 'GET', '/v1/events/{eventId}/refund-runs'],
  ['edit', 'POST', '/v1/events/{eventId}/cancellation', () => ({ reason: 'Taken over' })],
  [
    'edit',
    'POST',
    '/v1/events/{eventId}/move',
    () => ({ startsAt: '2027-06-01T19:00:00Z', reason: 'Taken over', refunds: 'none' }),
  ],
];
const routes = table.map(([right, method, path, body]): Route => [right, method, path, body]);
/** These are about nobody's things in particular, or the caller's own. */
const others = ['POST /v1/vendors', 'GET /v1/vendors', 'GET /v1/events', 'GET /v1/tickets'];
/** Of a run that there is none of here: whoever has the right is told so, and it needs no version. */
const runs = ['PATCH /v1/events/{eventId}/refund-runs/{runId}'];

const call = (
  method: Method,
  template: string,
  body: (() => unknown) | undefined,
  as: TestAccount | null,
) => {
  const ids: Record<string, string> = {
    ...event,
    vendorId: desk.vendorId,
    userId: desk.owners[3]?.id ?? '',
    number: '0',
    lane: '1',
    codeId: randomUUID(),
  };
  return desk.call(
    method,
    template.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name),
    {
      as,
      headers: { 'if-match': '"v1"' },
      ...(body !== undefined && { body: body() }),
    },
  );
};

/** Everything that a vendor has, to see that nothing of it changed. */
const everything = () =>
  gateway.stores.database.$queryRaw`
    select (select jsonb_agg(v order by id) from vendors v) as vendors, (select jsonb_agg(v order by id) from venues v) as venues,
      (select count(*)::integer from vendor_members) as members, (select count(*)::integer from seating_plans) as plans,
      (select jsonb_agg(e order by id) from events e) as events, (select jsonb_agg(c order by id) from categories c) as categories,
      (select jsonb_agg(d order by id) from drops d) as drops, (select jsonb_agg(t order by number) from tickets t) as tickets,
      (select count(*)::integer from audit_log) as notes, (select count(*)::integer from outbox) as outbox`;

describe('the table of routes', () => {
  it('is what the API describes under the catalogue’s tags', () => {
    const tags = ['vendors', 'venues', 'seating plans', 'events', 'categories', 'tickets', 'drops'];
    const { paths } = gateway.app.swagger() as unknown as {
      paths: Record<string, Record<string, { tags?: string[]; operationId?: string; summary?: string }>>;
    };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        ...operation,
      })),
    );
    const mine = described.filter((operation) => tags.includes(operation.tags?.[0] ?? ''));
    const listed = [
      ...routes.map(([, method, path]) => `${method} ${path.split('?')[0]}`),
      ...others,
      ...runs,
    ];
    expect(mine.map(({ name }) => name).sort()).toEqual([...listed].sort());
    expect(new Set(mine.map(({ operationId }) => operationId)).size).toBe(mine.length);
    expect(mine.filter(({ summary }) => !summary)).toEqual([]);
  });
});

describe('a vendor’s things', () => {
  it.each<Route>(routes)(
    'are not there for another vendor (%s: %s %s)',
    async (_right, method, path, body) => {
      const before = await everything();
      expect((await call(method, path, body, strangers.owners[0] ?? null)).statusCode).toBe(404);
      expect(await everything()).toEqual(before);
    },
  );

  it.each<Route>(routes)(
    'are not there for a customer, and closed to who is not signed in (%s: %s %s)',
    async (_right, method, path, body) => {
      expect((await call(method, path, body, customer)).statusCode).toBe(404);
      const { statusCode } = await call(method, path, body, null);
      expect(statusCode).toBe(
        method === 'GET' &&
          /^\/v1\/(events\/[^/]+(\/categories.*|\/drops)?|drops\/[^/]+(\/lanes)?)$/.test(path)
          ? 404
          : 401,
      );
    },
  );

  it.each<Route>(routes)(
    'are open to roles that have the right only (%s: %s %s)',
    async (right, method, path, body) => {
      const before = await everything();
      const viewer = await desk.addMember('viewer');
      const ops = await createTestAccount(gateway, { isOps: true });
      for (const as of [viewer, ops]) {
        const { statusCode } = await call(method, path, body, as);
        expect(statusCode).toBe(right === 'read' ? 200 : 403);
      }
      if (right === 'people') {
        const manager = await desk.addMember('manager');
        expect((await call(method, path, body, manager)).statusCode).toBe(403);
        await gateway.stores.database.vendorMember.deleteMany({ where: { userId: manager.id } });
      }
      await gateway.stores.database.vendorMember.deleteMany({ where: { userId: viewer.id } });
      expect(await everything()).toEqual(before);
    },
  );

  it.each<Route>(routes.filter(([, , path]) => path.includes('{')))(
    'with an id that is none are malformed (%s: %s %s)',
    async (_right, method, path, body) => {
      const response = await call(method, path.replace(/\{\w+\}/, 'first'), body, desk.owners[0] ?? null);
      expect(response.statusCode).toBe(400);
      expect(response.json().errors[0].pointer).toMatch(/^params\//);
    },
  );

  it.each<Route>(routes.filter(([, method]) => method === 'PUT' || method === 'PATCH'))(
    'are edited by managers too (%s: %s %s)',
    async (right, method, path, body) => {
      if (right !== 'edit') return;
      const manager = await desk.addMember('manager');
      const { statusCode } = await call(method, path, body, manager);
      expect([200, 412]).toContain(statusCode);
    },
  );
});

describe('steering a run of refunds', () => {
  const steer = async (as: TestAccount | null, runId: string = randomUUID()) =>
    desk.call('PATCH', `/v1/events/${event.eventId}/refund-runs/${runId}`, { as, body: { state: 'PAUSED' } });

  it('is for who may cancel the event; to strangers the event is not there', async () => {
    const before = await everything();
    const viewer = await desk.addMember('viewer');
    const ops = await createTestAccount(gateway, { isOps: true });
    const codes = async (as: TestAccount | null) => {
      const { statusCode } = await steer(as);
      return statusCode;
    };
    expect(await codes(null)).toBe(401);
    expect(await codes(customer)).toBe(404);
    expect(await codes(strangers.owners[0] ?? null)).toBe(404);
    expect(await codes(viewer)).toBe(403);
    expect(await codes(ops)).toBe(403);
    await gateway.stores.database.vendorMember.deleteMany({ where: { userId: viewer.id } });
    expect(await everything()).toEqual(before);
  });

  it('finds no run of another event, and no malformed one', async () => {
    const owner = desk.owners[0] ?? null;
    expect((await steer(owner)).statusCode).toBe(404);
    expect((await steer(owner, 'first')).statusCode).toBe(400);
  });
});
