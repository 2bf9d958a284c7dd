import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestSale, type TestSale } from '../support/sale.ts';
import { dropDraft, makeEvent, openVendorDesk, type VendorDesk } from '../support/vendor-desk.ts';

const soon = { timeout: 20_000, interval: 50 };

let sale: TestSale;
let desk: VendorDesk;
beforeAll(async () => {
  sale = await startTestSale();
  desk = await openVendorDesk(sale.gateway);
});
afterAll(() => sale.close());

it('what a vendor says of a drop reaches its waiting room and its seats', async () => {
  const { eventId, dropId, categoryId } = await makeEvent(desk);
  const status = async () => (await desk.call('GET', `/v1/drops/${dropId}/status`, { as: null })).json();
  const free = async () =>
    (await desk.call('GET', `/v1/drops/${dropId}/availability`, { as: null })).json().categories[0]?.free;

  await desk.make(
    'PUT',
    `/v1/events/${eventId}/drops/${dropId}`,
    { ...dropDraft, opensAt: new Date().toISOString() },
    { 'if-match': '"v1"' },
  );
  await desk.make('POST', `/v1/events/${eventId}/tickets`, {
    kind: 'seated',
    dropId,
    assignments: [{ categoryId }],
  });
  await desk.make('POST', `/v1/events/${eventId}/publish`);
  await vi.waitFor(async () => expect(await status()).toMatchObject({ phase: 'open', left: 600 }), soon);

  const { etag } = (await desk.call('GET', `/v1/drops/${dropId}`)).headers;
  const controls = { state: 'PAUSED', ratePerMinute: 30 };
  await desk.make('PATCH', `/v1/drops/${dropId}/controls`, controls, { 'if-match': String(etag) });
  await vi.waitFor(
    async () => expect(await status()).toMatchObject({ phase: 'paused', ratePerMinute: 30 }),
    soon,
  );

  await desk.make('DELETE', `/v1/events/${eventId}/tickets`, { numbers: [0, 1, 2] });
  await vi.waitFor(async () => expect(await free()).toBe(597), soon);
});
