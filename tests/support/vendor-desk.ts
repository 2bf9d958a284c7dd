import { injectDescribed } from '@fairgate/gateway/testing/inject-described.ts';
import { exportPretixPlan } from '@fairgate/shared/domain/seating/export-pretix.ts';
import { generateClubTheatre } from '@fairgate/shared/domain/seating/generate-plan.ts';
import pg from 'pg';
import { createTestAccount, type TestAccount } from './accounts.ts';
import type { TestGateway } from './gateway.ts';

type Answer = Awaited<ReturnType<ReturnType<typeof injectDescribed>>>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Call {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** null: nobody is signed in. Otherwise one of the vendor's owners calls. */
  readonly as?: TestAccount | null;
}

/** A vendor at work through the API: every answer is checked against the API's description. */
export interface VendorDesk {
  readonly vendorId: string;
  readonly owners: readonly TestAccount[];
  readonly call: (method: Method, path: string, call?: Call) => Promise<Answer>;
  /** Calls, and throws unless the answer is a success. */
  readonly make: <T>(
    method: Method,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<T>;
  readonly addMember: (role: 'owner' | 'manager' | 'viewer') => Promise<TestAccount>;
}

/** So many owners take turns that no limit on how often one may ask is met. */
const ownersCount = 30;

export async function openVendorDesk(gateway: TestGateway, name = 'Lindenhof'): Promise<VendorDesk> {
  const inject = injectDescribed(gateway.app);
  const owners = await Promise.all(Array.from({ length: ownersCount }, () => createTestAccount(gateway)));
  let calls = 0;
  const call: VendorDesk['call'] = (method, url, { body, headers, as } = {}) => {
    const caller = as === undefined ? owners[calls % owners.length] : as;
    calls += 1;
    return inject({
      method,
      url,
      remoteAddress: `10.1.${(calls >> 8) & 255}.${calls & 255}`,
      headers: { ...caller?.headers, ...headers },
      ...(body !== undefined && { body: body as object }),
    });
  };
  const make = async <T>(
    method: Method,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const response = await call(method, path, { headers, ...(body !== undefined && { body }) });
    if (response.statusCode >= 300) throw new Error(`${method} ${path}: ${response.body}`);
    return (response.body === '' ? null : response.json()) as T;
  };
  const vendor = await make<{ id: string }>('POST', '/v1/vendors', {
    name,
    contactEmail: 'desk@example.org',
    payment: { currency: 'eur', country: 'DE' },
  });
  const { database } = gateway.stores;
  await database.vendorMember.createMany({
    data: owners.map(({ id: userId }) => ({ vendorId: vendor.id, userId, role: 'owner' })),
    skipDuplicates: true,
  });
  return {
    vendorId: vendor.id,
    owners,
    call,
    make,
    async addMember(role) {
      const account = await createTestAccount(gateway);
      await database.vendorMember.create({ data: { vendorId: vendor.id, userId: account.id, role } });
      return account;
    },
  };
}

export const venueDraft = {
  name: 'Lindenhof',
  address: { street: 'Lindenstr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
  timeZone: 'Europe/Berlin',
};

export const dropDraft = {
  name: 'General sale',
  opensAt: '2035-04-01T10:00:00.000Z',
  perCustomerLimit: 4,
  shopperCap: 500,
  ratePerMinute: 600,
};

export function eventDraft(
  venueId: string,
  more: object = {},
): { venueId: string; [field: string]: unknown } {
  return { name: 'Night of Lights', venueId, startsAt: '2035-05-17T18:00:00.000Z', ...more };
}

/** The plan file of a theatre of 600 seats: 448 in the stalls, 152 on the balcony. */
export function theatrePlanFile(): object {
  return exportPretixPlan(generateClubTheatre());
}

export interface TestEvent {
  readonly venueId: string;
  readonly planId: string;
  readonly eventId: string;
  readonly categoryId: string;
  readonly dropId: string;
}

/** A draft event with a plan, a category for every seat, and a drop that opens in some years. */
export async function makeEvent(desk: VendorDesk, more: object = {}): Promise<TestEvent> {
  const make = async (path: string, body: unknown) => desk.make<{ id: string }>('POST', path, body);
  const venue = await make(`/v1/vendors/${desk.vendorId}/venues`, venueDraft);
  const imported = await desk.make<{ plan: { id: string } }>(
    'POST',
    `/v1/venues/${venue.id}/seating-plans`,
    theatrePlanFile(),
  );
  const planId = imported.plan.id;
  const event = await make(`/v1/vendors/${desk.vendorId}/events`, eventDraft(venue.id, { planId, ...more }));
  const category = await make(`/v1/events/${event.id}/categories`, { name: 'Seats', priceMinor: 4950 });
  const drop = await make(`/v1/events/${event.id}/drops`, dropDraft);
  return { venueId: venue.id, planId, eventId: event.id, categoryId: category.id, dropId: drop.id };
}

/** Sells tickets as the owner of the tables: an order that is paid, and its SALE entries. */
export async function plantSale(
  gateway: TestGateway,
  event: Pick<TestEvent, 'eventId' | 'dropId'>,
  buyerId: string,
  numbers: readonly number[],
): Promise<string> {
  const order = orderStatement(event, buyerId, 'PAID', numbers);
  const rows = await asOwner(gateway, order.text, order.values);
  await asOwner(
    gateway,
    `insert into ticket_ledger
       (event_id, ticket_number, version, kind, prev_version, prev_kind, prev_hash, holder, order_id)
     select h.event_id, h.ticket_number, h.version + 1, 'SALE', h.version, h.kind, h.hash, $3, $4
       from ticket_holders h where h.event_id = $1 and h.ticket_number = any ($2) order by h.ticket_number`,
    [event.eventId, numbers, buyerId, rows[0]?.id],
  );
  return rows[0]?.id as string;
}

/** An unfinished order that claims tickets. */
export async function plantClaim(
  gateway: TestGateway,
  event: Pick<TestEvent, 'eventId' | 'dropId'>,
  buyerId: string,
  numbers: readonly number[],
): Promise<void> {
  const order = orderStatement(event, buyerId, 'PENDING_PAYMENT', numbers);
  await asOwner(gateway, order.text, order.values);
}

/** An order; an unfinished one with its claims. */
export function orderStatement(
  { eventId, dropId }: Pick<TestEvent, 'eventId' | 'dropId'>,
  buyerId: string,
  state: 'PAID' | 'PENDING_PAYMENT',
  numbers: readonly number[],
): { readonly text: string; readonly values: readonly unknown[] } {
  return {
    text: `with admitted as (
       insert into admissions (event_id, id, drop_id, account_id, lane, entry_index, state, expires_at, ended_at)
         values ($1, gen_random_uuid(), $2, $3, 0, 0, 'SPENT', now(), now()) returning id),
     ordered as (
       insert into orders (event_id, id, drop_id, account_id, admission_id, hold_id, state, amount_minor, currency,
           ticket_count, pay_deadline)
         select $1, gen_random_uuid(), $2, $3, admitted.id, gen_random_uuid(), $4, 4950, 'eur',
           cardinality($5::integer[]), now() + interval '10 minutes' from admitted
         returning id),
     claimed as (
       insert into order_claims (event_id, ticket_number, order_id)
         select $1, number, ordered.id from ordered, unnest($5::integer[]) as number where $4 = 'PENDING_PAYMENT')
     select id from ordered`,
    values: [eventId, dropId, buyerId, state, numbers],
  };
}

/** One statement as the owner of the tables, past everything that the services may do. */
export async function asOwner(
  { database }: Pick<TestGateway, 'database'>,
  statement: string,
  values: readonly unknown[],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.ownerDatabaseUrl });
  await client.connect();
  try {
    return (await client.query(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}
