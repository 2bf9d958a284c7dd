import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cancelEvent } from '../../../../prisma/testing/money-back-calls.ts';
import { openWorld, type World } from '../../../../prisma/testing/open-world.ts';
import { placeOrder } from '../../../../prisma/testing/purchase-calls.ts';
import { settle } from './settle.ts';

let world: World;
let client: pg.Client;
const withinMs = 3_000;
const never = new AbortController().signal;
const unfinished = async (fromMs: number, withinMs: number) => {
  const [violation] = await settle(client, never, fromMs, withinMs);
  return violation?.evidence.map((row) => (row as { what: string }).what) ?? [];
};
const finishAll = () => world.owner.query('update outbox set done_at = now() where done_at is null');

beforeAll(async () => {
  world = await openWorld({ tickets: 4 });
  client = new pg.Client({ connectionString: world.database.ownerDatabaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await world.close();
});
beforeEach(() => world.owner.query('delete from refund_runs'));

describe('what is not over', () => {
  test.each([
    ['RUNNING', ['refund run']],
    ['PAUSED', []],
    ['DONE', []],
  ])('a run of refunds that is %s', async (state, found) => {
    await world.owner.query("update events set status = 'PUBLISHED'");
    const { rows } = await world.owner.query('select version from events');
    expect(await cancelEvent(world, rows[0].version)).toBe('CANCELLED');
    await finishAll();
    await world.owner.query(
      "update refund_runs set state = $1, finished_at = case when $1 = 'DONE' then now() end",
      [state],
    );
    expect(await unfinished(Date.now(), 50)).toEqual(found);
  });

  test('a line that the journal does not have yet', async () => {
    const row = 'insert into sale_journal (event_id, order_id, line) values ($1, gen_random_uuid(), $2)';
    await world.owner.query(row, [world.eventId, { kind: 'PAID' }]);
    await finishAll();
    expect(await unfinished(Date.now(), 50)).toEqual(['journal line']);
    await world.owner.query('delete from sale_journal');
  });

  test('an order, from the end of the faults on, or from its own beginning where that was later', async () => {
    const beganMs = Date.now();
    await world.owner.query("update events set status = 'PUBLISHED'");
    await world.owner.query("update drops set state = 'SCHEDULED'");
    await placeOrder(world, [0]);
    const waitedMs = async (fromMs: number) => {
      const startedMs = Date.now();
      expect(await unfinished(fromMs, withinMs)).toContain('order');
      return Date.now() - startedMs;
    };
    expect(await waitedMs(beganMs - 2 * withinMs)).toBeGreaterThan(withinMs / 2);
    expect(await waitedMs(beganMs - 2 * withinMs)).toBeLessThan(withinMs / 2);
    expect(await waitedMs(Date.now())).toBeGreaterThan(withinMs / 2);
  });
});
