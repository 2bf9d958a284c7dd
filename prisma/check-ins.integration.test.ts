import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEntries } from './testing/ledger-entries.ts';
import { expectLegalHistories } from './testing/ledger-rules.ts';
import { addAccount, openWorld, type World } from './testing/open-world.ts';
import { orderIn } from './testing/order-in-state.ts';
import { accept, checkIn, dispute, offered, paidOrder, refund, undoCheckIn } from './testing/ticket-calls.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ tickets: 20 });
});
afterAll(async () => {
  expectLegalHistories(world.eventId, await readEntries(world));
  await world.close();
});

test('a ticket enters once, from however many gates, and again once that is undone', async () => {
  await paidOrder(world, [0]);
  const answers = await Promise.all(Array.from({ length: 12 }, () => checkIn(world, 0, 1)));
  expect(answers.map(({ outcome }) => outcome).sort()).toEqual([...Array(11).fill('ALREADY'), 'ENTERED']);
  const entered = (await readEntries(world, 0)).at(-1)!;
  const { detail } = answers.find(({ outcome }) => outcome === 'ALREADY')!;
  expect(detail).toMatchObject({ by: entered.actor });
  expect(BigInt(Date.parse(String(detail.since))) * 1000n).toBeLessThanOrEqual(BigInt(entered.atMicros));
  const undone = await Promise.all(Array.from({ length: 6 }, () => undoCheckIn(world, 0)));
  expect(undone.map(({ outcome }) => outcome).sort()).toEqual(['LEFT', ...Array(5).fill('NOT_ENTERED')]);
  // The code from before is still the holder's, and so is the one that was shown since.
  expect(await checkIn(world, 0, 1)).toEqual({ outcome: 'ENTERED', detail: { version: 4 } });
  expect(await checkIn(world, 0, 3)).toMatchObject({ outcome: 'ALREADY' });
});

test('of a ticket that changed hands only the new code enters', async () => {
  const friend = await addAccount(world.app);
  const { shopper } = await paidOrder(world, [1]);
  await accept(world, await offered(world, 1, shopper.accountId), friend);
  expect(await checkIn(world, 1, 1)).toEqual({ outcome: 'VERSION_CHANGED', detail: { version: 2 } });
  expect(await checkIn(world, 1, 2)).toEqual({ outcome: 'ENTERED', detail: { version: 3 } });
  expect(await checkIn(world, 1, 1)).toMatchObject({ outcome: 'VERSION_CHANGED' });
});

test('of a ticket that was refunded and sold again only the new code enters', async () => {
  const { orderId } = await paidOrder(world, [2]);
  await refund(world, orderId, null);
  expect(await checkIn(world, 2, 1)).toEqual({ outcome: 'NOT_LIVE', detail: { kind: 'REFUND' } });
  await paidOrder(world, [2]);
  expect(await checkIn(world, 2, 1)).toEqual({ outcome: 'VERSION_CHANGED', detail: { version: 3 } });
  expect(await checkIn(world, 2, 3)).toMatchObject({ outcome: 'ENTERED' });
});

test('nobody enters with what was never sold, is not paid, disputed, or not known', async () => {
  expect(await checkIn(world, 3, 0)).toEqual({ outcome: 'NOT_LIVE', detail: { kind: 'MINT' } });
  await orderIn(world, 'FINALIZED', 4);
  expect(await checkIn(world, 4, 1)).toEqual({ outcome: 'NOT_PAID', detail: { state: 'FINALIZED' } });
  const { orderId } = await paidOrder(world, [5]);
  await dispute(world, orderId, 'OPEN');
  expect(await checkIn(world, 5, 1)).toMatchObject({ outcome: 'DISPUTED' });
  expect(await checkIn(world, 999, 1)).toMatchObject({ outcome: 'NO_TICKET' });
  await paidOrder(world, [6]);
  expect(await checkIn(world, 6, 7)).toEqual({ outcome: 'VERSION_CHANGED', detail: { version: 1 } });
});

test('only an entry can be undone', async () => {
  await paidOrder(world, [7]);
  expect(await undoCheckIn(world, 7)).toEqual({ outcome: 'NOT_ENTERED', detail: { kind: 'SALE' } });
  expect(await undoCheckIn(world, 999)).toMatchObject({ outcome: 'NO_TICKET' });
  await checkIn(world, 7, 1);
  expect(await undoCheckIn(world, 7)).toMatchObject({ outcome: 'LEFT', detail: { version: 3 } });
  expect((await readEntries(world, 7)).at(-1)).toMatchObject({ reason: 'scanned by mistake' });
});

test('a used ticket is refunded only when that is asked for', async () => {
  const { orderId } = await paidOrder(world, [8, 9]);
  await checkIn(world, 8, 1);
  expect(await refund(world, orderId, [8, 9])).toEqual({ outcome: 'ENTERED', detail: { tickets: [8] } });
  expect(await refund(world, orderId, [8], { entered: true })).toMatchObject({ outcome: 'REFUNDING' });
  expect(await undoCheckIn(world, 8)).toEqual({ outcome: 'NOT_ENTERED', detail: { kind: 'REFUND' } });
});
