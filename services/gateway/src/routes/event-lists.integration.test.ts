import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

/** Publishes it as an event to come; then time passes, for one that is past. */
async function announce(id: string, startsAt: string): Promise<void> {
  await desk.make('POST', `/v1/events/${id}/categories`, { name: 'All', priceMinor: 900 });
  await desk.make('POST', `/v1/events/${id}/publish`);
  await gateway.stores.database.event.update({ where: { id }, data: { startsAt } });
}

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
        eventDraft(where, { name, description: 'A night of KLEZMER_' }),
      );
      await announce(id, at(day));
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
        const earlier = await newEvent({ name: `Added listed ${limit}-${page}` });
        await announce(earlier, at(0));
      }
      const known = seen.filter((name) => name.startsWith('Listed'));
      expect(known).toEqual(names(await list('q=listed:&limit=100')));
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  it('shows the lowest price of categories with tickets in a drop, and the next drop', async () => {
    const { eventId, dropId } = await makeEvent(desk, { name: 'Listed with a drop' });
    const { id: categoryId } = await desk.make<{ id: string }>('POST', `/v1/events/${eventId}/categories`, {
      name: 'Cheap',
      priceMinor: 900,
    });
    await desk.make('POST', `/v1/events/${eventId}/categories`, { name: 'Never made', priceMinor: 100 });
    await desk.make('POST', `/v1/events/${eventId}/publish`);
    expect((await list('q=with%20a%20drop')).items).toMatchObject([{ priceFromMinor: null }]);
    const mint = { kind: 'general', categoryId, quantity: 1 };
    await desk.make('POST', `/v1/events/${eventId}/tickets`, mint);
    expect((await list('q=with%20a%20drop')).items).toMatchObject([{ priceFromMinor: null }]);
    await desk.make('POST', `/v1/events/${eventId}/tickets`, { ...mint, dropId });
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
