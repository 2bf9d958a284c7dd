import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  eventDraft,
  openVendorDesk,
  type VendorDesk,
  venueDraft,
} from '../../../../tests/support/vendor-desk.ts';

let gateway: TestGateway;
let desk: VendorDesk;
let venues: string;
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
  venues = `/v1/vendors/${desk.vendorId}/venues`;
});
afterAll(() => gateway.close());

const makeVenue = () => desk.make<{ id: string; version: number }>('POST', venues, venueDraft);

describe('a venue', () => {
  it('is made, shown, and listed oldest first', async () => {
    const response = await desk.call('POST', venues, { body: { ...venueDraft, details: 'Two\nlines' } });
    expect(response.statusCode).toBe(201);
    const venue = response.json();
    expect(venue).toMatchObject({
      ...venueDraft,
      details: 'Two\nlines',
      vendorId: desk.vendorId,
      version: 1,
    });
    expect(response.headers).toMatchObject({ location: `/v1/venues/${venue.id}`, etag: '"v1"' });
    const shown = await desk.call('GET', `/v1/venues/${venue.id}`);
    expect(shown.json()).toEqual(venue);
    expect(shown.headers.etag).toBe('"v1"');
    const later = await makeVenue();
    const list = (await desk.call('GET', venues)).json();
    expect(list.items.map(({ id }: { id: string }) => id).slice(-2)).toEqual([venue.id, later.id]);
  });

  it.each([
    ['Mars/Olympus', 400],
    ['+02:00', 400],
    ['Europe/Berlin; drop', 400],
    ['Asia/Kathmandu', 201],
  ])('is in an IANA time zone: %s is answered %i', async (timeZone, status) => {
    const response = await desk.call('POST', venues, { body: { ...venueDraft, timeZone } });
    expect(response.statusCode).toBe(status);
    if (status === 400) expect(response.json().errors[0].pointer).toBe('/timeZone');
  });

  it.each<[string, object, string]>([
    ['no city', { ...venueDraft, address: { street: '', postalCode: '', country: 'DE' } }, '/address/city'],
    [
      'a country in words',
      { ...venueDraft, address: { ...venueDraft.address, country: 'Germany' } },
      '/address/country',
    ],
    [
      'a country that does not exist',
      { ...venueDraft, address: { ...venueDraft.address, country: 'XX' } },
      '/address/country',
    ],
    ['a name of two lines', { ...venueDraft, name: 'a\nb' }, '/name'],
    ['an endless name', { ...venueDraft, name: 'x'.repeat(121) }, '/name'],
    [
      'an unknown field in the address',
      { ...venueDraft, address: { ...venueDraft.address, planet: 'Earth' } },
      '/address/planet',
    ],
  ])('is refused with %s', async (_name, body, pointer) => {
    const response = await desk.call('POST', venues, { body });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].pointer).toBe(pointer);
  });

  it('is changed in parts, on the version that was loaded; of two edits at once one is told to load again', async () => {
    const { id } = await makeVenue();
    const path = `/v1/venues/${id}`;
    const edit = (body: object, version: number) =>
      desk.call('PATCH', path, { body, headers: { 'if-match': `"v${version}"` } });
    const both = await Promise.all([edit({ name: 'First' }, 1), edit({ name: 'Second' }, 1)]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
    const won = both.find(({ statusCode }) => statusCode === 200);
    expect(won?.headers.etag).toBe('"v2"');
    expect(won?.json()).toMatchObject({ address: venueDraft.address, version: 2 });
    expect((await edit({ timeZone: 'Nowhere/At-all' }, 2)).json().errors[0].pointer).toBe('/timeZone');
    expect((await edit({}, 2)).statusCode).toBe(400);
    expect((await desk.call('PATCH', path, { body: { name: 'x' } })).statusCode).toBe(428);
    const edits = await gateway.stores.database.auditEntry.count({ where: { subject: `venue:${id}` } });
    expect(edits).toBe(2);
  });

  it('with events is not deleted, without them it is out of sight', async () => {
    const { id } = await makeVenue();
    const event = await desk.make<{ id: string }>(
      'POST',
      `/v1/vendors/${desk.vendorId}/events`,
      eventDraft(id),
    );
    const refused = await desk.call('DELETE', `/v1/venues/${id}`);
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ code: 'STATE_CONFLICT', state: 'HAS_EVENTS', events: 1 });
    await desk.make('DELETE', `/v1/events/${event.id}`);
    await desk.make('DELETE', `/v1/venues/${id}`);
    const after = [
      await desk.call('GET', `/v1/venues/${id}`),
      await desk.call('DELETE', `/v1/venues/${id}`),
      await desk.call('POST', `/v1/vendors/${desk.vendorId}/events`, { body: eventDraft(id) }),
    ];
    expect(after.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
    const list = (await desk.call('GET', `${venues}?limit=100`)).json();
    expect(list.items.some((venue: { id: string }) => venue.id === id)).toBe(false);
  });

  it('never keeps an event that is made while it is deleted', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await makeVenue();
      const [deleted, made] = await Promise.all([
        desk.call('DELETE', `/v1/venues/${id}`),
        desk.call('POST', `/v1/vendors/${desk.vendorId}/events`, { body: eventDraft(id) }),
      ]);
      expect([
        [204, 404],
        [409, 201],
      ]).toContainEqual([deleted.statusCode, made.statusCode]);
    }
  });
});
