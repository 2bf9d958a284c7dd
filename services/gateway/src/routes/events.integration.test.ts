import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  eventDraft,
  makeEvent,
  openVendorDesk,
  type VendorDesk,
  venueDraft,
} from '../../../../tests/support/vendor-desk.ts';

let gateway: TestGateway;
let desk: VendorDesk;
let events: string;
let venueId: string;
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
  events = `/v1/vendors/${desk.vendorId}/events`;
  venueId = (await desk.make<{ id: string }>('POST', `/v1/vendors/${desk.vendorId}/venues`, venueDraft)).id;
});
afterAll(() => gateway.close());

const newEvent = async (more: object = {}) =>
  (await desk.make<{ id: string }>('POST', events, eventDraft(venueId, more))).id;
const read = async (id: string, as: null | undefined = undefined) =>
  (await desk.call('GET', `/v1/events/${id}`, as === null ? { as } : {})).json();

describe('a new event', () => {
  it('is a draft that only its vendor sees, until it is published', async () => {
    const viewer = await desk.addMember('viewer');
    const ops = await createTestAccount(gateway, { isOps: true });
    const stranger = await createTestAccount(gateway);
    const made = await desk.call('POST', events, {
      body: eventDraft(venueId, { metadata: { 'doors.open': '19:00', age: 16, seated: true, act: null } }),
    });
    const { id } = made.json();
    expect(made.headers).toMatchObject({ location: `/v1/events/${id}`, etag: '"v1"' });
    const path = `/v1/events/${id}`;
    const seen = async () =>
      Promise.all(
        [null, stranger, viewer, ops].map(async (as) => (await desk.call('GET', path, { as })).statusCode),
      );
    expect(await seen()).toEqual([404, 404, 200, 200]);
    await desk.make('POST', `${path}/categories`, { name: 'All', priceMinor: 900 });
    const published = { id, status: 'PUBLISHED', version: 2, missing: ['drops', 'tickets'] };
    expect((await desk.call('POST', `${path}/publish`)).json()).toEqual(published);
    expect((await desk.call('POST', `${path}/publish`)).json()).toEqual(published);
    expect(await seen()).toEqual([200, 200, 200, 200]);
    expect(await read(id, null)).toMatchObject({
      status: 'PUBLISHED',
      startsAt: '2035-05-17T18:00:00.000Z',
      startsAtLocal: '2035-05-17T20:00:00',
      timeZone: 'Europe/Berlin',
      currency: 'eur',
      venue: { id: venueId, city: 'Berlin' },
      metadata: { 'doors.open': '19:00', age: 16, seated: true, act: null },
    });
  });

  it('is not published without a category, nor when it is over', async () => {
    const bare = await desk.call('POST', `/v1/events/${await newEvent()}/publish`);
    expect([bare.statusCode, bare.json()]).toMatchObject([
      409,
      { code: 'STATE_CONFLICT', state: 'NOTHING_TO_SELL', missing: ['categories', 'drops', 'tickets'] },
    ]);
    const publish = async (more: object) => {
      const id = await newEvent(more);
      await desk.make('POST', `/v1/events/${id}/categories`, { name: 'All', priceMinor: 900 });
      return desk.call('POST', `/v1/events/${id}/publish`);
    };
    const over = await publish({ startsAt: '2020-05-17T18:00:00Z' });
    expect(over.json()).toMatchObject({ status: 409, state: 'OVER', endsAt: '2020-05-17T18:00:00.000Z' });
    const running = await publish({ startsAt: '2020-05-17T18:00:00Z', endsAt: '2035-01-01T00:00:00Z' });
    expect(running.statusCode).toBe(200);
  });

  it('is published with nothing missing once it has tickets in a drop', async () => {
    const made = await makeEvent(desk);
    const { categoryId, dropId } = made;
    const mint = { kind: 'general', categoryId, quantity: 2, dropId };
    await desk.make('POST', `/v1/events/${made.eventId}/tickets`, mint);
    const published = await desk.call('POST', `/v1/events/${made.eventId}/publish`);
    expect(published.json().missing).toEqual([]);
  });

  it('that was cancelled stays visible and is not published again', async () => {
    const id = await newEvent();
    await gateway.stores.database.event.update({ where: { id }, data: { status: 'CANCELLED' } });
    const refused = await desk.call('POST', `/v1/events/${id}/publish`);
    expect([refused.statusCode, refused.json().state]).toEqual([409, 'CANCELLED']);
    expect((await read(id, null)).status).toBe('CANCELLED');
  });

  it.each<[string, object, number, string]>([
    ['a start that is no date', { startsAt: 'soon' }, 400, '/startsAt'],
    ['a second that no clock shows', { startsAt: '2035-06-30T23:59:60Z' }, 400, '/startsAt'],
    ['a start before there were tickets', { startsAt: '0000-01-01T00:00:00Z' }, 400, '/startsAt'],
    ['a start that nobody will see', { startsAt: '9999-12-31T23:59:59Z' }, 400, '/startsAt'],
    ['an end before the start', { endsAt: '2035-05-17T18:00:00Z' }, 400, '/endsAt'],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, 400, '/timeZone'],
    ['metadata inside metadata', { metadata: { a: { b: 1 } } }, 400, '/metadata/a'],
    ['metadata without a name', { metadata: { '': 1 } }, 400, '/metadata/'],
    ['half a character in the metadata', { metadata: { a: '\udc00' } }, 400, '/metadata/a'],
    ['a currency that does not exist', { currency: 'xyz' }, 400, '/currency'],
    ['no name', { name: undefined }, 400, '/name'],
    ['a venue that is not there', { venueId: crypto.randomUUID() }, 404, '/venueId'],
    ['a plan that is not there', { planId: crypto.randomUUID() }, 404, '/planId'],
    ['a plan that is no id', { planId: 'p1' }, 400, '/planId'],
  ])('is refused with %s', async (_name, more, status, pointer) => {
    const response = await desk.call('POST', events, { body: eventDraft(venueId, more) });
    expect(response.statusCode).toBe(status);
    const problem = response.json();
    expect(status === 404 ? problem.pointer : problem.errors[0].pointer).toBe(pointer);
  });

  it('is not made at another vendor’s venue, nor with another venue’s plan', async () => {
    const other = await makeEvent(await openVendorDesk(gateway, 'Another'));
    const own = await makeEvent(desk);
    const tried = [
      await desk.call('POST', events, { body: eventDraft(other.venueId) }),
      await desk.call('POST', events, { body: eventDraft(venueId, { planId: own.planId }) }),
      await desk.call('POST', events, { body: eventDraft(venueId, { planId: other.planId }) }),
    ];
    expect(tried.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
  });
});

describe('a start in local time', () => {
  it.each<[string, object, string]>([
    ['an evening in winter', { local: '2030-12-01T20:00' }, '2030-12-01T19:00:00.000Z'],
    [
      'in a zone of its own',
      { local: '2030-12-01T20:00', timeZone: 'America/New_York' },
      '2030-12-02T01:00:00.000Z',
    ],
    ['the earlier of two', { local: '2030-10-27T02:30', fold: 'earlier' }, '2030-10-27T00:30:00.000Z'],
    ['the later of two', { local: '2030-10-27T02:30', fold: 'later' }, '2030-10-27T01:30:00.000Z'],
    [
      'with a fold it does not need',
      { local: '2030-12-01T20:00', fold: 'later' },
      '2030-12-01T19:00:00.000Z',
    ],
  ])('is the instant it means: %s', async (_name, startsAt, instant) => {
    expect((await read(await newEvent({ startsAt }))).startsAt).toBe(instant);
  });

  it.each<[string, object, string, string]>([
    ['that the clocks skip', { local: '2030-03-31T02:30' }, '/startsAt/local', '2030-03-31T03:30:00'],
    [
      'that the clocks repeat',
      { local: '2030-10-27T02:30' },
      '/startsAt/local',
      'earlier (2030-10-27T00:30:00.000Z)',
    ],
    ['on a day that no month has', { local: '2030-02-30T20:00' }, '/startsAt/local', 'calendar'],
    [
      'in an unknown zone',
      { local: '2030-12-01T20:00', timeZone: 'Mars/Olympus' },
      '/startsAt/timeZone',
      'IANA',
    ],
  ])('is refused, with what to do, when it is one %s', async (_name, startsAt, pointer, words) => {
    const response = await desk.call('POST', events, { body: eventDraft(venueId, { startsAt }) });
    expect(response.statusCode).toBe(400);
    const [fault] = response.json().errors;
    expect(fault.pointer).toBe(pointer);
    expect(fault.detail).toContain(words);
  });
});

describe('an edit of an event', () => {
  it('replaces what is said, on the version that was loaded; of two at once one is told to load again', async () => {
    const id = await newEvent({ description: 'Old' });
    const put = (name: string, headers: Record<string, string>) =>
      desk.call('PUT', `/v1/events/${id}`, { body: eventDraft(venueId, { name }), headers });
    expect((await put('No version', {})).statusCode).toBe(428);
    const both = await Promise.all(['One', 'Two'].map((name) => put(name, { 'if-match': '"v1"' })));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
    expect(both.find(({ statusCode }) => statusCode === 200)?.headers.etag).toBe('"v2"');
    expect(await read(id)).toMatchObject({ description: '', version: 2 });
    const notes = await gateway.stores.database.auditEntry.findMany({
      where: { subject: `event:${id}` },
      orderBy: { id: 'asc' },
    });
    expect(notes.map(({ action }) => action)).toEqual(['event.create', 'event.update']);
  });

  it('of eight at once at every step lets one through', async () => {
    const id = await newEvent();
    for (let version = 1; version <= 5; version += 1) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          desk.call('PUT', `/v1/events/${id}`, {
            body: eventDraft(venueId, { name: `Name ${n}`, startsAt: `2035-05-1${version}T18:00:0${n}Z` }),
            headers: { 'if-match': `"v${version}"` },
          }),
        ),
      );
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, ...Array(7).fill(412)]);
    }
    expect((await read(id)).version).toBe(6);
  });

  it('keeps zone and currency that it does not name', async () => {
    const id = await newEvent({ timeZone: 'Europe/London', currency: 'gbp' });
    await desk.make('PUT', `/v1/events/${id}`, eventDraft(venueId, { name: 'Renamed' }), {
      'if-match': '"v1"',
    });
    expect(await read(id)).toMatchObject({ name: 'Renamed', timeZone: 'Europe/London', currency: 'gbp' });
  });

  it('leaves the currency while categories have prices in it, and the plan while tickets have its seats', async () => {
    const { eventId, venueId: own, planId, categoryId } = await makeEvent(desk);
    await desk.make('POST', `/v1/events/${eventId}/tickets`, {
      kind: 'seated',
      assignments: [{ categoryId }],
    });
    const put = async (more: object) => {
      const { version } = await read(eventId);
      return desk.call('PUT', `/v1/events/${eventId}`, {
        body: eventDraft(own, more),
        headers: { 'if-match': `"v${version}"` },
      });
    };
    const repriced = await put({ planId, currency: 'chf' });
    expect(repriced.json()).toMatchObject({ code: 'STATE_CONFLICT', state: 'HAS_CATEGORIES', categories: 1 });
    const replanned = await put({ planId: null });
    expect(replanned.json()).toMatchObject({
      code: 'STATE_CONFLICT',
      state: 'HAS_SEATED_TICKETS',
      tickets: 600,
    });
    expect((await put({ planId, startsAt: '2036-01-01T00:00:00Z' })).statusCode).toBe(200);
  });
});
