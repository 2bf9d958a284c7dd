import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.ts';
import type { ActName, EventType, HistoryEvent } from './history.ts';
import type { World } from './world.ts';

let clock = 1_000;
function event(
  type: EventType,
  act: ActName,
  id: string,
  account: string,
  facts: Partial<HistoryEvent> = {},
): HistoryEvent {
  clock += 10;
  return { atMs: clock, type, act, id, account, ...facts };
}

/** Ann bought ticket 7 for 50 and was told so; the database and Stripe agree. */
const invoke = event('invoke', 'purchase', 'p1', 'ann', { key: 'k1', tickets: [7], amountMinor: 50 });
const ok = event('ok', 'purchase', 'p1', 'ann', { key: 'k1', orderId: 'o1', tickets: [7], amountMinor: 50 });
const paid: World = {
  orders: [{ orderId: 'o1', account: 'ann', key: 'k1', state: 'PAID', amountMinor: 50, sinceMs: 2_000 }],
  ledger: [
    { ticket: 7, version: 0, kind: 'MINT', account: null, orderId: null },
    { ticket: 7, version: 1, kind: 'SALE', account: 'ann', orderId: 'o1' },
  ],
  money: [{ intentId: 'pi1', orderId: 'o1', captured: 50, refunded: 0, disputed: 0, capturable: 0 }],
  faultsEndedMs: 5_000,
  perCustomerLimit: 4,
  leasesKept: true,
};
const none: World = { ...paid, orders: [], ledger: paid.ledger.slice(0, 1), money: [] };
const refused = event('fail', 'purchase', 'p1', 'ann', { key: 'k1', orderId: 'o1', why: 'EXPIRED' });
const unknown = event('info', 'purchase', 'p1', 'ann', { key: 'k1' });
const expired: World = {
  ...none,
  orders: [{ ...paid.orders[0]!, state: 'EXPIRED', sinceMs: 9_000 }],
  money: [{ intentId: 'pi1', orderId: 'o1', captured: 0, refunded: 0, disputed: 0, capturable: 0 }],
};

const askRefund = event('invoke', 'refund', 'r1', 'ann', { orderId: 'o1', tickets: [7] });
const refundOk = event('ok', 'refund', 'r1', 'ann', { orderId: 'o1', tickets: [7] });
const refundUnknown = event('info', 'refund', 'r1', 'ann', { orderId: 'o1', tickets: [7] });
const refundRefused = event('fail', 'refund', 'r1', 'ann', { orderId: 'o1', tickets: [7] });
const refunded: World = {
  ...paid,
  orders: [{ ...paid.orders[0]!, state: 'REFUNDED' }],
  ledger: [...paid.ledger, { ticket: 7, version: 2, kind: 'REFUND', account: null, orderId: 'o1' }],
  money: [{ ...paid.money[0]!, refunded: 50 }],
};
const gift = { receiver: 'cy', tickets: [7] };
const give = event('invoke', 'transfer', 't1', 'ann', gift);
const giveOk = event('ok', 'transfer', 't1', 'ann', gift);
const giveUnknown = event('info', 'transfer', 't1', 'ann', gift);
const giveRefused = event('fail', 'transfer', 't1', 'ann', gift);
const given: World = {
  ...paid,
  ledger: [...paid.ledger, { ticket: 7, version: 2, kind: 'TRANSFER', account: 'cy', orderId: 'o1' }],
};

describe('what is right', () => {
  it.each<[string, readonly HistoryEvent[], World]>([
    ['an acknowledged purchase that exists', [invoke, ok], paid],
    ['a refused one without an order', [invoke, refused], none],
    ['a refused one that expired', [invoke, refused], expired],
    ['an unknown one that came to nothing', [invoke, unknown], none],
    ['an unknown one that was sold in time', [invoke, unknown], paid],
    ['a client that was ended before it knew', [invoke], expired],
    [
      'a refund, then another buyer',
      [
        invoke,
        ok,
        askRefund,
        event('invoke', 'purchase', 'p2', 'bob', { key: 'k2', tickets: [7] }),
        event('ok', 'purchase', 'p2', 'bob', { key: 'k2', orderId: 'o2', tickets: [7] }),
      ],
      {
        ...paid,
        orders: [
          { ...paid.orders[0]!, state: 'REFUNDED' },
          { orderId: 'o2', account: 'bob', key: 'k2', state: 'PAID', amountMinor: 50, sinceMs: 2_000 },
        ],
        ledger: [
          ...paid.ledger,
          { ticket: 7, version: 2, kind: 'REFUND', account: null, orderId: 'o1' },
          { ticket: 7, version: 3, kind: 'SALE', account: 'bob', orderId: 'o2' },
        ],
        money: [
          { intentId: 'pi1', orderId: 'o1', captured: 50, refunded: 50, disputed: 0, capturable: 0 },
          { intentId: 'pi2', orderId: 'o2', captured: 50, refunded: 0, disputed: 0, capturable: 0 },
        ],
      },
    ],
    ['an acknowledged refund', [invoke, ok, askRefund, refundOk], refunded],
    ['a refund of which nobody knows, and that was made', [invoke, ok, askRefund, refundUnknown], refunded],
    ['a refund of which nobody knows, and that was not made', [invoke, ok, askRefund, refundUnknown], paid],
    ['a refund that was refused', [invoke, ok, askRefund, refundRefused], paid],
    [
      'a refund that the bank sent back',
      [invoke, ok, askRefund, refundOk],
      { ...refunded, money: [{ ...paid.money[0]!, sentBack: 50 }] },
    ],
    [
      'an event that was called off',
      [invoke, ok, event('invoke', 'callOff', 'e1', 'vendor'), event('ok', 'callOff', 'e1', 'vendor')],
      refunded,
    ],
    ['an acknowledged transfer', [invoke, ok, give, giveOk], given],
    ['a transfer of which nobody knows, and that was made', [invoke, ok, give, giveUnknown], given],
    ['a transfer of which nobody knows, and that was not made', [invoke, ok, give, giveUnknown], paid],
    [
      'a ticket that was given away, let in, refunded, and sold to somebody else',
      [
        ...[invoke, ok, give, giveOk],
        event('invoke', 'refund', 'r2', 'ann', { orderId: 'o1', tickets: [7] }),
        event('ok', 'refund', 'r2', 'ann', { orderId: 'o1', tickets: [7] }),
        event('invoke', 'purchase', 'p2', 'bob', { key: 'k2', tickets: [7] }),
        event('ok', 'purchase', 'p2', 'bob', { key: 'k2', orderId: 'o2', tickets: [7] }),
      ],
      {
        ...refunded,
        orders: [...refunded.orders, { ...paid.orders[0]!, orderId: 'o2', account: 'bob', key: 'k2' }],
        ledger: [
          ...given.ledger,
          { ticket: 7, version: 3, kind: 'CHECKIN', account: 'cy', orderId: 'o1' },
          { ticket: 7, version: 4, kind: 'CHECKIN_UNDO', account: 'cy', orderId: 'o1' },
          { ticket: 7, version: 5, kind: 'REFUND', account: null, orderId: 'o1' },
          { ticket: 7, version: 6, kind: 'SALE', account: 'bob', orderId: 'o2' },
        ],
        money: [...refunded.money, { ...paid.money[0]!, orderId: 'o2' }],
      },
    ],
    [
      'a purchase that was asked for twice',
      [invoke, event('ok', 'purchase', 'p1', 'ann', { ...ok, orderIds: ['o1', 'o1'] })],
      paid,
    ],
    [
      'an order that was written by somebody who is no client',
      [invoke, ok],
      {
        ...paid,
        orders: [...paid.orders, { ...expired.orders[0]!, orderId: 'o9', account: 'eve', key: 'k9' }],
      },
    ],
  ])('%s', (_name, history, world) => {
    expect(checkHistory(history, world)).toEqual([]);
  });
});

const bobInvoke = event('invoke', 'purchase', 'p2', 'bob', { key: 'k2', tickets: [7] });
const bobOk = event('ok', 'purchase', 'p2', 'bob', { key: 'k2', orderId: 'o2', tickets: [7] });
const bobsOrder = {
  orderId: 'o2',
  account: 'bob',
  key: 'k2',
  state: 'PAID',
  amountMinor: 50,
  sinceMs: 2_000,
};
const twice: World = {
  ...paid,
  orders: [...paid.orders, bobsOrder],
  ledger: [...paid.ledger, { ticket: 7, version: 2, kind: 'SALE', account: 'bob', orderId: 'o2' }],
  money: [...paid.money, { ...paid.money[0]!, orderId: 'o2' }],
};

describe('what is wrong is found', () => {
  it.each<[string, string, readonly HistoryEvent[], World]>([
    ['told PAID, no order', 'an acknowledged purchase exists', [invoke, ok], none],
    ['told PAID, it expired', 'an acknowledged purchase exists', [invoke, ok], expired],
    [
      'told PAID, no sale in the ledger',
      'an acknowledged purchase exists',
      [invoke, ok],
      { ...paid, ledger: none.ledger },
    ],
    [
      'told PAID, sold to somebody else',
      'an acknowledged purchase exists',
      [invoke, ok],
      { ...paid, ledger: [paid.ledger[0]!, { ...paid.ledger[1]!, account: 'bob' }] },
    ],
    [
      'refused, and the money was kept',
      'a refused purchase keeps no money',
      [invoke, refused],
      { ...expired, money: paid.money },
    ],
    [
      'refused, and the money is set aside',
      'a refused purchase keeps no money',
      [invoke, refused],
      { ...expired, money: [{ ...expired.money[0]!, capturable: 50 }] },
    ],
    ['refused, and bought all the same', 'a refused purchase keeps no money', [invoke, refused], paid],
    [
      'unknown, and still unfinished',
      'an unknown purchase resolves',
      [invoke, unknown],
      { ...expired, orders: [{ ...expired.orders[0]!, state: 'AUTHORIZED' }] },
    ],
    [
      'unknown, and ended too late',
      'an unknown purchase resolves',
      [invoke, unknown],
      { ...expired, orders: [{ ...expired.orders[0]!, sinceMs: 65_001 }] },
    ],
    [
      'paid without money',
      'money and tickets go together',
      [invoke, ok],
      { ...paid, money: [{ ...paid.money[0]!, captured: 0 }] },
    ],
    [
      'captured twice',
      'money and tickets go together',
      [invoke, ok],
      { ...paid, money: [{ ...paid.money[0]!, captured: 100 }] },
    ],
    ['two owners', 'a ticket belongs to one account at a time', [invoke, ok, bobInvoke, bobOk], twice],
    [
      'one key, two orders',
      'a key is one order',
      [
        invoke,
        ok,
        event('invoke', 'purchase', 'p3', 'ann', { key: 'k1' }),
        event('fail', 'purchase', 'p3', 'ann', { key: 'k1', orderId: 'o9' }),
      ],
      paid,
    ],
    [
      'one purchase, two orders',
      'a key is one order',
      [invoke, event('ok', 'purchase', 'p1', 'ann', { ...ok, orderIds: ['o9'] })],
      paid,
    ],
    [
      'an order without a key',
      'every order was asked for',
      [invoke, ok],
      { ...paid, orders: [...paid.orders, { ...expired.orders[0]!, orderId: 'o9', key: null }] },
    ],
    [
      'an order with a key that its account did not send',
      'every order was asked for',
      [invoke, ok],
      { ...paid, orders: [...paid.orders, { ...expired.orders[0]!, orderId: 'o9', key: 'k9' }] },
    ],
    [
      "an order of an account with another's key",
      'every order was asked for',
      [invoke, ok, event('invoke', 'purchase', 'p2', 'bob', { key: 'k2' })],
      {
        ...paid,
        orders: [...paid.orders, { ...expired.orders[0]!, orderId: 'o9', account: 'eve', key: 'k2' }],
      },
    ],
    ['told PAID, refunded unasked', 'an acknowledged purchase exists', [invoke, ok], refunded],
    ['refunded unasked', 'nothing is taken back unasked', [invoke, ok], refunded],
    [
      'refunded although that was refused',
      'nothing is taken back unasked',
      [invoke, ok, askRefund, refundRefused],
      refunded,
    ],
    [
      'refunded unasked, a purchase of which nobody knows',
      'nothing is taken back unasked',
      [invoke, unknown],
      refunded,
    ],
    [
      'one ticket of two taken back unasked',
      'nothing is taken back unasked',
      [
        event('invoke', 'purchase', 'p1', 'ann', { key: 'k1', tickets: [7, 8] }),
        event('ok', 'purchase', 'p1', 'ann', { key: 'k1', orderId: 'o1', tickets: [7, 8] }),
        askRefund,
        refundOk,
      ],
      {
        ...paid,
        ledger: [
          ...refunded.ledger,
          { ticket: 8, version: 1, kind: 'SALE', account: 'ann', orderId: 'o1' },
          { ticket: 8, version: 2, kind: 'REFUND', account: null, orderId: 'o1' },
        ],
      },
    ],
    [
      'a refund that was acknowledged and not made',
      'an acknowledged refund is in the ledger',
      [invoke, ok, askRefund, refundOk],
      paid,
    ],
    [
      'a transfer that was acknowledged and not made',
      'an acknowledged transfer is in the ledger',
      [invoke, ok, give, giveOk],
      paid,
    ],
    [
      'given away, and still with the giver',
      'an acknowledged ticket stays with its account',
      [invoke, ok, give, giveOk],
      paid,
    ],
    ['given away unasked', 'an acknowledged ticket stays with its account', [invoke, ok], given],
    [
      'given away although that was refused',
      'an acknowledged ticket stays with its account',
      [invoke, ok, give, giveRefused],
      given,
    ],
    [
      'a sale undone',
      'an acknowledged ticket stays with its account',
      [invoke, ok],
      {
        ...paid,
        ledger: [...paid.ledger, { ticket: 7, version: 2, kind: 'VOID', account: null, orderId: 'o1' }],
      },
    ],
    [
      'refunded, and Stripe keeps the money though the bank sent nothing back',
      'money and tickets go together',
      [invoke, ok, askRefund, refundOk],
      { ...refunded, money: paid.money },
    ],
    ['too many tickets', 'nobody buys more than the limit', [invoke, ok], { ...paid, perCustomerLimit: 0 }],
    [
      'two holders',
      'a ticket is held by one account at a time',
      [
        event('invoke', 'hold', 'h1', 'ann'),
        event('ok', 'hold', 'h1', 'ann', { tickets: [3], untilMs: 90_000 }),
        event('invoke', 'hold', 'h2', 'bob'),
        event('ok', 'hold', 'h2', 'bob', { tickets: [3], untilMs: 90_000 }),
      ],
      none,
    ],
  ])('%s', (_name, rule, history, world) => {
    const found = checkHistory(history, world);
    expect(found.map((fault) => fault.rule)).toContain(rule);
    for (const fault of found) expect(fault.sentence.length).toBeGreaterThan(10);
  });

  it('what was told before is not taken back by what was done since', () => {
    const later = [bobInvoke, event('fail', 'purchase', 'p2', 'bob', { key: 'k2' })];
    expect(checkHistory(later, refunded, [invoke, ok]).map(({ rule }) => rule)).toContain(
      'nothing is taken back unasked',
    );
    expect(checkHistory(later, paid, [invoke, ok])).toEqual([]);
  });

  it('holds are not compared where Redis forgot', () => {
    const holds = [
      event('invoke', 'hold', 'h1', 'ann'),
      event('ok', 'hold', 'h1', 'ann', { tickets: [3], untilMs: 90_000 }),
      event('invoke', 'hold', 'h2', 'bob'),
      event('ok', 'hold', 'h2', 'bob', { tickets: [3], untilMs: 90_000 }),
    ];
    expect(checkHistory(holds, { ...none, leasesKept: false })).toEqual([]);
  });
});
