import { expect, test } from 'vitest';
import { append } from '../../../prisma/testing/ledger-entries.ts';
import { finalize, recordAuthorized, recordCaptured } from '../../../prisma/testing/purchase-calls.ts';
import { ALL_CHECKS } from './checks/all-checks.ts';
import { openDatabase } from './database/open-database.ts';
import { runAudit } from './run-audit.ts';
import { auditMoney } from './stripe/audit-money.ts';
import { MONEY_CHECKS } from './stripe/judge-orders.ts';
import { connectStripe } from './stripe/stripe-figures.ts';
import { expectBroken, freshInstallation } from './testing/expect-broken.ts';
import { createIntent, PRICE_MINOR, sell } from './testing/installation.ts';
import { signCheckpoint } from './testing/sign-checkpoint.ts';

const installation = freshInstallation();

test('an installation with orders in all states passes every check', async () => {
  const report = await runAudit(installation().connections);
  expect(report.checks.filter(({ state }) => state !== 'holds')).toEqual([]);
  expect(report).toMatchObject({ ok: true, broken: 0, failed: 0 });
  expect(report.checks.map(({ name }) => name)).toEqual(ALL_CHECKS.map(({ name }) => name));
});

test('its money is right at the first look, so that no order of many needs a second', async () => {
  const { databaseUrl, stripeSecretKey, stripeApiUrl } = installation().connections;
  const { snapshot, fresh, close } = await openDatabase(databaseUrl);
  const faults = await auditMoney(connectStripe(stripeSecretKey, stripeApiUrl), snapshot, fresh, 0);
  await close();
  expect(MONEY_CHECKS.flatMap((check) => faults.of(check).rows)).toEqual([]);
});

test('an audit writes nothing', async () => {
  const { world, redis, connections } = installation();
  const count = async () =>
    (
      await world.owner.query(
        'select n_tup_ins + n_tup_upd + n_tup_del as n from pg_stat_user_tables order by relname',
      )
    ).rows;
  const [rows, keys] = [await count(), await redis.dbsize()];
  await runAudit(connections);
  expect(await count()).toEqual(rows);
  expect(await redis.dbsize()).toBe(keys);
});

test('checkpoints with two bytes a version are read as well', async () => {
  await signCheckpoint(installation().world, installation().signingKey, 2);
  await expectBroken(installation(), {});
});

test('a ticket that was sold this second may still be shown as free', async () => {
  const { world, stripe } = installation();
  const source = "select pg_get_functiondef('ledger_seal_entry'::regproc) as source";
  const { rows } = await world.owner.query(source);
  await world.owner.query(rows[0].source.replace(" - interval '1 minute'", ''));
  await sell(world, stripe, 'paid', [16, 17]);
  await append(world, 18, 'BLOCK');
  await expectBroken(installation(), {});
});

test('an authorization that nobody has heard of yet is no fault', async () => {
  const { stripe, orders } = installation();
  await stripe.paymentIntents.confirm(orders.pending.intentId, { payment_method: 'pm_card_visa' });
  await expectBroken(installation(), {});
});

test('money on the move is left alone: what Stripe captured for an open operation', async () => {
  const { stripe, orders } = installation();
  await stripe.paymentIntents.capture(orders.finalized.intentId);
  await expectBroken(installation(), {});
});

test('an intent whose AUTHORIZE is still open may be unknown, and a cancelled one may name anything', async () => {
  const { world, stripe, orders } = installation();
  const abandoned = await createIntent(stripe, world.eventId, orders.paid.orderId, PRICE_MINOR);
  await stripe.paymentIntents.cancel(abandoned.id);
  await expectBroken(installation(), {});
});

test('a sale that goes on while the auditor looks is no fault', async () => {
  const { world, stripe, orders, connections } = installation();
  let isSold = false;
  // The snapshot is taken; Stripe is not asked yet.
  const report = await runAudit(connections, async () => {
    if (isSold) return;
    isSold = true;
    const amountMinor = 2 * PRICE_MINOR;
    await stripe.paymentIntents.confirm(orders.pending.intentId, { payment_method: 'pm_card_visa' });
    await recordAuthorized(world, orders.pending.orderId, { amountMinor });
    await finalize(world, [orders.pending.orderId, orders.authorized.orderId]);
    for (const { intentId, orderId } of [orders.pending, orders.authorized]) {
      await stripe.paymentIntents.capture(intentId);
      await recordCaptured(world, orderId, amountMinor);
    }
    await sell(world, stripe, 'paid', [16, 17]);
  });
  const broken = report.checks.filter(({ state }) => state !== 'holds');
  // The entries of this installation are a minute old when they are made, so their marks are late at once.
  expect(broken.map(({ name }) => name)).toEqual(['redis.sold-marks']);
  expect(broken[0]?.rows.map(({ ticket }) => ticket)).toEqual([0, 1, 2, 3, 16, 17]);
});
