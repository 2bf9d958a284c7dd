import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import {
  asOwner,
  dropDraft,
  eventDraft,
  makeEvent,
  openVendorDesk,
  plantClaim,
  type VendorDesk,
} from '../../../../tests/support/vendor-desk.ts';

const rounds = 6;

let gateway: TestGateway;
let desk: VendorDesk;
beforeAll(async () => {
  gateway = await createTestGateway();
  desk = await openVendorDesk(gateway);
});
afterAll(() => gateway.close());

it('edits of every kind at once are done or refused, never broken, and leave the event whole', async () => {
  const { eventId, venueId, planId, categoryId, dropId } = await makeEvent(desk);
  const path = `/v1/events/${eventId}`;
  const make = (what: string, body: unknown) => desk.make<{ id: string }>('POST', `${path}/${what}`, body);
  const [second, standing] = [
    await make('drops', { ...dropDraft, name: 'Second' }),
    await make('categories', { name: 'Standing', priceMinor: 100 }),
  ];
  await make('tickets', { kind: 'general', categoryId: standing.id, quantity: 60, dropId });
  const buyer = await createTestAccount(gateway);
  const statuses = new Set<number>();
  for (let round = 0; round < rounds; round += 1) {
    const [from, to] = round % 2 === 0 ? [dropId, second.id] : [second.id, dropId];
    const { version } = (await desk.call('GET', path)).json();
    const drop = (await desk.call('GET', `/v1/drops/${to}`)).json();
    const onEvent = { 'if-match': `"v${version}"` };
    const onDrop = { 'if-match': `"v${drop.version}"` };
    const numbers = Array.from({ length: 8 }, (_, n) => round * 8 + n);
    const answers = await Promise.all([
      desk.call('PUT', path, {
        headers: onEvent,
        body: eventDraft(venueId, { planId, startsAt: `2035-05-17T18:00:0${round}Z` }),
      }),
      desk.call('POST', `${path}/tickets`, {
        body: { kind: 'seated', dropId: to, assignments: [{ categoryId }] },
      }),
      desk.call('POST', `${path}/tickets`, {
        body: { kind: 'general', categoryId: standing.id, quantity: 3, dropId: from },
      }),
      desk.call('PUT', `${path}/drops/${to}/tickets`, { body: { categoryIds: [standing.id] } }),
      desk.call('PUT', `${path}/drops/${from}/tickets`, { body: { numbers } }),
      desk.call('DELETE', `${path}/tickets`, { body: { numbers: numbers.slice(0, 2) } }),
      desk.call('PUT', `${path}/drops/${to}`, {
        headers: onDrop,
        body: { ...dropDraft, name: `Round ${round}` },
      }),
      desk.call('PATCH', `/v1/drops/${to}/controls`, { headers: onDrop, body: { shopperCap: 10 + round } }),
      desk.call('POST', `${path}/publish`),
      desk.call('PUT', `${path}/categories/${standing.id}`, {
        headers: onEvent,
        body: { name: 'Standing', priceMinor: 100 + round },
      }),
      plantClaim(gateway, { eventId, dropId: from }, buyer.id, [59 - round]).then(() => null),
    ]);
    for (const answer of answers) if (answer !== null) statuses.add(answer.statusCode);
  }
  expect([...statuses].filter((status) => ![200, 201, 404, 409, 412].includes(status))).toEqual([]);
  const [whole] = await asOwner(
    gateway,
    `select count(*)::integer as tickets, max(t.number)::integer as last, e.ticket_count as counted,
       count(distinct t.seat_index) filter (where t.retired_at is null)::integer as seats,
       count(*) filter (where (t.retired_at is not null) <> (h.kind = 'RETIRE'))::integer as astray,
       (select count(*)::integer from outbox o where o.event_id = e.id) as queued,
       (select sum(d.version)::integer from drops d where d.event_id = e.id) as versions
     from events e join tickets t on t.event_id = e.id
     join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
     where e.id = $1 group by e.id`,
    [eventId],
  );
  expect(whole).toMatchObject({
    tickets: whole?.counted,
    last: Number(whole?.counted) - 1,
    seats: 600,
    astray: 0,
  });
  // Every new version of a drop was said to the worker, once.
  expect(whole?.queued).toBe(whole?.versions);
});
