import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEntries } from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import { mintStanding, openWorld, type World } from './testing/open-world.ts';
import { checkIn, offer, paidOrder, refund, staleOffers, transferState } from './testing/ticket-calls.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld({ tickets: 0 });
});
afterEach(async () => {
  expectLegalHistories(world.eventId, await readEntries(world));
  expect(await staleOffers(world)).toBe(0);
  await world.close();
});

interface Sold {
  readonly ticket: number;
  readonly orderId: string;
  readonly holder: string;
}

async function unoffered(): Promise<Sold> {
  const ticket = (await mintStanding(world.owner, world, 1)) as number;
  const { orderId, shopper } = await paidOrder(world, [ticket]);
  return { ticket, orderId, holder: shopper.accountId };
}

/** Does `first` in a transaction that stays open until `second` waits for it (or is through), then commits. */
async function overlap<T>(
  first: (by: pg.PoolClient) => Promise<unknown>,
  second: () => Promise<T>,
): Promise<T> {
  const client = await world.app.connect();
  try {
    await client.query('begin');
    await first(client);
    let isThrough = false;
    const late = second().finally(() => {
      isThrough = true;
    });
    const waits = async (): Promise<boolean> => {
      const { rows } = await world.owner.query(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length > 0;
    };
    while (!isThrough && !(await waits())) await setTimeout(5);
    await client.query('commit');
    return await late;
  } finally {
    client.release();
  }
}

describe('an offer and what ends it, overlapping', () => {
  test('an offer that comes while the ticket is being refunded is not made', async () => {
    const { ticket, orderId, holder } = await unoffered();
    const late = await overlap(
      (by) => refund(world, orderId, null, {}, by),
      () => offer(world, ticket, holder),
    );
    expect(late).toMatchObject({ outcome: 'NOT_HOLDER' });
  });

  test('an offer that comes while the ticket enters is not made', async () => {
    const { ticket, holder } = await unoffered();
    const late = await overlap(
      (by) => checkIn(world, ticket, 1, by),
      () => offer(world, ticket, holder),
    );
    expect(late).toEqual({ outcome: 'VERSION_CHANGED', detail: { version: 2 } });
  });

  test('entering and refunding while an offer is being made end it', async () => {
    const ends = [
      ({ ticket }: Sold) => checkIn(world, ticket, 1),
      ({ orderId }: Sold) => refund(world, orderId, null),
    ];
    for (const end of ends) {
      const sold = await unoffered();
      const transferId = randomUUID();
      const ended = await overlap(
        (by) => offer(world, sold.ticket, sold.holder, { transferId }, by),
        () => end(sold),
      );
      expect(['ENTERED', 'REFUNDING']).toContain(ended.outcome);
      expect(await transferState(world, transferId)).toBe('OVERTAKEN');
    }
  });
});
