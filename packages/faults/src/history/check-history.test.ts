import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.ts';
import type { HistoryEvent } from './history.ts';
import {
  askRefund,
  event,
  expired,
  invoke,
  none,
  ok,
  paid,
  refused,
  unknown,
} from './testing/sample-history.ts';
import type { World } from './world.ts';

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

  it('holds are compared until Redis forgets', () => {
    const holds = [
      event('invoke', 'hold', 'h1', 'ann'),
      event('ok', 'hold', 'h1', 'ann', { tickets: [3], untilMs: 90_000 }),
      event('invoke', 'hold', 'h2', 'bob'),
      event('ok', 'hold', 'h2', 'bob', { tickets: [3], untilMs: 90_000 }),
    ];
    const faults = (leasesKeptUntilMs: number) => checkHistory(holds, { ...none, leasesKeptUntilMs }).length;
    const [secondMs = 0] = holds.slice(-1).map(({ atMs }) => atMs);
    expect([0, secondMs, secondMs + 1].map(faults)).toEqual([0, 0, 1]);
  });
});
