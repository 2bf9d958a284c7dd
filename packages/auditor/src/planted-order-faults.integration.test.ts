import { describe, test } from 'vitest';
import { append } from '../../../prisma/testing/ledger-entries.ts';
import { expectBroken, freshInstallation } from './testing/expect-broken.ts';
import { fillRedis } from './testing/fill-redis.ts';
import type { OrderFate } from './testing/installation.ts';
import { rehash, tamper } from './testing/tamper.ts';

const installation = freshInstallation();
const world = () => installation().world;
const order = (fate: OrderFate) => installation().orders[fate];
const idOf = (fate: OrderFate) => order(fate).orderId;
const refill = () => fillRedis(world(), installation().redis);

describe('the lines of an order', () => {
  test('one of another price', async () => {
    await tamper(
      world(),
      `update order_lines set price_minor = 1 where order_id = '${idOf('pending')}' and ticket_number = 0`,
    );
    await expectBroken(installation(), {
      'orders.lines': [{ order_id: idOf('pending'), lines: 2, lines_minor: 5_001, amount_minor: 10_000 }],
    });
  });

  test('one too few', async () => {
    await tamper(
      world(),
      `delete from order_lines where order_id = '${idOf('pending')}' and ticket_number = 0`,
    );
    await expectBroken(installation(), {
      'orders.lines': [{ order_id: idOf('pending'), ticket_count: 2, lines: 1 }],
      'orders.claims': [{ ticket: 0, fault: 'claimed by an order that may not' }],
    });
  });
});

describe('the sales of an order', () => {
  test('one is missing', async () => {
    const id = idOf('finalized');
    await tamper(
      world(),
      `delete from ticket_ledger where order_id = '${id}' and ticket_number = 4`,
      'delete from ledger_checkpoints',
    );
    await rehash(world(), 4);
    await refill();
    await expectBroken(installation(), {
      'orders.sold-own-sales': [{ order_id: id, ticket: 4, expected_version: 1, sold_version: null }],
      'orders.live-tickets': [{ order_id: id, ticket_count: 2, live_tickets: 1 }],
      'orders.quotas': [{ buyer: order('finalized').accountId, sold: 2, expected_sold: 1 }],
    });
  });

  test('one stands at another version than the fence promised', async () => {
    const id = idOf('paid');
    await tamper(world(), `update order_lines set fence = 4 where order_id = '${id}' and ticket_number = 7`);
    await expectBroken(installation(), {
      'orders.sold-own-sales': [{ order_id: id, ticket: 7, expected_version: 5, sold_version: 1 }],
    });
  });

  test('one went to somebody else', async () => {
    const { orderId, accountId } = order('paid');
    await tamper(
      world(),
      `update ticket_ledger set holder = '${order('lost').accountId}' where order_id = '${orderId}' and ticket_number = 7`,
      'delete from ledger_checkpoints',
    );
    await rehash(world(), 7);
    await expectBroken(installation(), {
      'orders.sold-own-sales': [{ order_id: orderId, ticket: 7, holder: order('lost').accountId }],
    });
    await tamper(
      world(),
      `update ticket_ledger set holder = '${accountId}' where order_id = '${orderId}' and ticket_number = 7`,
    );
    await rehash(world(), 7);
    await expectBroken(installation(), {});
  });

  test.each<OrderFate>(['pending', 'authorized', 'expired', 'lost'])(
    'one belongs to an order that is %s',
    async (fate) => {
      const { orderId, accountId, tickets } = order(fate);
      await append(world(), tickets[0] as number, 'SALE', { orderId, holder: accountId });
      await refill();
      await expectBroken(installation(), {
        'orders.others-own-none': [{ order_id: orderId, ticket: tickets[0] as number }],
        'orders.quotas': [{ buyer: accountId, sold: 0, expected_sold: 1 }],
        'money.balance': [{ order_id: orderId, live_price: 5_000, captured: 0 }],
      });
    },
  );

  test('a paid order has no live ticket left', async () => {
    const { orderId, accountId, tickets } = order('paid');
    for (const ticket of tickets) await append(world(), ticket, 'REFUND', { orderId });
    await refill();
    await expectBroken(installation(), {
      'orders.live-tickets': [{ order_id: orderId, state: 'PAID', live_tickets: 0 }],
      'orders.quotas': [{ buyer: accountId, sold: 2, expected_sold: 0 }],
      'refunds.every-entry': [{ order_id: orderId, without_refund: 2 }],
      'money.balance': [{ order_id: orderId, captured: 10_000, live_price: 0 }],
    });
  });

  test('a voided order still has its tickets', async () => {
    const { orderId, accountId } = order('voided');
    await tamper(
      world(),
      `delete from ticket_ledger where order_id = '${orderId}' and kind = 'VOID'`,
      'delete from ledger_checkpoints',
    );
    for (const ticket of order('voided').tickets) await rehash(world(), ticket);
    await refill();
    await expectBroken(installation(), {
      'orders.live-tickets': [{ order_id: orderId, state: 'VOIDED', live_tickets: 2 }],
      'orders.quotas': [{ buyer: accountId, sold: 0, expected_sold: 2 }],
      'money.balance': [{ order_id: orderId, live_price: 10_000 }],
    });
  });
});

describe('a quota', () => {
  test.each([
    ['that counts too many sold', 'sold = 3', { sold: 3, expected_sold: 2 }],
    ['that counts too few sold', 'sold = 1', { sold: 1, expected_sold: 2 }],
    ['that still reserves', 'reserved = 1', { reserved: 1, expected_reserved: 0 }],
    ['over its cap', 'cap = 1', { sold: 2, expected_sold: 2, cap: 1 }],
  ])('%s', async (_what, change, row) => {
    const buyer = order('paid').accountId;
    await tamper(
      world(),
      'alter table customer_quotas drop constraint customer_quotas_cap',
      `update customer_quotas set ${change} where buyer = '${buyer}'`,
    );
    await expectBroken(installation(), { 'orders.quotas': [{ buyer, ...row }] });
  });

  test('that is missing', async () => {
    const buyer = order('pending').accountId;
    await tamper(world(), `delete from customer_quotas where buyer = '${buyer}'`);
    await expectBroken(installation(), {
      'orders.quotas': [{ buyer, reserved: null, expected_reserved: 2 }],
    });
  });
});

describe('a claim', () => {
  test.each<OrderFate>(['finalized', 'paid', 'expired', 'lost', 'voided'])(
    'of an order that is %s',
    async (fate) => {
      await tamper(
        world(),
        `insert into order_claims select event_id, ticket_number, order_id from order_lines where order_id = '${idOf(fate)}'`,
      );
      await expectBroken(installation(), {
        'orders.claims': order(fate).tickets.map((ticket) => ({
          ...{ ticket, order_id: idOf(fate), fault: 'claimed by an order that may not' },
        })),
      });
    },
  );

  test.each<OrderFate>(['pending', 'authorized'])('that an order which is %s lost', async (fate) => {
    await tamper(
      world(),
      `delete from order_claims where order_id = '${idOf(fate)}' and ticket_number % 2 = 0`,
    );
    await expectBroken(installation(), {
      'orders.claims': [
        { order_id: idOf(fate), ticket: order(fate).tickets[0] as number, fault: 'not claimed' },
      ],
    });
  });
});

test('orders that are unfinished for too long, and only those', async () => {
  await tamper(world(), "update orders set pay_deadline = now() - interval '14 minutes'");
  await expectBroken(installation(), {});
  await tamper(world(), "update orders set pay_deadline = now() - interval '17 minutes'");
  await expectBroken(installation(), {
    'orders.finish-in-time': (['pending', 'authorized', 'finalized'] as const).map((fate) => ({
      ...{ order_id: idOf(fate), minutes_late: 17 },
    })),
  });
});

describe('a history', () => {
  test.each([
    ['that is missing', 'delete from order_history', 'no history'],
    [
      'that lost its end',
      "delete from order_history where to_state = 'PAID' and order_id =",
      'does not lead to its state',
    ],
    [
      'that lost its middle',
      "delete from order_history where to_state = 'AUTHORIZED' and order_id =",
      'a gap',
    ],
    [
      'that jumps',
      "update order_history set from_state = 'LOST' where to_state = 'PAID' and order_id =",
      'broken',
    ],
    [
      'that is not of the version that it has',
      'update orders set state_version = 9 where id =',
      'does not lead to its state',
    ],
  ])('%s', async (_what, change, fault) => {
    const id = idOf('paid');
    const statement = change.endsWith('=') ? `${change} '${id}'` : `${change} where order_id = '${id}'`;
    await tamper(world(), statement);
    // Everything behind a gap is out of place.
    const numbers = fault === 'a gap' ? [2, 3] : [null];
    const rows = numbers.map((number) => ({ order_id: id, fault, ...(number !== null && { number }) }));
    await expectBroken(installation(), { 'orders.history': rows });
  });

  test('with a step that no order may take', async () => {
    const id = idOf('expired');
    await tamper(
      world(),
      `update order_history set to_state = 'AUTHORIZED' where order_id = '${id}' and number = 1`,
      `update order_history set from_state = 'AUTHORIZED' where order_id = '${id}' and number = 2`,
    );
    await expectBroken(installation(), {
      'orders.history': [
        { order_id: id, number: 2, from_state: 'AUTHORIZED', to_state: 'EXPIRED', fault: 'illegal step' },
      ],
    });
  });
});
