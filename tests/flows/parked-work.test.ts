import { randomUUID } from 'node:crypto';
import { injectDescribed } from '@fairgate/gateway/testing/inject-described.ts';
import { loadStaleOrders, noteFinalizeFailed } from '@fairgate/shared/database/due-orders.ts';
import { takeOutbox } from '@fairgate/shared/database/outbox.ts';
import { markSent, markUnknown, openNextAttempt } from '@fairgate/shared/database/payment-operations.ts';
import { pruneFinished } from '@fairgate/shared/database/prune-finished.ts';
import { loadOrdersToRefund } from '@fairgate/shared/database/refund-runs.ts';
import { takeInboxEvents } from '@fairgate/shared/database/stripe-inbox.ts';
import { inboxKeptDays, outboxKeptDays, triesBeforeParkingMax } from '@fairgate/shared/domain/limits.ts';
import { keyAgeSecondsMax } from '@fairgate/shared/states/decide-operation.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelEvent, refundTickets } from '../../prisma/testing/money-back-calls.ts';
import { admit, openWorld, type World } from '../../prisma/testing/open-world.ts';
import { orderIn } from '../../prisma/testing/order-in-state.ts';
import { placeOrder } from '../../prisma/testing/purchase-calls.ts';
import { createTestAccount, type TestAccount } from '../support/accounts.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';

describe('work that fails again and again', () => {
  let world: World;
  let gateway: TestGateway;
  let ops: TestAccount;
  let inject: ReturnType<typeof injectDescribed>;
  beforeAll(async () => {
    world = await openWorld({ tickets: 20 });
    gateway = await createTestGateway({ DATABASE_URL: world.database.databaseUrl });
    ops = await createTestAccount(gateway, { isOps: true });
    inject = injectDescribed(gateway.app);
  });
  afterAll(async () => {
    await gateway.close();
    await world.close();
  });

  const database = () => gateway.stores.database;
  const parked = async (query = '') =>
    (await inject({ method: 'GET', url: `/v1/ops/parked${query}`, headers: ops.headers })).json();
  const retry = (body: object, as = ops) =>
    inject({ method: 'POST', url: '/v1/ops/parked/retry', headers: as.headers, payload: body });

  /** One of each kind, brought to its last try. */
  async function parkEach(): Promise<Record<'outbox' | 'inbox' | 'operation' | 'finalize', string>> {
    const mail = await database().outboxRow.create({
      data: {
        topic: 'mail',
        dedupeKey: randomUUID(),
        eventId: world.eventId,
        payload: { template: 'order-paid', orderId: randomUUID() },
        attempts: triesBeforeParkingMax,
        lastError: 'the server is gone',
      },
    });
    expect(await takeOutbox(database(), 'mail', 30, 10)).toEqual([]);
    const webhook = `evt_${randomUUID().replaceAll('-', '')}`;
    await database().stripeInboxEvent.create({
      data: {
        stripeEventId: webhook,
        type: 'payment_intent.succeeded',
        body: {},
        attempts: triesBeforeParkingMax,
      },
    });
    expect(await takeInboxEvents(database(), null, 5, 10)).toEqual([]);

    const { operationId } = await placeOrder(world, [0], await admit(world));
    for (let failure = 0; failure < triesBeforeParkingMax; failure += 1) {
      expect(await markSent(database(), world.eventId, operationId, {}, 0)).not.toBeNull();
      await markUnknown(database(), world.eventId, operationId, 'no_answer', 0);
    }
    expect(await markSent(database(), world.eventId, operationId, {}, 0)).toBeNull();

    const orderId = await orderIn(world, 'AUTHORIZED', 1);
    for (let failure = 0; failure < triesBeforeParkingMax; failure += 1)
      await noteFinalizeFailed(database(), { eventId: world.eventId, orderId }, 'lock timeout');
    expect(await loadStaleOrders(database(), 'AUTHORIZED', 0, 10)).toEqual([]);
    return { outbox: String(mail.id), inbox: webhook, operation: operationId, finalize: orderId };
  }

  it('is parked with its reason, listed, and tried again when operations say so', async () => {
    const ids = await parkEach();
    const all = await parked();
    expect(
      all.items.map((item: { kind: string; id: string; lastError: string | null }) => [
        item.kind,
        item.id,
        item.lastError,
      ]),
    ).toEqual([
      ['outbox', ids.outbox, 'the server is gone'],
      ['inbox', ids.inbox, null],
      ['operation', ids.operation, 'no_answer'],
      ['finalize', ids.finalize, 'lock timeout'],
    ]);
    const first = await parked('?limit=2');
    const second = await parked(`?limit=2&after=${first.next}`);
    expect([...first.items, ...second.items]).toEqual(all.items);
    expect(second.next).toBeNull();
    expect((await parked('?kind=operation')).items).toHaveLength(1);

    expect(
      (await retry({ kind: 'operation', id: ids.operation, reason: 'Stripe mended it' })).json(),
    ).toEqual({ retried: 1 });
    expect(await markSent(database(), world.eventId, ids.operation, {}, 0)).not.toBeNull();
    expect((await retry({ kind: 'operation', id: ids.operation, reason: 'again' })).statusCode).toBe(404);
    for (const kind of ['outbox', 'inbox', 'finalize']) {
      expect((await retry({ kind, reason: 'mended' })).json()).toEqual({ retried: 1 });
    }
    expect((await parked()).items).toEqual([]);
    expect(await takeOutbox(database(), 'mail', 30, 10)).toHaveLength(1);
    expect(await loadStaleOrders(database(), 'AUTHORIZED', 0, 10)).toHaveLength(1);
    const noted = await database().auditEntry.findMany({
      where: { action: 'parked.retry' },
      orderBy: { id: 'asc' },
    });
    expect(noted.map(({ actor, subject, detail }) => ({ actor, subject, detail }))[0]).toEqual({
      actor: ops.id,
      subject: `operation:${ids.operation}`,
      detail: { reason: 'Stripe mended it', count: 1 },
    });
    expect(noted).toHaveLength(4);
  });

  it('a parked operation stays parked through its next attempt', async () => {
    const { operationId, orderId } = await placeOrder(world, [2], await admit(world));
    for (let failure = 0; failure < triesBeforeParkingMax; failure += 1) {
      await markSent(database(), world.eventId, operationId, {}, 0);
      await markUnknown(database(), world.eventId, operationId, 'parameter_invalid', 0);
    }
    await openNextAttempt(database(), world.eventId, operationId, 'parameter_invalid', 0);
    const open = await database().paymentOperation.findFirstOrThrow({ where: { orderId, state: 'PENDING' } });
    expect(open).toMatchObject({
      attempt: 2,
      failures: triesBeforeParkingMax,
      errorCode: 'parameter_invalid',
    });
    expect(open.parkedAt).not.toBeNull();
  });

  it('a call marked again tells how old its key is by now, whatever was read before', async () => {
    const { operationId } = await placeOrder(world, [3], await admit(world));
    const once = await markSent(database(), world.eventId, operationId, {}, 0);
    expect(once?.sentSecondsAgo).toBeLessThan(60);
    await database().paymentOperation.updateMany({
      where: { opId: operationId },
      data: { sentAt: new Date(Date.now() - (keyAgeSecondsMax + 60) * 1_000) },
    });
    const again = await markSent(database(), world.eventId, operationId, {}, 0);
    expect(again?.sentSecondsAgo).toBeGreaterThan(keyAgeSecondsMax);
  });

  it('is nobody else’s business', async () => {
    const fan = await createTestAccount(gateway);
    expect((await retry({ kind: 'outbox', reason: 'mine' }, fan)).statusCode).toBe(403);
    expect((await inject({ method: 'GET', url: '/v1/ops/parked' })).statusCode).toBe(401);
    expect((await retry({ kind: 'outbox' })).statusCode).toBe(400);
  });

  it('rows of other versions are left alone, and events take turns', async () => {
    const eventOf = [randomUUID(), randomUUID()];
    const make = (eventId: string | undefined, template: string) =>
      database().outboxRow.create({
        data: { topic: 'mail', dedupeKey: randomUUID(), eventId: eventId ?? null, payload: { template } },
      });
    for (let n = 0; n < 5; n += 1) await make(eventOf[0], 'order-paid');
    await make(eventOf[1], 'order-paid');
    const future = await make(eventOf[1], 'order-of-the-future');
    await database().outboxRow.updateMany({
      where: { eventId: { notIn: eventOf } },
      data: { doneAt: new Date() },
    });
    const taken = await takeOutbox(database(), 'mail', 30, 2, ['order-paid']);
    expect(new Set(taken.map((row) => row.eventId))).toEqual(new Set(eventOf));
    await takeOutbox(database(), 'mail', 30, 50, ['order-paid']);
    expect(await database().outboxRow.findFirstOrThrow({ where: { id: future.id } })).toMatchObject({
      attempts: 0,
      parkedAt: null,
    });
  });

  it('what is over is deleted after it was kept long enough, and nothing else', async () => {
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    const row = (doneAt: Date | null) =>
      database().outboxRow.create({ data: { topic: 'mail', dedupeKey: randomUUID(), payload: {}, doneAt } });
    const [old, young, undone] = [
      await row(daysAgo(outboxKeptDays + 1)),
      await row(daysAgo(outboxKeptDays - 1)),
      await row(null),
    ];
    const webhook = async (processedAt: Date | null) =>
      database().stripeInboxEvent.create({
        data: { stripeEventId: `evt_${randomUUID()}`, type: 't', body: {}, processedAt },
      });
    const [past, recent, unread] = [
      await webhook(daysAgo(inboxKeptDays + 1)),
      await webhook(daysAgo(4)),
      await webhook(null),
    ];
    expect(await pruneFinished(database(), 100)).toBe(1);
    const rows = await database().outboxRow.findMany({
      where: { id: { in: [old.id, young.id, undone.id] } },
      orderBy: { id: 'asc' },
    });
    expect(rows.map(({ id }) => id)).toEqual([young.id, undone.id]);
    const left = await database().stripeInboxEvent.findMany();
    const names = left.map(({ stripeEventId }) => stripeEventId);
    expect(names).not.toContain(past.stripeEventId);
    expect(names).toEqual(expect.arrayContaining([recent.stripeEventId, unread.stripeEventId]));
  });

  it('a parked refund does not use up what a run may have open at Stripe', async () => {
    const [first, second] = [await orderIn(world, 'PAID', 5), await orderIn(world, 'PAID', 6)];
    const { refundId } = await refundTickets(world, first);
    expect(await cancelEvent(world)).toBe('CANCELLED');
    const { id: runId } = await database().refundRun.findFirstOrThrow({ where: { eventId: world.eventId } });
    await database().refund.updateMany({ where: { id: refundId }, data: { runId } });
    const run = { eventId: world.eventId, runId };
    expect(await loadOrdersToRefund(database(), run, 1, 10)).toEqual([]);
    await database().paymentOperation.updateMany({ where: { refundId }, data: { parkedAt: new Date() } });
    expect(await loadOrdersToRefund(database(), run, 1, 10)).toEqual([
      { eventId: world.eventId, orderId: second },
    ]);
  });
});
