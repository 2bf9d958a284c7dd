import { EventDraft } from '@fairgate/shared/contracts/events.ts';
import { HoldRequest } from '@fairgate/shared/contracts/holds.ts';
import { ParkedQuery } from '@fairgate/shared/contracts/operations.ts';
import { TicketMint } from '@fairgate/shared/contracts/tickets.ts';
import { NewMember, VendorDraft } from '@fairgate/shared/contracts/vendors.ts';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerProblems } from './problems.ts';
import { validateStrictly } from './validation.ts';

let app: FastifyInstance;
beforeAll(async () => {
  app = fastify();
  answerProblems(app);
  validateStrictly(app);
  const bodies = { events: EventDraft, holds: HoldRequest, mints: TicketMint, members: NewMember };
  for (const [name, body] of Object.entries({ ...bodies, vendors: VendorDraft }))
    app.post(`/${name}`, { schema: { body } }, async () => 'taken');
  app.get('/parked', { schema: { querystring: ParkedQuery } }, async () => 'taken');
  await app.ready();
});
afterAll(() => app.close());

const id = '0199a1b2-0000-7000-8000-000000000000';
const event = { name: 'A night', venueId: id, startsAt: '2030-05-17T18:00:00Z' };
const someTime =
  'must be an instant with its zone, such as 2030-05-17T18:00:00Z or an object with local, optionally with timeZone and fold';
const someHold = {
  pointer: '',
  detail:
    'must be an object with holdId and tickets or an object with holdId, categoryId and quantity, optionally with together',
};
const unknown = 'is not a known field';

async function faultsOf(url: string, payload: object): Promise<unknown> {
  const response = await app.inject({ method: 'POST', url, payload });
  expect(response.statusCode).toBe(400);
  return response.json().errors;
}

describe('a malformed field is named with what it may be', () => {
  it.each([
    ['a word for a time', { startsAt: 'tomorrow' }, [['/startsAt', someTime]]],
    ['a time without zone', { startsAt: '2030-05-17T18:00:00' }, [['/startsAt', someTime]]],
    ['a number for a time', { startsAt: 5 }, [['/startsAt', someTime]]],
    ['null for a time', { startsAt: null }, [['/startsAt', someTime]]],
    ['a number for the end', { endsAt: 5 }, [['/endsAt', `${someTime} or null`]]],
    ['a local time without the time', { startsAt: {} }, [['/startsAt/local', 'is missing']]],
    [
      'a fold that is none',
      { startsAt: { local: '2030-05-17T20:00', fold: 'second' } },
      [['/startsAt/fold', 'must be earlier or later']],
    ],
    ['an unknown plan', { planId: 'first' }, [['/planId', 'must be a UUID in lower case or null']]],
    ['a venue that is no id', { venueId: 'X' }, [['/venueId', 'must be a UUID in lower case']]],
    [
      'an unknown currency',
      { currency: 'xyz' },
      [['/currency', 'must be a currency in which Stripe takes cards, in lower case, such as eur']],
    ],
    [
      'metadata in metadata',
      { metadata: { a: {}, b: [] } },
      [
        ['/metadata/a', 'must be text, a number, true or false or null'],
        ['/metadata/b', 'must be text, a number, true or false or null'],
      ],
    ],
    ['no name', { name: undefined }, [['/name', 'is missing']]],
    ['a name that is a number', { name: 5 }, [['/name', 'must be text']]],
  ])('%s', async (_name, more, faults) => {
    const told = faults.map(([pointer, detail]) => ({ pointer, detail }));
    expect(await faultsOf('/events', { ...event, ...more })).toEqual(expect.arrayContaining(told));
    expect(await faultsOf('/events', { ...event, ...more })).toHaveLength(told.length);
  });

  it.each([
    ['a role', '/members', { email: 'a@example.org', role: 'boss' }, '/role', 'owner, manager or viewer'],
    ['a country', '/vendors', { payment: { country: 'XX' } }, '/payment/country', 'a country of ISO 3166-1'],
    ['an address of mail', '/vendors', { contactEmail: 'me' }, '/contactEmail', 'an e-mail address'],
    ['the kind of a mint', '/mints', { kind: 'standing' }, '/kind', 'seated or general'],
    ['a mint', '/mints', [], '', 'an object with kind'],
  ])('%s that is none', async (_name, url, body, pointer, allowed) => {
    const detail = expect.stringContaining(`must be ${allowed}`);
    expect(await faultsOf(url, body)).toContainEqual({ pointer, detail });
  });

  it('a parameter of the address', async () => {
    const response = await app.inject('/parked?kind=mails');
    const detail = 'must be outbox, inbox, operation or finalize';
    expect(response.json().errors).toEqual([{ pointer: 'querystring/kind', detail }]);
  });

  it('of the kind that was surely meant: of others nothing is said', async () => {
    expect(await faultsOf('/mints', { kind: 'general', categoryId: id, quantity: 0 })).toEqual([
      { pointer: '/quantity', detail: 'must be >= 1' },
    ]);
  });

  it.each([
    ['nothing of either', { holdId: id }, [['/tickets', 'is missing']]],
    ['one, with a field too much', { holdId: id, tickets: [1], price: 0 }, [['/price', unknown]]],
    ['something of both', { holdId: id, tickets: [1], quantity: 1 }, [['/quantity', unknown]]],
  ])('where the kind is open, all are told, and what is missing for the nearest: %s', async (...given) => {
    const [, body, faults] = given;
    const told = faults.map(([pointer, detail]) => ({ pointer, detail }));
    expect(await faultsOf('/holds', body)).toEqual([someHold, ...told]);
  });

  it('a body of nothing but faults is told the first of them, at once', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`field${n}`, []]));
    const startedMs = performance.now();
    expect(((await faultsOf('/events', { ...event, metadata })) as unknown[]).length).toBeLessThanOrEqual(
      100,
    );
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
