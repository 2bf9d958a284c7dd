import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { append } from './testing/ledger-entries.ts';
import { admit, mintStanding, openWorld, type World } from './testing/open-world.ts';
import { createOrder, placeOrder } from './testing/purchase-calls.ts';
import { readOrder } from './testing/read-order.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ tickets: 30, perCustomerLimit: 4 });
});
afterAll(() => world.close());

let nextTicket = 0;
const freshTicket = (): number => {
  nextTicket += 1;
  return nextTicket - 1;
};

/** Numbers of rows that an order could have left anywhere. */
async function footprint(): Promise<unknown> {
  const { rows } = await world.owner.query(
    `select (select count(*) from orders) as orders, (select count(*) from order_lines) as lines,
      (select count(*) from order_claims) as claims, (select count(*) from order_keys) as keys,
      (select count(*) from order_history) as history, (select count(*) from payment_operations) as operations,
      (select coalesce(sum(reserved + sold), 0) from customer_quotas) as quotas, (select count(*) from outbox) as outbox`,
  );
  return rows[0];
}

test('CREATED: an order with lines, fences, claims, its share of the quota and an AUTHORIZE to send', async () => {
  const tickets = [freshTicket(), freshTicket()];
  const shopper = await admit(world);
  const answer = await createOrder(world, shopper, [...tickets].reverse(), { expectedAmount: 10_000 });
  expect(answer).toMatchObject({ outcome: 'CREATED', detail: { amountMinor: 10_000 } });
  expect(await readOrder(world, answer.orderId!)).toEqual({
    state: 'PENDING_PAYMENT',
    path: ['PENDING_PAYMENT'],
    lines: tickets,
    claims: tickets,
    sales: [],
    operations: ['AUTHORIZE 1 PENDING'],
    payment: null,
    quota: { reserved: 2, sold: 0, cap: 4 },
    outbox: [],
  });
});

describe('a refusal says why and leaves nothing behind', () => {
  const tomorrow = "now() + interval '1 day'";
  const setDrop = (change: string) => world.owner.query(`update drops set ${change}`);
  const setEvent = (change: string) => world.owner.query(`update events set ${change}`);

  test.each<[string, string, () => Promise<unknown>, () => Promise<unknown>, object]>([
    [
      'DROP_NOT_OPEN',
      'before the opening instant',
      () => setDrop(`opens_at = ${tomorrow}`),
      () => setDrop("opens_at = now() - interval '1 minute'"),
      { opensAt: expect.any(String) },
    ],
    [
      'DROP_CLOSED',
      'from the closing instant on',
      () => setDrop('closes_at = now()'),
      () => setDrop('closes_at = null'),
      {},
    ],
    [
      'DROP_CLOSED',
      'when it was closed',
      () => setDrop("state = 'CLOSED'"),
      () => setDrop("state = 'SCHEDULED'"),
      {},
    ],
    [
      'DROP_PAUSED',
      'while it is paused',
      () => setDrop("state = 'PAUSED'"),
      () => setDrop("state = 'SCHEDULED'"),
      {},
    ],
    [
      'EVENT_CANCELLED',
      'when the event is cancelled',
      () => setEvent("status = 'CANCELLED'"),
      () => setEvent("status = 'PUBLISHED'"),
      {},
    ],
    [
      'EVENT_CANCELLED',
      'when the event is gone',
      () => setEvent('deleted_at = now()'),
      () => setEvent('deleted_at = null'),
      {},
    ],
  ])('%s %s', async (outcome, _when, make, unmake, detail) => {
    const shopper = await admit(world);
    const before = await footprint();
    await make();
    try {
      expect(await createOrder(world, shopper, [29])).toMatchObject({ outcome, orderId: null, detail });
    } finally {
      await unmake();
    }
    expect(await footprint()).toEqual(before);
  });

  test('NO_ADMISSION: with none, with one that ended or ran out, with that of another account or drop', async () => {
    const [shopper, other, ended, late] = await Promise.all([
      admit(world),
      admit(world),
      admit(world),
      admit(world),
    ]);
    await world.app.query("update admissions set state = 'LEFT', ended_at = now() where id = $1", [
      ended.admissionId,
    ]);
    await world.app.query('update admissions set expires_at = now() where id = $1', [late.admissionId]);
    const before = await footprint();
    for (const who of [
      { ...shopper, admissionId: randomUUID() },
      { ...shopper, admissionId: other.admissionId },
      ended,
      late,
    ])
      expect(await createOrder(world, who, [29])).toMatchObject({ outcome: 'NO_ADMISSION', detail: {} });
    expect(await createOrder(world, shopper, [29], { dropId: randomUUID() })).toMatchObject({
      outcome: 'NO_ADMISSION',
    });
    expect(await footprint()).toEqual(before);
  });

  test('ADMISSION_BUSY while an order of it is unfinished', async () => {
    const { orderId, shopper } = await placeOrder(world, [freshTicket()]);
    const before = await footprint();
    expect(await createOrder(world, shopper, [freshTicket()])).toMatchObject({
      outcome: 'ADMISSION_BUSY',
      detail: { orderId },
    });
    expect(await footprint()).toEqual(before);
  });

  test('ADMISSION_SPENT after three orders', async () => {
    const shopper = await admit(world);
    const ticket = freshTicket();
    for (let n = 0; n < 3; n += 1) {
      const { orderId } = await placeOrder(world, [ticket], shopper);
      await world.app.query('select expire_order($1, $2, true)', [world.eventId, orderId]);
    }
    const before = await footprint();
    expect(await createOrder(world, shopper, [ticket])).toMatchObject({
      outcome: 'ADMISSION_SPENT',
      detail: { ordersMax: 3 },
    });
    expect(await footprint()).toEqual(before);
  });

  test('PRICE_CHANGED when the customer saw another price', async () => {
    const shopper = await admit(world);
    const before = await footprint();
    expect(await createOrder(world, shopper, [29], { expectedAmount: 4900 })).toMatchObject({
      outcome: 'PRICE_CHANGED',
      detail: { amountMinor: 5000 },
    });
    expect(await footprint()).toEqual(before);
  });

  test('LIMIT_REACHED: at once, and together with what the account holds and owns', async () => {
    const greedy = await admit(world);
    const before = await footprint();
    const five = Array.from({ length: 5 }, (_, n) => 20 + n);
    expect(await createOrder(world, greedy, five)).toMatchObject({
      outcome: 'LIMIT_REACHED',
      detail: { limit: 4 },
    });
    expect(await footprint()).toEqual(before);
    await placeOrder(world, [20, 21, 22], greedy);
    const again = await admit(world, greedy.accountId);
    const after = await footprint();
    expect(await createOrder(world, again, [23, 24])).toMatchObject({
      outcome: 'LIMIT_REACHED',
      detail: { limit: 4 },
    });
    expect(await footprint()).toEqual(after);
    expect(await createOrder(world, again, [23])).toMatchObject({ outcome: 'CREATED' });
  });

  test('TICKETS_TAKEN names claimed, sold, blocked, foreign, unknown and retired ones, and no free one', async () => {
    const [claimed, blocked, retired, free] = [freshTicket(), freshTicket(), freshTicket(), freshTicket()];
    await placeOrder(world, [claimed]);
    await append(world, blocked, 'BLOCK');
    await world.app.query('select retire_tickets($1, $2, null)', [world.eventId, [retired]]);
    const elsewhere = await mintStanding(world.app, { ...world, dropId: null as unknown as string }, 1);
    const asked = [free, claimed, blocked, retired, elsewhere!, 9_999];
    const shopper = await admit(world);
    await world.owner.query('update drops set per_customer_limit = 20');
    const before = await footprint();
    const answer = await createOrder(world, shopper, asked);
    await world.owner.query('update drops set per_customer_limit = 4');
    expect(answer).toMatchObject({
      outcome: 'TICKETS_TAKEN',
      detail: { tickets: [claimed, blocked, retired, elsewhere, 9_999] },
    });
    expect(await footprint()).toEqual(before);
  });

  test('a ticket asked for twice is one ticket, and the order is refused', async () => {
    const shopper = await admit(world);
    const before = await footprint();
    expect(await createOrder(world, shopper, [29, 29])).toMatchObject({ outcome: 'TICKETS_TAKEN' });
    expect(await footprint()).toEqual(before);
  });

  test('an order for nothing cannot be written at all', async () => {
    const shopper = await admit(world);
    const before = await footprint();
    await expect(createOrder(world, shopper, [])).rejects.toMatchObject({
      constraint: 'orders_ticket_count',
    });
    expect(await footprint()).toEqual(before);
  });
});

describe('the Idempotency-Key', () => {
  test('REPLAYED: the same request under the same key is the same order, also many times at once', async () => {
    const shopper = await admit(world);
    const tickets = [freshTicket()];
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => createOrder(world, shopper, tickets, { key: 'once' })),
    );
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['CREATED', ...Array(11).fill('REPLAYED')]);
    expect(new Set(answers.map(({ orderId }) => orderId)).size).toBe(1);
    const { rows } = await world.app.query('select count(*)::int as n from orders where account_id = $1', [
      shopper.accountId,
    ]);
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('REPLAYED names the event of the first order, and goes on when the drop is closed', async () => {
    const { shopper, orderId } = await (async () => {
      const who = await admit(world);
      const answer = await createOrder(world, who, [freshTicket()], { key: 'kept' });
      return { shopper: who, orderId: answer.orderId };
    })();
    await world.owner.query("update drops set state = 'CLOSED'");
    const answer = await createOrder(world, shopper, [29], { key: 'kept' });
    await world.owner.query("update drops set state = 'SCHEDULED'");
    expect(answer).toMatchObject({ outcome: 'REPLAYED', orderId, detail: { eventId: world.eventId } });
  });

  test('KEY_REUSED: another request under the same key is refused and names the first order', async () => {
    const shopper = await admit(world);
    const first = await createOrder(world, shopper, [freshTicket()], { key: 'twice' });
    const before = await footprint();
    expect(
      await createOrder(world, shopper, [29], { key: 'twice', requestHash: Buffer.from('other') }),
    ).toMatchObject({
      outcome: 'KEY_REUSED',
      orderId: first.orderId,
    });
    expect(await footprint()).toEqual(before);
  });

  test("another account's key is another key, and a refused request leaves its key free", async () => {
    const [one, two] = await Promise.all([admit(world), admit(world)]);
    const tickets = [freshTicket()];
    expect(await createOrder(world, one, tickets, { key: 'shared' })).toMatchObject({ outcome: 'CREATED' });
    expect(await createOrder(world, two, tickets, { key: 'shared' })).toMatchObject({
      outcome: 'TICKETS_TAKEN',
    });
    expect(await createOrder(world, two, [freshTicket()], { key: 'shared' })).toMatchObject({
      outcome: 'CREATED',
    });
  });
});
