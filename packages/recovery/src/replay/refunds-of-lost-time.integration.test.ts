import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markJournal } from '@fairgate/launcher/mark-journal.ts';
import { startLoopbackStripe } from '@fairgate/loopback-stripe/start-loopback-stripe.ts';
import { writeJournal } from '@fairgate/queue-worker/jobs/write-journal.ts';
import { connectDatabase, type Database } from '@fairgate/shared/database/client.ts';
import { loadDueOperations } from '@fairgate/shared/database/payment-operations.ts';
import { readRecoveryState } from '@fairgate/shared/database/recovery-state.ts';
import { openJournal } from '@fairgate/shared/journal/open-journal.ts';
import { connectStripe } from '@fairgate/shared/payments/connect-stripe.ts';
import { performOperation } from '@fairgate/shared/payments/perform-operation.ts';
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  openRefundOperation,
  readRefund,
  refundTickets,
} from '../../../../prisma/testing/money-back-calls.ts';
import { openWorld, type World } from '../../../../prisma/testing/open-world.ts';
import { PRICE_MINOR } from '../../../../prisma/testing/order-in-state.ts';
import {
  finalize,
  placeOrder,
  recordAuthorized,
  recordCaptured,
  storeIntent,
} from '../../../../prisma/testing/purchase-calls.ts';

let world: World;
let loopback: Awaited<ReturnType<typeof startLoopbackStripe>>;
let stripe: Stripe;
let database: Database;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairgate-journal-'));
  world = await openWorld({ tickets: 4 });
  loopback = await startLoopbackStripe();
  stripe = connectStripe(loopback.secretKey, loopback.url, () => Promise.resolve());
  database = connectDatabase(world.database.databaseUrl, 'test', 2);
});
afterEach(async () => {
  await database.$disconnect();
  await loopback.stop();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An order that Stripe captured. */
async function buy(ticket: number): Promise<{ orderId: string; intent: string }> {
  const { orderId, operationId } = await placeOrder(world, [ticket]);
  const { id: intent } = await stripe.paymentIntents.create({
    ...{ amount: PRICE_MINOR, currency: 'eur', capture_method: 'manual', confirm: true },
    ...{ payment_method: 'pm_card_visa', return_url: 'https://example.org' },
  });
  await storeIntent(world, operationId, { intentId: intent });
  await recordAuthorized(world, orderId, { amountMinor: PRICE_MINOR });
  await finalize(world, [orderId]);
  await stripe.paymentIntents.capture(intent);
  await recordCaptured(world, orderId, PRICE_MINOR);
  return { orderId, intent };
}

async function perform(refundId: string): Promise<string> {
  const opId = (await openRefundOperation(world, refundId)) ?? '';
  return (await performOperation({ database, stripe }, world.eventId, opId)).kind;
}

test('the money of a refund leaves only once the refund is on the disk of the journal', async () => {
  await world.owner.query('update recovery_state set journal_on = true');
  const { orderId, intent } = await buy(0);
  const { refundId } = await refundTickets(world, orderId);
  const isDue = async () => (await loadDueOperations(database, 0, 10)).length > 0;
  expect(await perform(refundId)).toBe('notOurs');
  expect(await isDue()).toBe(false);
  expect((await stripe.refunds.list({ payment_intent: intent })).data).toEqual([]);

  const { installationId } = await readRecoveryState(database);
  await markJournal(folder, installationId);
  const journal = openJournal(folder, async () => installationId);
  await writeJournal({ database }, journal);
  await journal.close();
  expect(await isDue()).toBe(true);
  expect(await perform(refundId)).toBe('done');
  expect((await readRefund(world, refundId)).state).toBe('SUCCEEDED');
});

test('a refund that a restored database has forgotten is found at Stripe when it is asked for again', async () => {
  const { orderId, intent } = await buy(0);
  const refundId = '00000000-0000-4000-8000-000000000001';
  const { id } = await stripe.refunds.create({
    ...{ payment_intent: intent, amount: PRICE_MINOR / 2 },
    metadata: { refund_id: refundId },
  });
  await world.owner.query("select begin_recovery(now() - interval '1 minute')");
  await refundTickets(world, orderId, { refundId, fee: PRICE_MINOR / 2 });
  expect(await perform(refundId)).toBe('done');
  expect((await stripe.refunds.list({ payment_intent: intent })).data.map((refund) => refund.id)).toEqual([
    id,
  ]);
  expect(await readRefund(world, refundId)).toMatchObject({ state: 'SUCCEEDED', stripe: id });
});
