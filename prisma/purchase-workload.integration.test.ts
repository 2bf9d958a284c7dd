import { orderInitialStates, orderStates, orderTransitions } from '@fairgate/shared/states/order-states.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEntries } from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import { refundTickets } from './testing/money-back-calls.ts';
import { addAccount, openWorld, type World } from './testing/open-world.ts';
import { orderIn, PRICE_MINOR } from './testing/order-in-state.ts';
import { PretendStripe } from './testing/pretend-stripe.ts';
import { expire, recordAuthorized, recordCanceled } from './testing/purchase-calls.ts';
import { seededRandom } from './testing/seeded-random.ts';
import { drain, STEPS, type Workload } from './testing/workload-steps.ts';

const SEED = 7;
const CONNECTIONS = 8;
const STEP_COUNT = 2_000;
const TICKETS = 300;

let world: World;
let load: Workload;
const errors: unknown[] = [];

beforeAll(async () => {
  world = await openWorld({ tickets: TICKETS, perCustomerLimit: 6, connections: CONNECTIONS + 8 });
  // A third of the tickets costs nothing.
  await world.owner.query(
    `insert into categories (event_id, id, name, price_minor, currency) select event_id, gen_random_uuid(), 'Free', 0, 'eur' from categories`,
  );
  await world.owner.query(
    "update tickets set category_id = (select id from categories where name = 'Free') where number % 3 = 0",
  );
  const accounts = await Promise.all(Array.from({ length: 60 }, () => addAccount(world.app)));
  load = { world, stripe: new PretendStripe(), accounts, paid: [], free: [], tickets: TICKETS };
  await walkRareRoads();
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, n) => work(n)));
}, 120_000);
afterAll(() => world.close());

/** The steps that chance may leave out: a void, an authorization that comes while a CANCEL is waiting, a refund. */
async function walkRareRoads(): Promise<void> {
  await orderIn(world, 'VOIDED', 1);
  const late = await orderIn(world, 'PENDING_PAYMENT', 2);
  await expire(world, late, true);
  await recordAuthorized(world, late, { amountMinor: PRICE_MINOR });
  await recordCanceled(world, late);
  await refundTickets(world, await orderIn(world, 'PAID', 4));
}

async function work(connection: number): Promise<void> {
  const by = await world.app.connect();
  const random = seededRandom(SEED * 1_000 + connection);
  for (let n = 0; n < STEP_COUNT / CONNECTIONS; n += 1)
    await random
      .pick(STEPS)(load, { by, random })
      .catch((error) => errors.push(error));
  by.release();
}

/** Rows that a statement finds, which must be none. */
async function expectNone(statement: string, ...values: readonly unknown[]): Promise<void> {
  const { rows } = await world.owner.query(statement, [...values]);
  expect(rows).toEqual([]);
}

const statesWhere = (fact: 'reserves' | 'ownsSales'): string[] =>
  Object.entries(orderStates)
    .filter(([, facts]) => facts[fact])
    .map(([state]) => state);

async function expectBooksToBalance(): Promise<void> {
  expectLegalHistories(world.eventId, await readEntries(world));
  await expectNone(
    `with live as (
       select o.account_id, count(*)::int as n from ticket_holders h join orders o on o.event_id = h.event_id and o.id = h.order_id
       where h.kind = 'SALE' group by 1),
     held as (select account_id, sum(ticket_count)::int as n from orders where state = any ($1) group by 1)
     select q.*, live.n as owned, held.n as held from customer_quotas q
     left join live on live.account_id = q.buyer left join held on held.account_id = q.buyer
     where q.sold <> coalesce(live.n, 0) or q.reserved <> coalesce(held.n, 0) or q.reserved + q.sold > q.cap`,
    statesWhere('reserves'),
  );
  await expectNone(
    `select o.id, o.state from orders o
     left join lateral (select array_agg(ticket_number order by 1) as tickets from order_lines where order_id = o.id) l on true
     left join lateral (select array_agg(ticket_number order by 1) as tickets from order_claims where order_id = o.id) c on true
     left join lateral (select array_agg(ticket_number order by 1) as tickets from ticket_ledger where order_id = o.id and kind = 'SALE') s on true
     where c.tickets is distinct from case when o.state = any ($1) then l.tickets end
        or s.tickets is distinct from case when o.state = any ($2) then l.tickets end`,
    statesWhere('reserves'),
    statesWhere('ownsSales'),
  );
}

test('2,000 steps from eight connections raise nothing: no dead-lock, no broken assumption', () => {
  expect(errors).toEqual([]);
  expect(load.paid.length).toBeGreaterThan(100);
  expect(load.free.length).toBeGreaterThan(10);
});

test('in the middle of it all, ledger, claims and quotas agree with the orders', expectBooksToBalance);

test('the sweepers bring every order to an end, and then no money is held for nothing', async () => {
  await drain(load);
  await expectBooksToBalance();
  const { rows } = await world.app.query(
    `select o.id, o.state, p.captured_minor as captured, p.refunded_minor as refunded,
       (select coalesce(sum(l.price_minor), 0)::int from order_lines l join ticket_holders h on h.event_id = l.event_id
         and h.ticket_number = l.ticket_number and h.order_id = l.order_id and h.holder is not null
         where l.event_id = o.event_id and l.order_id = o.id) as live
     from orders o left join payments p on p.event_id = o.event_id and p.order_id = o.id`,
  );
  const wrong = rows.filter(({ id, live, captured, refunded }) => {
    const intent = load.stripe.of(id);
    const kept = (intent?.capturedMinor ?? 0) - (intent?.refundedMinor ?? 0);
    const recorded = (captured ?? 0) - (refunded ?? 0);
    return kept !== live || recorded !== kept || intent?.status === 'requires_capture';
  });
  expect(wrong).toEqual([]);
  await expectNone("select * from payment_operations where state in ('PENDING', 'SENT', 'UNKNOWN')");
  await expectNone('select * from order_claims');
});

test('orders stepped as the table of states says, over every edge of it', async () => {
  const { rows } = await world.app.query(
    'select distinct from_state, to_state from order_history where from_state is not null',
  );
  const walked = rows.map(({ from_state, to_state }) => `${from_state} → ${to_state}`).sort();
  const declared = Object.entries(orderTransitions).flatMap(([from, next]) =>
    next.map((to) => `${from} → ${to}`),
  );
  expect(walked).toEqual(declared.sort());
  const { rows: starts } = await world.app.query(
    'select distinct to_state from order_history where from_state is null',
  );
  expect(starts.map(({ to_state }) => to_state).sort()).toEqual([...orderInitialStates].sort());
});

test("each order's history is one unbroken walk to the state that it is in", () =>
  expectNone(
    `select * from (
       select h.*, o.state, o.state_version,
         lag(to_state) over w as before, lead(to_state) over w as after, row_number() over w - 1 as position
       from order_history h join orders o on o.event_id = h.event_id and o.id = h.order_id
       window w as (partition by h.event_id, h.order_id order by h.number)) s
     where number <> position or from_state is distinct from before
       or (after is null and (to_state <> state or number <> state_version))`,
  ));
