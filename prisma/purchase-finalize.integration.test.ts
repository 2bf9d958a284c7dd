import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { append, plantOrder, readEntries } from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import { admit, mintStanding, openWorld, type World } from './testing/open-world.ts';
import { orderIn, plantState, type ReachedState } from './testing/order-in-state.ts';
import {
  createOrder,
  finalize,
  placeOrder,
  recordAuthorized,
  storeIntent,
} from './testing/purchase-calls.ts';
import { readOrder } from './testing/read-order.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ tickets: 60 });
});
afterAll(() => world.close());

let nextTicket = 0;
const freshTicket = (): number => {
  nextTicket += 1;
  return nextTicket - 1;
};

async function authorizedOrder(tickets: readonly number[]): Promise<string> {
  const { orderId, operationId } = await placeOrder(world, tickets);
  await storeIntent(world, operationId);
  await recordAuthorized(world, orderId, { amountMinor: 5000 * tickets.length });
  return orderId;
}

/** Somebody else gets the ticket although it is claimed, as after leases were lost. */
async function sellBehindTheBack(ticket: number): Promise<void> {
  const thief = await admit(world);
  const orderId = await plantOrder(world, thief, 'PENDING_PAYMENT');
  await append(world, ticket, 'SALE', { holder: thief.accountId, orderId });
}

test('SOLD: entries in the ledger, reserved becomes sold, claims go, a CAPTURE is due', async () => {
  const tickets = [freshTicket(), freshTicket(), freshTicket()];
  const orderId = await authorizedOrder(tickets);
  expect(await finalize(world, [orderId])).toEqual({ [orderId]: 'SOLD' });
  expect(await readOrder(world, orderId)).toEqual({
    state: 'FINALIZED',
    path: ['PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED'],
    lines: tickets,
    claims: [],
    sales: tickets,
    operations: ['AUTHORIZE 1 DONE', 'CAPTURE 1 PENDING'],
    payment: { status: 'requires_capture', captured: 0, refunded: 0 },
    quota: { reserved: 0, sold: 3, cap: 8 },
    outbox: ['sold:#'],
  });
});

test('an order that costs nothing is authorized at once and paid when it is sold', async () => {
  const free = await openWorld({ tickets: 3, priceMinor: 0 });
  const shopper = await admit(free);
  const answer = await createOrder(free, shopper, [1, 2], { expectedAmount: 0 });
  expect(answer).toMatchObject({ outcome: 'CREATED', detail: { amountMinor: 0 } });
  expect(await finalize(free, [answer.orderId!])).toEqual({ [answer.orderId!]: 'SOLD' });
  expect(await readOrder(free, answer.orderId!)).toEqual({
    state: 'PAID',
    path: ['AUTHORIZED', 'FINALIZED', 'PAID'],
    lines: [1, 2],
    claims: [],
    sales: [1, 2],
    operations: [],
    payment: null,
    quota: { reserved: 0, sold: 2, cap: 8 },
    outbox: ['sold:#', 'paid:#'],
  });

  const next = await createOrder(free, await admit(free), [0]);
  await free.owner.query("update events set status = 'CANCELLED'");
  expect(await finalize(free, [next.orderId!])).toEqual({ [next.orderId!]: 'LOST' });
  expect(await readOrder(free, next.orderId!)).toMatchObject({
    path: ['AUTHORIZED', 'LOST', 'LOST_RELEASED'],
    operations: [],
    claims: [],
    quota: { reserved: 0, sold: 0 },
  });
  await free.close();
});

test('a batch sells orders of many buyers and events in one statement', async () => {
  const orders = [];
  for (let n = 0; n < 5; n += 1) orders.push(await authorizedOrder([freshTicket(), freshTicket()]));
  expect(await finalize(world, orders)).toEqual(Object.fromEntries(orders.map((id) => [id, 'SOLD'])));
  for (const id of orders) expect((await readOrder(world, id)).sales).toHaveLength(2);
});

describe('when the ledger refuses', () => {
  test.each([
    ['was sold meanwhile', sellBehindTheBack],
    ['was blocked meanwhile', (ticket: number) => append(world, ticket, 'BLOCK')],
    ['was retired meanwhile', (ticket: number) => append(world, ticket, 'RETIRE')],
  ])('LOST: the order whose ticket %s releases all it held, and nobody is charged', async (_what, take) => {
    const [kept, lost] = [freshTicket(), freshTicket()];
    const orderId = await authorizedOrder([kept, lost]);
    await take(lost);
    expect(await finalize(world, [orderId])).toEqual({ [orderId]: 'LOST' });
    expect(await readOrder(world, orderId)).toEqual({
      state: 'LOST',
      path: ['PENDING_PAYMENT', 'AUTHORIZED', 'LOST'],
      lines: [kept, lost],
      claims: [],
      sales: [],
      operations: ['AUTHORIZE 1 DONE', 'CANCEL 1 PENDING'],
      payment: { status: 'requires_capture', captured: 0, refunded: 0 },
      quota: { reserved: 0, sold: 0, cap: 8 },
      outbox: ['free:#', 'lost:#'],
    });
    expect(await createOrder(world, await admit(world), [kept])).toMatchObject({ outcome: 'CREATED' });
  });

  test('RETRY_SINGLY: a batch with one such order changes nothing, and one by one only that order is lost', async () => {
    const tickets = [freshTicket(), freshTicket(), freshTicket()];
    const orders = [];
    for (const ticket of tickets) orders.push(await authorizedOrder([ticket]));
    const [first, second, third] = orders as [string, string, string];
    await sellBehindTheBack(tickets[1]!);
    const before = await Promise.all(orders.map((id) => readOrder(world, id)));
    expect(await finalize(world, orders)).toEqual(
      Object.fromEntries(orders.map((id) => [id, 'RETRY_SINGLY'])),
    );
    expect(await Promise.all(orders.map((id) => readOrder(world, id)))).toEqual(before);
    expect(await finalize(world, [first])).toEqual({ [first]: 'SOLD' });
    expect(await finalize(world, [second])).toEqual({ [second]: 'LOST' });
    expect(await finalize(world, [third])).toEqual({ [third]: 'SOLD' });
  });

  test('a ticket that came back after the order was made is not sold to it: the fence is another', async () => {
    const ticket = freshTicket();
    const orderId = await authorizedOrder([ticket]);
    await append(world, ticket, 'BLOCK');
    await append(world, ticket, 'RELEASE');
    expect(await finalize(world, [orderId])).toEqual({ [orderId]: 'LOST' });
  });

  test('anything else is raised and changes nothing', async () => {
    const orderId = await authorizedOrder([freshTicket()]);
    await world.owner.query(
      `update customer_quotas set reserved = 0 where buyer = (select account_id from orders where id = $1)`,
      [orderId],
    );
    await expect(finalize(world, [orderId])).rejects.toMatchObject({ constraint: 'customer_quotas_counts' });
    expect(await readOrder(world, orderId)).toMatchObject({ state: 'AUTHORIZED', sales: [] });
  });
});

test('every order of a batch gets one outcome, in whatever state it is and however often it is named', async () => {
  const expected: Record<string, string> = {};
  const outcomes: Readonly<Record<ReachedState, string>> = {
    PENDING_PAYMENT: 'NOT_AUTHORIZED',
    AUTHORIZED: 'SOLD',
    FINALIZED: 'ALREADY',
    PAID: 'ALREADY',
    EXPIRING: 'NOT_AUTHORIZED',
    EXPIRED: 'NOT_AUTHORIZED',
    LOST: 'NOT_AUTHORIZED',
    LOST_RELEASED: 'NOT_AUTHORIZED',
    VOIDED: 'ALREADY',
  };
  for (const [state, outcome] of Object.entries(outcomes))
    expected[await orderIn(world, state as ReachedState, freshTicket())] = outcome;
  for (const state of ['REFUNDED', 'CAPTURE_FAILED']) {
    const orderId = await orderIn(world, 'PAID', freshTicket());
    await plantState(world, orderId, state);
    expected[orderId] = 'ALREADY';
  }
  const ids = Object.keys(expected);
  const { rows } = await world.app.query('select * from finalize_orders($1::uuid[], $2::uuid[])', [
    [...ids, ...ids, randomUUID()].map(() => world.eventId),
    [...ids, ...ids, randomUUID()],
  ]);
  expect(rows).toHaveLength(ids.length);
  expect(Object.fromEntries(rows.map((row) => [row.order_id, row.outcome]))).toEqual(expected);
});

test('orders of two events in one batch are not mixed up, even if their ids were the same', async () => {
  const twin = randomUUID();
  const [eventId, dropId, categoryId] = [randomUUID(), randomUUID(), randomUUID()];
  await world.owner.query(
    `insert into events (id, vendor_id, venue_id, name, starts_at, time_zone, currency, status)
       select $2, vendor_id, venue_id, 'Other', starts_at, time_zone, currency, status from events where id = $1`,
    [world.eventId, eventId],
  );
  await world.owner.query(
    `insert into categories (event_id, id, name, price_minor, currency) values ($1, $2, 'Standing', 5000, 'eur')`,
    [eventId, categoryId],
  );
  await world.owner.query(
    `insert into drops (event_id, id, name, opens_at, per_customer_limit, shopper_cap, rate_per_minute)
       values ($1, $2, 'Drop', now(), 8, 100, 600)`,
    [eventId, dropId],
  );
  const other: World = { ...world, eventId, dropId, categoryId };
  await mintStanding(world.owner, other, 1);
  const ticket = freshTicket();
  const unpaid = await createOrder(world, await admit(world), [ticket], { orderId: twin });
  const paid = await createOrder(other, await admit(other), [0], { orderId: twin });
  await storeIntent(other, paid.operationId);
  await recordAuthorized(other, twin, { amountMinor: 5000 });
  const bystander = await authorizedOrder([freshTicket()]);
  const { rows } = await world.app.query('select outcome from finalize_orders($1::uuid[], $2::uuid[])', [
    [eventId, world.eventId],
    [twin, bystander],
  ]);
  expect(rows).toEqual([{ outcome: 'SOLD' }, { outcome: 'SOLD' }]);
  expect(await readOrder(world, unpaid.orderId!)).toMatchObject({ state: 'PENDING_PAYMENT', sales: [] });
});

test('an event that was cancelled sells nothing more: its authorized orders are lost, and stay so', async () => {
  const orders = [await authorizedOrder([freshTicket()]), await authorizedOrder([freshTicket()])];
  const sold = await orderIn(world, 'FINALIZED', freshTicket());
  const pending = await orderIn(world, 'PENDING_PAYMENT', freshTicket());
  await world.owner.query("update events set status = 'CANCELLED' where id = $1", [world.eventId]);
  const batch = [...orders, sold, pending];
  const rest = { [sold]: 'ALREADY', [pending]: 'NOT_AUTHORIZED' };
  expect(await finalize(world, batch)).toEqual({ [orders[0]!]: 'LOST', [orders[1]!]: 'LOST', ...rest });
  for (const id of orders)
    expect(await readOrder(world, id)).toMatchObject({
      state: 'LOST',
      claims: [],
      sales: [],
      operations: ['AUTHORIZE 1 DONE', 'CANCEL 1 PENDING'],
      quota: { reserved: 0, sold: 0 },
    });
  expect(await finalize(world, batch)).toEqual({
    [orders[0]!]: 'NOT_AUTHORIZED',
    [orders[1]!]: 'NOT_AUTHORIZED',
    ...rest,
  });
  await world.owner.query("update events set status = 'PUBLISHED' where id = $1", [world.eventId]);
});

test('after all this every history is legal', async () => {
  expectLegalHistories(world.eventId, await readEntries(world));
});
