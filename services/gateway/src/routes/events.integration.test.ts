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
    const published = await desk.call('POST', `${path}/publish`);
    expect(published.json()).toEqual({ id, status: 'PUBLISHED', version: 2 });
    expect((await desk.call('POST', `${path}/publish`)).json()).toEqual({
      id,
      status: 'PUBLISHED',
      version: 2,
    });
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
    ['an end before the start', { endsAt: '2035-05-17T18:00:00Z' }, 400, '/endsAt'],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, 400, '/timeZone'],
    ['metadata inside metadata', { metadata: { a: { b: 1 } } }, 400, '/metadata/a'],
    ['metadata without a name', { metadata: { '': 1 } }, 400, '/metadata/'],
    ['half a character in the metadata', { metadata: { a: '\udc00' } }, 400, '/metadata/a'],
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
    const notes = await gateway.stores.database.auditEntry.findMany({ where: { subject: `event:${id}` } });
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

describe('what is on', () => {
  const at = (day: number) =>
    `20${day < 0 ? 1 : 4}0-06-${String(10 + Math.abs(day)).padStart(2, '0')}T18:00:00.000Z`;
  const list = async (query: string) => (await desk.call('GET', `/v1/events?${query}`, { as: null })).json();
  const names = (page: { items: { name: string }[] }) => page.items.map(({ name }) => name);

  beforeAll(async () => {
    const hamburg = await desk.make<{ id: string }>('POST', `/v1/vendors/${desk.vendorId}/venues`, {
      ...venueDraft,
      address: { ...venueDraft.address, city: 'Hamburg' },
    });
    for (const [name, day, where] of [
      ['Listed: 100% soon', 1, venueId],
      ['Listed: later', 3, hamburg.id],
      ['Listed: between', 2, venueId],
      ['Listed: long gone', -2, venueId],
      ['Listed: gone', -3, hamburg.id],
      ['Listed: same evening', 3, venueId],
    ] as const) {
      const { id } = await desk.make<{ id: string }>(
        'POST',
        events,
        eventDraft(where, { name, description: 'A night of KLEZMER_', startsAt: at(day) }),
      );
      await desk.make('POST', `/v1/events/${id}/publish`);
    }
    await desk.make('POST', events, eventDraft(venueId, { name: 'Listed: draft', startsAt: at(1) }));
  });

  it('is what is to come, the next one first, then what was, the latest first, without drafts', async () => {
    expect(names(await list('q=listed&limit=100'))).toEqual([
      'Listed: 100% soon',
      'Listed: between',
      'Listed: later',
      'Listed: same evening',
      'Listed: gone',
      'Listed: long gone',
    ]);
  });

  it.each<[string, string[]]>([
    ['q=LISTED:%20same', ['Listed: same evening']],
    ['q=klezmer_&limit=1', ['Listed: 100% soon']],
    ['q=100%25', ['Listed: 100% soon']],
    ['q=listed%25', []],
    ['q=listed&city=hamburg', ['Listed: later', 'Listed: gone']],
    ['q=listed&from=2040-06-12T00:00:00Z&to=2040-06-13T18:00:00Z', ['Listed: between']],
    ['q=listed&to=2030-01-01T00:00:00%2B02:00', ['Listed: gone', 'Listed: long gone']],
    ['q=listed&from=2041-01-01T00:00:00Z', []],
  ])('is filtered by ?%s', async (query, expected) => {
    expect(names(await list(query))).toEqual(expected);
  });

  it.each([
    ['q=', 'querystring/q'],
    ['q=%00', 'querystring/q'],
    ['from=today', 'querystring/from'],
    ['until=2040-01-01T00:00:00Z', 'querystring/until'],
    ['after=bm8', 'querystring/after'],
  ])('is refused for ?%s', async (query, pointer) => {
    const response = await desk.call('GET', `/v1/events?${query}`, { as: null });
    expect([response.statusCode, response.json().errors[0].pointer]).toEqual([400, pointer]);
  });

  it.each([1, 2, 3, 5])(
    'is paged by %i without gaps or repeats, whatever is added meanwhile',
    async (limit) => {
      const seen: string[] = [];
      for (let after = '', page = 0; page < 20; page += 1) {
        const { items, next } = await list(`q=listed&limit=${limit}${after}`);
        seen.push(...names({ items }));
        if (next === null) break;
        after = `&after=${next}`;
        const earlier = await newEvent({ name: `Added listed ${limit}-${page}`, startsAt: at(0) });
        await desk.make('POST', `/v1/events/${earlier}/publish`);
      }
      const known = seen.filter((name) => name.startsWith('Listed'));
      expect(known).toEqual(names(await list('q=listed:&limit=100')));
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  it('shows the lowest price and the next drop', async () => {
    const { eventId, dropId } = await makeEvent(desk, { name: 'Listed with a drop' });
    await desk.make('POST', `/v1/events/${eventId}/categories`, { name: 'Cheap', priceMinor: 900 });
    await desk.make('POST', `/v1/events/${eventId}/publish`);
    const { items } = await list('q=with%20a%20drop');
    expect(items).toMatchObject([
      { id: eventId, priceFromMinor: 900, nextDrop: { id: dropId, opensAt: '2035-04-01T10:00:00.000Z' } },
    ]);
  });

  it('of one vendor, drafts too, is for its members, the newest first', async () => {
    const first = (await desk.call('GET', `${events}?limit=2`)).json();
    expect(first.items).toHaveLength(2);
    expect(first.items[0].id > first.items[1].id).toBe(true);
    const second = (await desk.call('GET', `${events}?limit=2&after=${first.next}`)).json();
    expect(second.items[0].id < first.items[1].id).toBe(true);
    const all = (await desk.call('GET', `${events}?limit=100`)).json();
    expect(names(all)).toContain('Listed: draft');
  });
});
