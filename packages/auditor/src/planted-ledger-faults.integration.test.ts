import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { runAudit } from './run-audit.ts';
import { expectBroken, freshInstallation } from './testing/expect-broken.ts';
import { fillRedis } from './testing/fill-redis.ts';
import { dropLedgerConstraints, forgeEntry, rehash, tamper } from './testing/tamper.ts';

const installation = freshInstallation();
/** Nobody ever touched it. */
const FREE = 14;
const BLOCKED = 22;

const world = () => installation().world;
const ofTicket = (ticket: number) => `event_id = '${world().eventId}' and ticket_number = ${ticket}`;
const refill = () => fillRedis(world(), installation().redis);

describe('every ticket', () => {
  test('without a history is found', async () => {
    await tamper(
      world(),
      `insert into tickets (event_id, number, category_id, drop_id) select event_id, 24, category_id, drop_id from tickets where number = 0`,
      'update events set ticket_count = 25',
    );
    await expectBroken(installation(), { 'ledger.every-ticket': [{ ticket: 24, fault: 'has no history' }] });
  });

  test('that is missing between the others is found', async () => {
    await tamper(
      world(),
      `delete from tickets where number = ${FREE}`,
      `delete from ticket_ledger where ${ofTicket(FREE)}`,
    );
    await tamper(
      world(),
      `delete from ticket_holders where ${ofTicket(FREE)}`,
      'delete from ledger_checkpoints',
    );
    await expectBroken(installation(), {
      'ledger.every-ticket': [{ event_id: world().eventId, ticket: 23 }],
    });
  });

  test('that is only in the ledger is found', async () => {
    await tamper(
      world(),
      `insert into ticket_ledger (event_id, ticket_number, version, kind, hash) values ('${world().eventId}', 99, 0, 'MINT', '')`,
    );
    await rehash(world(), 99);
    await expectBroken(installation(), { 'ledger.every-ticket': [{ ticket: 99, fault: 'is no ticket' }] });
  });
});

test('a gap in the versions', async () => {
  await forgeEntry(world(), FREE, { kind: 'BLOCK', version: 2 });
  await expectBroken(installation(), { 'ledger.contiguous': [{ ticket: FREE, version: 2, expected: 1 }] });
});

describe('a step that is not legal', () => {
  test.each([
    ['RELEASE', FREE, { kind: 'RELEASE' }, 'MINT'],
    ['a second MINT', FREE, { kind: 'MINT' }, 'MINT'],
    ['anything after the block but its release', BLOCKED, { kind: 'BLOCK' }, 'BLOCK'],
    ['one that lies about what came before', FREE, { kind: 'BLOCK', prevKind: 'VOID' }, 'MINT'],
  ])('%s', async (_what, ticket, entry, before_kind) => {
    await forgeEntry(world(), ticket, entry);
    await expectBroken(installation(), { 'ledger.steps': [{ ticket, kind: entry.kind, before_kind }] });
  });

  test('a refund after the check-in without a reason', async () => {
    const { orderId } = installation().entered;
    await forgeEntry(world(), 21, { kind: 'REFUND', orderId, actor: randomUUID() });
    await refill();
    await expectBroken(installation(), {
      'ledger.steps': [{ ticket: 21, kind: 'REFUND', before_kind: 'CHECKIN' }],
      'orders.quotas': [{ sold: 2, expected_sold: 1 }],
      'refunds.every-entry': [{ order_id: orderId, without_refund: 1 }],
      'money.balance': [{ order_id: orderId, captured: 10_000, live_price: 5_000 }],
    });
  });
});

describe('sales of one ticket', () => {
  test('two at once: the same seat sold twice', async () => {
    const { paid, finalized } = installation().orders;
    await forgeEntry(world(), 6, { kind: 'SALE', holder: finalized.accountId, orderId: finalized.orderId });
    await expectBroken(installation(), {
      'ledger.steps': [{ ticket: 6, kind: 'SALE', before_kind: 'SALE' }],
      'ledger.live-sales': [{ ticket: 6, live_sales: 2, order_id: finalized.orderId }],
      'ledger.sales-have-orders': [{ ticket: 6, order_id: finalized.orderId }],
      'orders.live-tickets': [{ order_id: finalized.orderId, ticket_count: 2, live_tickets: 3 }],
      'orders.quotas': [
        { buyer: finalized.accountId, sold: 2, expected_sold: 3 },
        { buyer: paid.accountId, sold: 2, expected_sold: 1 },
      ],
      'money.balance': [{ order_id: paid.orderId, captured: 10_000, live_price: 5_000 }],
    });
  });

  test('fewer than none: a void of what was never sold', async () => {
    const { orderId } = installation().orders.expired;
    await forgeEntry(world(), FREE, { kind: 'VOID', orderId });
    await expectBroken(installation(), {
      'ledger.steps': [{ ticket: FREE, kind: 'VOID' }],
      'ledger.live-sales': [{ ticket: FREE, live_sales: -1 }],
      'ledger.parties': [{ ticket: FREE, fault: 'about another order' }],
    });
  });

  test('one whose order does not exist', async () => {
    const orderId = randomUUID();
    await forgeEntry(world(), FREE, { kind: 'SALE', holder: randomUUID(), orderId });
    await refill();
    await expectBroken(installation(), { 'ledger.sales-have-orders': [{ ticket: FREE, order_id: orderId }] });
  });
});

describe('the parties of an entry', () => {
  test.each([
    ['a holder where there is none', { kind: 'BLOCK', holder: randomUUID() }, 'holder missing or unexpected'],
    ['an order where there is none', { kind: 'BLOCK', orderId: randomUUID() }, 'order missing or unexpected'],
  ])('%s', async (_what, entry, fault) => {
    await forgeEntry(world(), FREE, entry);
    await expectBroken(installation(), { 'ledger.parties': [{ ticket: FREE, fault }] });
  });

  test('an owned ticket without a holder', async () => {
    await dropLedgerConstraints(world());
    await tamper(
      world(),
      `update ticket_ledger set holder = null where ${ofTicket(20)} and kind = 'TRANSFER'`,
      'delete from ledger_checkpoints',
    );
    await rehash(world(), 20);
    await expectBroken(installation(), {
      'ledger.parties': [
        { ticket: 20, kind: 'TRANSFER', fault: 'holder missing or unexpected' },
        { ticket: 20, kind: 'CHECKIN', fault: 'not the holder enters' },
      ],
      'orders.transfers': [{ ticket: 20, holder: null, fault: 'went to another account' }],
    });
  });

  test("another order's transfer", async () => {
    const { orderId } = installation().orders.paid;
    await tamper(
      world(),
      `update ticket_ledger set order_id = '${orderId}' where ${ofTicket(20)} and kind = 'TRANSFER'`,
      'delete from ledger_checkpoints',
    );
    await rehash(world(), 20);
    await expectBroken(installation(), {
      'ledger.parties': [
        { ticket: 20, kind: 'TRANSFER', fault: 'about another order' },
        { ticket: 20, kind: 'CHECKIN', fault: 'about another order' },
      ],
    });
  });

  test('a ticket that moved and entered before its order was paid', async () => {
    const { orderId } = installation().entered;
    await tamper(
      world(),
      `update order_history set at = now() where order_id = '${orderId}' and to_state = 'PAID'`,
    );
    const fault = 'before the order was paid';
    await expectBroken(installation(), {
      'ledger.parties': [
        { ticket: 20, kind: 'TRANSFER', fault },
        { ticket: 20, kind: 'CHECKIN', fault },
        { ticket: 21, kind: 'CHECKIN', fault },
      ],
    });
  });
});

describe('a projection', () => {
  test.each([
    [
      'that shows another holder',
      'update ticket_holders set holder = gen_random_uuid()',
      { kind: 'SALE', shown_kind: 'SALE' },
    ],
    ['that lags', "update ticket_holders set version = 0, kind = 'MINT'", { version: 1, shown_version: 0 }],
    ['that lost a ticket', 'delete from ticket_holders', { version: 1, shown_version: null }],
  ])('%s', async (_what, change, row) => {
    await tamper(world(), `${change} where ${ofTicket(6)}`);
    await expectBroken(installation(), { 'ledger.projection': [{ ticket: 6, ...row }] });
  });
});

test('a thousand broken rows are counted, and twenty of them named', async () => {
  await tamper(
    world(),
    `insert into ticket_holders (event_id, ticket_number, version, kind, hash) select '${world().eventId}', n, 0, 'MINT', '' from generate_series(1000, 1999) n`,
  );
  const { checks } = await runAudit(installation().connections);
  const projection = checks.find(({ name }) => name === 'ledger.projection');
  expect(projection).toMatchObject({ state: 'broken', count: 1_000 });
  expect(projection?.rows).toHaveLength(20);
});
