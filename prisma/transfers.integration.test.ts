import { randomUUID } from 'node:crypto';
import { connectDatabase } from '@fairgate/shared/database/client.ts';
import { expireTransfers } from '@fairgate/shared/database/transfers.ts';
import { transferTransitions } from '@fairgate/shared/states/transfer-states.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEntries } from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import { addAccount, mintStanding, openWorld, type World } from './testing/open-world.ts';
import { orderIn, plantState } from './testing/order-in-state.ts';
import {
  accept,
  checkIn,
  dispute,
  endOffer,
  offer,
  offered,
  type PaidOrder,
  paidOrder,
  refund,
  staleOffers,
  transferState,
} from './testing/ticket-calls.ts';

let world: World;
let friend: string;
let next = 0;
beforeAll(async () => {
  world = await openWorld({ tickets: 60 });
  friend = await addAccount(world.app);
});
afterAll(async () => {
  expectLegalHistories(world.eventId, await readEntries(world));
  expect(await staleOffers(world)).toBe(0);
  await world.close();
});

/** A fresh ticket, bought and paid. */
async function bought(): Promise<PaidOrder & { readonly ticket: number; readonly holder: string }> {
  const ticket = next;
  next += 1;
  const order = await paidOrder(world, [ticket]);
  return { ...order, ticket, holder: order.shopper.accountId };
}

const kinds = async (ticket: number): Promise<string[]> =>
  (await readEntries(world, ticket)).map(({ kind }) => kind);
const setEvent = (assignment: string): Promise<unknown> =>
  world.owner.query(`update events set ${assignment} where id = $1`, [world.eventId]);
const normalEvent = "status = 'PUBLISHED', starts_at = now() + interval '30 days', ends_at = null";

test('the table of states is the one that the database checks', async () => {
  const { rows } = await world.owner.query(
    "select pg_get_constraintdef(oid) as text from pg_constraint where conname = 'transfers_state'",
  );
  const checked = [...rows[0].text.matchAll(/'([A-Z]+)'/g)].map((match) => match[1]);
  expect(checked.sort()).toEqual(Object.keys(transferTransitions).sort());
});

describe('an offer', () => {
  test('leaves the ticket with its holder, asks for one mail, and is the same under the same id', async () => {
    const { ticket, holder } = await bought();
    const transferId = randomUUID();
    expect(await offer(world, ticket, holder, { transferId })).toEqual({ outcome: 'OFFERED', detail: {} });
    expect(await offer(world, ticket, holder, { transferId })).toEqual({ outcome: 'REPLAYED', detail: {} });
    expect(await offer(world, ticket, holder, { transferId, email: 'other@example.org' })).toMatchObject({
      outcome: 'KEY_REUSED',
    });
    expect(await kinds(ticket)).toEqual(['MINT', 'SALE']);
    const { rows } = await world.owner.query(
      "select payload ->> 'template' as template from outbox where payload ->> 'transferId' = $1",
      [transferId],
    );
    expect(rows).toEqual([{ template: 'transfer-offered' }]);
  });

  test('of ten at once is one', async () => {
    const { ticket, holder } = await bought();
    const answers = await Promise.all(Array.from({ length: 10 }, () => offer(world, ticket, holder)));
    const outcomes = answers.map(({ outcome }) => outcome).sort();
    expect(outcomes).toEqual([...Array(9).fill('ALREADY_OFFERED'), 'OFFERED']);
    const { detail } = answers.find(({ outcome }) => outcome === 'ALREADY_OFFERED')!;
    expect(await transferState(world, String(detail.transferId))).toBe('OFFERED');
  });

  test('repeated ten times at once under one id is one, every time', async () => {
    const { ticket, holder } = await bought();
    for (let round = 0; round < 20; round += 1) {
      const transferId = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => offer(world, ticket, holder, { transferId })),
      );
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['OFFERED', ...Array(9).fill('REPLAYED')]);
      await endOffer(world, transferId, 'WITHDRAWN');
    }
  });

  test('is refused after fifty in a day, whatever became of those; its repeat is not', async () => {
    const { ticket, holder } = await bought();
    let transferId = '';
    for (let made = 0; made < 50; made += 1) {
      if (made > 0) await endOffer(world, transferId, 'WITHDRAWN');
      transferId = await offered(world, ticket, holder);
    }
    expect(await offer(world, ticket, holder, { transferId })).toMatchObject({ outcome: 'REPLAYED' });
    await endOffer(world, transferId, 'WITHDRAWN');
    expect(await offer(world, ticket, holder)).toEqual({ outcome: 'TOO_MANY', detail: { limit: 50 } });
    await world.owner.query("update transfers set created_at = now() - interval '2 days' where id = $1", [
      transferId,
    ]);
    expect(await offer(world, ticket, holder)).toMatchObject({ outcome: 'OFFERED' });
  });

  test('is refused to whoever does not hold the ticket, on another version, and of a used ticket', async () => {
    const { ticket, holder } = await bought();
    expect(await offer(world, ticket, friend)).toMatchObject({ outcome: 'NOT_HOLDER' });
    expect(await offer(world, 999, friend)).toMatchObject({ outcome: 'NOT_HOLDER' });
    expect(await offer(world, ticket, holder, { version: 2 })).toEqual({
      outcome: 'VERSION_CHANGED',
      detail: { version: 1 },
    });
    await checkIn(world, ticket, 1);
    expect(await offer(world, ticket, holder, { version: 2 })).toMatchObject({ outcome: 'ENTERED' });
  });

  test('is refused before the payment is complete and in a dispute', async () => {
    const ticket = next;
    next += 1;
    const orderId = await orderIn(world, 'FINALIZED', ticket);
    const { rows } = await world.owner.query('select account_id as id from orders where id = $1', [orderId]);
    expect(await offer(world, ticket, rows[0].id)).toEqual({
      outcome: 'NOT_PAID',
      detail: { state: 'FINALIZED' },
    });
    const paid = await bought();
    await dispute(world, paid.orderId, 'OPEN');
    expect(await offer(world, paid.ticket, paid.holder)).toMatchObject({ outcome: 'DISPUTED' });
  });

  test('never lasts past the end of the event, and is refused after it or when it is called off', async () => {
    const { ticket, holder } = await bought();
    await setEvent("ends_at = now() + interval '1 hour', starts_at = now()");
    const transferId = await offered(world, ticket, holder);
    const { rows } = await world.owner.query(
      'select t.expires_at = e.ends_at as capped from transfers t join events e on e.id = t.event_id where t.id = $1',
      [transferId],
    );
    expect(rows).toEqual([{ capped: true }]);
    await setEvent("ends_at = null, starts_at = now() - interval '25 hours'");
    const other = await bought();
    expect(await offer(world, other.ticket, other.holder)).toMatchObject({ outcome: 'EVENT_OVER' });
    expect(await accept(world, transferId, friend)).toMatchObject({ outcome: 'EVENT_OVER' });
    await setEvent("starts_at = now() + interval '30 days', status = 'CANCELLED'");
    expect(await offer(world, other.ticket, other.holder)).toMatchObject({ outcome: 'EVENT_CANCELLED' });
    expect(await accept(world, transferId, friend)).toMatchObject({ outcome: 'EVENT_CANCELLED' });
    expect(await checkIn(world, other.ticket, 1)).toMatchObject({ outcome: 'EVENT_CANCELLED' });
    await setEvent(normalEvent);
  });

  test('that ran out can be made again, and the old one not be accepted', async () => {
    const { ticket, holder } = await bought();
    const old = await offered(world, ticket, holder, { seconds: -1 });
    const again = await offered(world, ticket, holder);
    expect(await transferState(world, old)).toBe('EXPIRED');
    expect(await accept(world, old, friend)).toEqual({ outcome: 'ENDED', detail: { state: 'EXPIRED' } });
    expect(await accept(world, again, friend)).toMatchObject({ outcome: 'ACCEPTED' });
  });
});

describe('accepting', () => {
  test('moves the ticket once, whoever repeats it', async () => {
    const { ticket, holder } = await bought();
    const transferId = await offered(world, ticket, holder);
    expect(await accept(world, transferId, friend)).toEqual({ outcome: 'ACCEPTED', detail: { version: 2 } });
    expect(await accept(world, transferId, friend)).toMatchObject({ outcome: 'ALREADY' });
    expect(await accept(world, transferId, await addAccount(world.app))).toEqual({
      outcome: 'ENDED',
      detail: { state: 'ACCEPTED' },
    });
    const entries = await readEntries(world, ticket);
    expect(entries.at(-1)).toMatchObject({ kind: 'TRANSFER', version: 2, holder: friend, actor: holder });
    // From hand to hand: the receiver may give it on.
    const onward = await offered(world, ticket, friend, { version: 2 });
    expect(await accept(world, onward, holder)).toMatchObject({ detail: { version: 3 } });
    expect((await readEntries(world, ticket)).at(-1)).toMatchObject({ holder });
  });

  test('is refused to the giver, of nothing, and of an ended offer', async () => {
    const { ticket, holder } = await bought();
    const transferId = await offered(world, ticket, holder);
    expect(await accept(world, transferId, holder)).toMatchObject({ outcome: 'OWN_TICKET' });
    expect(await accept(world, randomUUID(), friend)).toMatchObject({ outcome: 'NO_TRANSFER' });
    expect(await endOffer(world, transferId, 'WITHDRAWN')).toMatchObject({ outcome: 'WITHDRAWN' });
    expect(await endOffer(world, transferId, 'WITHDRAWN')).toMatchObject({ outcome: 'ALREADY' });
    expect(await endOffer(world, transferId, 'DECLINED')).toEqual({
      outcome: 'ENDED',
      detail: { state: 'WITHDRAWN' },
    });
    expect(await endOffer(world, randomUUID(), 'DECLINED')).toMatchObject({ outcome: 'NO_TRANSFER' });
    expect(await accept(world, transferId, friend)).toEqual({
      outcome: 'ENDED',
      detail: { state: 'WITHDRAWN' },
    });
    const declined = await offered(world, ticket, holder);
    expect(await endOffer(world, declined, 'DECLINED')).toMatchObject({ outcome: 'DECLINED' });
  });

  test('waits for the end of a dispute, and not for a question of the bank', async () => {
    const { ticket, holder, orderId } = await bought();
    const transferId = await offered(world, ticket, holder);
    await dispute(world, orderId, 'OPEN', `dp_${orderId}`);
    expect(await accept(world, transferId, friend)).toMatchObject({ outcome: 'DISPUTED' });
    await dispute(world, orderId, 'WON', `dp_${orderId}`);
    await dispute(world, orderId, 'INQUIRY');
    expect(await accept(world, transferId, friend)).toMatchObject({ outcome: 'ACCEPTED' });
  });

  test('is refused while the order is not paid', async () => {
    const { ticket, holder, orderId } = await bought();
    const transferId = await offered(world, ticket, holder);
    await plantState(world, orderId, 'FINALIZED');
    expect(await accept(world, transferId, friend)).toEqual({
      outcome: 'NOT_PAID',
      detail: { state: 'FINALIZED' },
    });
    await plantState(world, orderId, 'PAID');
  });
});

test('an offer is overtaken by entering, refunding and a lost dispute; what it was of is not given twice', async () => {
  for (const overtake of [
    ({ ticket }: { ticket: number }) => checkIn(world, ticket, 1),
    ({ orderId }: { orderId: string }) => refund(world, orderId, null),
    ({ orderId }: { orderId: string }) => dispute(world, orderId, 'LOST'),
  ]) {
    const sold = await bought();
    const transferId = await offered(world, sold.ticket, sold.holder);
    await overtake(sold);
    expect(await transferState(world, transferId)).toBe('OVERTAKEN');
    expect(await accept(world, transferId, friend)).toEqual({
      outcome: 'ENDED',
      detail: { state: 'OVERTAKEN' },
    });
  }
});

test('a refund takes the ticket back from whoever it was given to, and tells them', async () => {
  const { ticket, holder, orderId } = await bought();
  await accept(world, await offered(world, ticket, holder), friend);
  expect(await refund(world, orderId, null)).toMatchObject({ outcome: 'REFUNDING' });
  expect(await kinds(ticket)).toEqual(['MINT', 'SALE', 'TRANSFER', 'REFUND']);
  const { rows } = await world.owner.query(
    "select payload ->> 'accountId' as told from outbox where payload ->> 'template' = 'ticket-revoked' and payload ->> 'orderId' = $1",
    [orderId],
  );
  expect(rows).toEqual([{ told: friend }]);
});

test('at most so many offers run out in one statement, and only those that are due', async () => {
  const { ticket, holder } = await bought();
  const due = await offered(world, ticket, holder, { seconds: -5 });
  const other = await bought();
  const later = await offered(world, other.ticket, other.holder);
  const database = connectDatabase(world.database.databaseUrl, 'test', 2);
  const ended = await Promise.all([expireTransfers(database, 100), expireTransfers(database, 100)]);
  expect(ended.reduce((sum, one) => sum + one, 0)).toBe(1);
  await database.$disconnect();
  expect(await transferState(world, due)).toBe('EXPIRED');
  expect(await transferState(world, later)).toBe('OFFERED');
});

test('minting more changes nothing about offers', async () => {
  const { ticket, holder } = await bought();
  const transferId = await offered(world, ticket, holder);
  await mintStanding(world.app, world, 2);
  expect(await transferState(world, transferId)).toBe('OFFERED');
});
