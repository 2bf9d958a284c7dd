import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { append, readEntries } from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import { mintStanding, openWorld, type World } from './testing/open-world.ts';
import { orderIn } from './testing/order-in-state.ts';
import { finalize, placeOrder, recordAuthorized, storeIntent } from './testing/purchase-calls.ts';
import { headKinds, readOrder } from './testing/read-order.ts';

const ARENA_SEATS = 40_000;

let world: World;
beforeAll(async () => {
  world = await openWorld({ tickets: 20 });
});
afterAll(() => world.close());

const retire = async (numbers: readonly number[]): Promise<readonly number[]> => {
  const { rows } = await world.app.query('select retire_tickets($1, $2, $3) as blocked', [
    world.eventId,
    numbers,
    randomUUID(),
  ]);
  return rows[0].blocked;
};

async function plantPlan(seats: number): Promise<string> {
  const plan = randomUUID();
  await world.owner.query(
    `insert into seating_plans (id, venue_id, plan_version, name, source_format, source_hash, seat_count, document, report)
     select $1, venue_id, (select count(*) from seating_plans), 'Plan', 'generated', '', $2, '{}', '{}' from events where id = $3`,
    [plan, seats, world.eventId],
  );
  await world.owner.query(
    `insert into seats (plan_id, seat_index, seat_key, zone, row_label, label, plan_row, plan_column, x, y)
     select $1, n, n::text, 'A', (n / 100)::text, n::text, n / 100, n % 100, n % 100, n / 100 from generate_series(0, $2 - 1) n`,
    [plan, seats],
  );
  return plan;
}

const mintSeats = async (
  plan: string,
  seats: readonly number[],
  count = seats.length,
): Promise<number | null> => {
  const { rows } = await world.app.query('select mint_tickets($1, $2, $3, $4, $5, $6) as first', [
    world.eventId,
    world.dropId,
    plan,
    seats,
    seats.map(() => world.categoryId),
    count,
  ]);
  return rows[0].first;
};

describe('minting', () => {
  test('numbers go on without a gap, also from eight at once, and every ticket has its MINT', async () => {
    const firsts = await Promise.all(Array.from({ length: 8 }, () => mintStanding(world.app, world, 3)));
    expect([...firsts].sort((a, b) => a! - b!)).toEqual([20, 23, 26, 29, 32, 35, 38, 41]);
    const { rows } = await world.app.query(
      `select (select ticket_count from events where id = $1) as counted, count(*)::int as tickets, max(number) as last,
         (select count(*)::int from ticket_holders where event_id = $1 and kind = 'MINT' and version = 0) as minted
       from tickets where event_id = $1`,
      [world.eventId],
    );
    expect(rows).toEqual([{ counted: 44, tickets: 44, last: 43, minted: 44 }]);
  });

  test('a seat is on sale once, and again after its ticket retired', async () => {
    const plan = await plantPlan(4);
    const first = await mintSeats(plan, [0, 1, 2, 3]);
    await expect(mintSeats(plan, [1])).rejects.toMatchObject({ constraint: 'tickets_live_seat_key' });
    expect(await retire([first! + 1])).toEqual([]);
    expect(await mintSeats(plan, [1])).toBe(first! + 4);
  });

  test.each([
    ['fewer seats than tickets', [0, 1], 3],
    ['more seats than tickets', [0, 1], 1],
    ['a seat that is not in the plan', [99], 1],
  ])('%s: nothing is minted', async (_what, seats, count) => {
    const plan = await plantPlan(4);
    const before = await headKinds(world);
    await expect(mintSeats(plan, seats, count)).rejects.toThrow();
    expect(await headKinds(world)).toEqual(before);
  });

  test('answers null for an event that is cancelled, gone or unknown', async () => {
    await world.owner.query("update events set status = 'CANCELLED'");
    expect(await mintStanding(world.app, world, 1)).toBeNull();
    await world.owner.query("update events set status = 'PUBLISHED', deleted_at = now()");
    expect(await mintStanding(world.app, world, 1)).toBeNull();
    await world.owner.query('update events set deleted_at = null');
    expect(await mintStanding(world.app, { ...world, eventId: randomUUID() }, 1)).toBeNull();
  });

  test('an arena of 40,000 seats is minted by one statement', async () => {
    const plan = await plantPlan(ARENA_SEATS);
    await mintSeats(
      plan,
      Array.from({ length: ARENA_SEATS }, (_, seat) => seat),
    );
    const { rows } = await world.app.query(
      `select count(*)::int as tickets, count(distinct t.seat_index)::int as seats,
         (max(t.number) - min(t.number) + 1)::int as numbers, count(*) filter (where h.kind = 'MINT')::int as minted
       from tickets t join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.number
       where t.event_id = $1 and t.plan_id = $2`,
      [world.eventId, plan],
    );
    const all = ARENA_SEATS;
    expect(rows).toEqual([{ tickets: all, seats: all, numbers: all, minted: all }]);
  }, 120_000);
});

describe('retiring', () => {
  test('takes free, blocked and already retired tickets, all in one go', async () => {
    await append(world, 1, 'BLOCK');
    expect(await retire([0, 1, 2])).toEqual([]);
    expect(await retire([0, 1, 2, 3])).toEqual([]);
    expect((await headKinds(world)).slice(0, 5)).toEqual([...Array(4).fill('RETIRE'), 'MINT']);
    const { rows } = await world.app.query(
      'select count(*)::int as n from tickets where event_id = $1 and number < 5 and retired_at is not null',
      [world.eventId],
    );
    expect(rows).toEqual([{ n: 4 }]);
  });

  test('names every ticket in the way and takes none', async () => {
    await orderIn(world, 'PENDING_PAYMENT', 5);
    await orderIn(world, 'FINALIZED', 6);
    const before = await headKinds(world);
    expect(await retire([4, 6, 5, 999_999])).toEqual([5, 6, 999_999]);
    expect(await headKinds(world)).toEqual(before);
  });

  test('against a sale at the same instant one of the two wins, whole', async () => {
    for (let round = 0; round < 10; round += 1) {
      const first = await mintStanding(world.owner, world, 3);
      const numbers = [0, 1, 2].map((n) => first! + n);
      const { orderId, operationId } = await placeOrder(world, numbers);
      await storeIntent(world, operationId);
      await recordAuthorized(world, orderId, { amountMinor: 15_000 });
      // As if the claims had been lost: only the ledger stands between the two.
      await world.owner.query('delete from order_claims where order_id = $1', [orderId]);
      const [outcome, blocked] = await Promise.all([
        finalize(world, [orderId]),
        retire([...numbers].reverse()),
      ]);
      if (outcome[orderId] === 'SOLD') expect(blocked).toEqual(numbers);
      else expect([outcome[orderId], blocked]).toEqual(['LOST', []]);
      expect((await readOrder(world, orderId)).sales).toHaveLength(outcome[orderId] === 'SOLD' ? 3 : 0);
    }
  });

  test('by two at once is done once', async () => {
    const first = await mintStanding(world.owner, world, 6);
    const numbers = Array.from({ length: 6 }, (_, n) => first! + n);
    const answers = await Promise.all([retire(numbers), retire([...numbers].reverse()), retire(numbers)]);
    expect(answers).toEqual([[], [], []]);
    expect((await readEntries(world, first!)).map(({ kind }) => kind)).toEqual(['MINT', 'RETIRE']);
  });
});

test('after all this every history is legal', async () => {
  expectLegalHistories(world.eventId, await readEntries(world));
});
