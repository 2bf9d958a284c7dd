import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addAccount, admit, openWorld, type World } from './testing/open-world.ts';
import { orderIn } from './testing/order-in-state.ts';
import { expire, placeOrder } from './testing/purchase-calls.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ tickets: 60, connections: 8 });
});
afterAll(() => world.close());
beforeEach(() => world.owner.query('delete from stripe_outages'));

let nextTicket = 0;
const freshTicket = (): number => nextTicket++;

async function one<T>(statement: string, values: unknown[] = []): Promise<T> {
  const { rows } = await world.app.query(statement, values);
  return rows[0] as T;
}

const begin = async (secondsAgo = 0) =>
  (await one<{ o: string }>('select begin_stripe_outage($1, $2) as o', ['test', secondsAgo])).o;
const outageId = async () => (await one<{ id: string }>('select max(id) as id from stripe_outages')).id;
const probe = async (id: string, answered: boolean, needed = 2) =>
  (
    await one<{ o: string }>('select record_stripe_probe($1, $2, $3, $4) as o', [
      id,
      answered,
      needed,
      'test',
    ])
  ).o;
const stretch = async (orderId: string, seconds: number) =>
  (
    await one<{ o: string }>('select stretch_for_three_d_secure($1, $2, $3) as o', [
      world.eventId,
      orderId,
      seconds,
    ])
  ).o;
/** Seconds from now to the deadline. */
const secondsLeft = async (orderId: string) =>
  (
    await one<{ s: number }>(
      'select extract(epoch from pay_deadline - clock_timestamp())::float8 as s from orders where id = $1',
      [orderId],
    )
  ).s;
const passDeadline = (orderId: string) =>
  world.owner.query("update orders set pay_deadline = now() - interval '1 second' where id = $1", [orderId]);
const causes = async (orderId: string) =>
  (
    await world.app.query(
      'select from_state, to_state, cause from order_history where order_id = $1 order by number',
      [orderId],
    )
  ).rows.map((row) => row.cause);

describe('an outage of Stripe', () => {
  test('is open once, whoever reports it and however many at a time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => begin()));
    expect(outcomes.filter((outcome) => outcome === 'BEGUN')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'OPEN')).toHaveLength(7);
  });

  test('stops deadlines, but not a customer who gives up', async () => {
    const [due, givenUp] = [
      await orderIn(world, 'PENDING_PAYMENT', freshTicket()),
      await orderIn(world, 'PENDING_PAYMENT', freshTicket()),
    ];
    await passDeadline(due);
    await begin();
    expect(await expire(world, due, false)).toBe('NOT_DUE');
    expect(await expire(world, givenUp, true)).toBe('EXPIRING');
  });

  test('ends after enough answers in a row, and then moves every unpaid deadline once, by what each lived through', async () => {
    const old = await orderIn(world, 'PENDING_PAYMENT', freshTicket());
    const paid = await orderIn(world, 'PAID', freshTicket());
    await world.owner.query(
      "update orders set created_at = now() - interval '300 seconds' where id = any($1)",
      [[old, paid]],
    );
    await passDeadline(old);
    await begin(100);
    const young = await orderIn(world, 'PENDING_PAYMENT', freshTicket());
    const [oldBefore, youngBefore, paidBefore] = [
      await secondsLeft(old),
      await secondsLeft(young),
      await secondsLeft(paid),
    ];
    const id = await outageId();
    expect(await probe(id, true)).toBe('OPEN');
    expect(await probe(id, false)).toBe('OPEN');
    expect(await probe(id, true)).toBe('OPEN');
    const outcomes = await Promise.all([probe(id, true), probe(id, true), probe(id, true)]);
    expect(outcomes.toSorted()).toEqual(['ENDED', 'OVER', 'OVER']);
    expect((await secondsLeft(old)) - oldBefore).toBeGreaterThan(95);
    expect((await secondsLeft(old)) - oldBefore).toBeLessThan(101);
    expect((await secondsLeft(young)) - youngBefore).toBeLessThan(60);
    expect(await secondsLeft(paid)).toBeLessThanOrEqual(paidBefore);
    expect(await causes(old)).toEqual(['created', 'the deadline was moved by an outage of Stripe']);
    expect(await expire(world, old, false)).toBe('NOT_DUE');
  });

  test('never reaches back into the one before: no second is given twice', async () => {
    await begin(50);
    expect(await probe(await outageId(), true, 1)).toBe('ENDED');
    await begin(40);
    const { overlap } = await one<{ overlap: boolean }>(
      'select exists (select from stripe_outages a join stripe_outages b on a.id < b.id and b.began_at < a.ended_at) as overlap',
    );
    expect(overlap).toBe(false);
  });

  test('moves the ends of admissions that are active, and of no others', async () => {
    const active = await admit(world, await addAccount(world.app));
    const ended = await admit(world, await addAccount(world.app));
    await world.owner.query("update admissions set granted_at = now() - interval '300 seconds'");
    await world.owner.query("update admissions set state = 'LEFT', ended_at = now() where id = $1", [
      ended.admissionId,
    ]);
    const end = async (id: string) =>
      (await one<{ at: Date }>('select expires_at as at from admissions where id = $1', [id])).at.getTime();
    const [activeBefore, endedBefore] = [await end(active.admissionId), await end(ended.admissionId)];
    await begin(100);
    await probe(await outageId(), true, 1);
    expect((await end(active.admissionId)) - activeBefore).toBeGreaterThan(95_000);
    expect(await end(ended.admissionId)).toBe(endedBefore);
  });

  test('ends beside orders that expire: each is either moved or ended, never both', async () => {
    const orders = await Promise.all(
      Array.from({ length: 6 }, () => orderIn(world, 'PENDING_PAYMENT', freshTicket())),
    );
    await world.owner.query(
      "update orders set pay_deadline = now() - interval '1 second', created_at = now() - interval '900 seconds' where id = any($1)",
      [orders],
    );
    await begin(100);
    const id = await outageId();
    await Promise.all([
      ...orders.map((order) => expire(world, order, false)),
      probe(id, true, 1),
      ...orders.map((order) => expire(world, order, false)),
    ]);
    for (const order of orders)
      expect((await causes(order)).at(-1)).toBe('the deadline was moved by an outage of Stripe');
  });
});

describe('3-D Secure', () => {
  test('moves a deadline once, notes it, and sends the lease after it', async () => {
    const orderId = await orderIn(world, 'PENDING_PAYMENT', freshTicket());
    expect(await stretch(orderId, 3_600)).toBe('STRETCHED');
    const left = await secondsLeft(orderId);
    expect(left).toBeGreaterThan(3_500);
    expect(await stretch(orderId, 7_200)).toBe('ALREADY');
    expect(await secondsLeft(orderId)).toBeLessThanOrEqual(left);
    expect(await causes(orderId)).toEqual(['created', 'the deadline was moved for 3-D Secure']);
    const row = await one<{ payload: object }>('select payload from outbox where dedupe_key = $1', [
      `lease:${orderId}`,
    ]);
    expect(row.payload).toMatchObject({ mark: 'lease', orderId });
  });

  test('never brings a deadline nearer', async () => {
    const orderId = await orderIn(world, 'PENDING_PAYMENT', freshTicket());
    const left = await secondsLeft(orderId);
    expect(await stretch(orderId, 1)).toBe('ALREADY');
    expect(await secondsLeft(orderId)).toBeGreaterThan(left - 30);
    expect(await causes(orderId)).toEqual(['created']);
  });

  test.each(['EXPIRING', 'AUTHORIZED', 'PAID', 'EXPIRED'] as const)(
    'leaves an order that is %s as it is',
    async (state) => {
      const orderId = await orderIn(world, state, freshTicket());
      expect(await stretch(orderId, 3_600)).toBe('NOT_PENDING');
    },
  );

  test('of two that ask at a time, one moves the deadline', async () => {
    const { orderId } = await placeOrder(world, [freshTicket()]);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => stretch(orderId, 3_600)));
    expect(outcomes.filter((outcome) => outcome === 'STRETCHED')).toHaveLength(1);
  });
});
