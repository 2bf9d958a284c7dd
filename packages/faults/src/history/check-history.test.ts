import { describe, expect, it } from 'vitest';
import { checkHistory, type World } from './check-history.ts';
import type { ActName, EventType, HistoryEvent } from './history.ts';

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
  money: [{ orderId: 'o1', captured: 50, refunded: 0, disputed: 0, capturable: 0 }],
  faultsEndedMs: 5_000,
  perCustomerLimit: 4,
  leasesKeptUntilMs: Number.POSITIVE_INFINITY,
};
const none: World = { ...paid, orders: [], ledger: paid.ledger.slice(0, 1), money: [] };
const refused = event('fail', 'purchase', 'p1', 'ann', { key: 'k1', orderId: 'o1', why: 'EXPIRED' });
const unknown = event('info', 'purchase', 'p1', 'ann', { key: 'k1' });
const expired: World = {
  ...none,
  orders: [{ ...paid.orders[0]!, state: 'EXPIRED', sinceMs: 9_000 }],
  money: [{ orderId: 'o1', captured: 0, refunded: 0, disputed: 0, capturable: 0 }],
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
        event('invoke', 'refund', 'r1', 'ann', { tickets: [7] }),
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
          { orderId: 'o1', captured: 50, refunded: 50, disputed: 0, capturable: 0 },
          { orderId: 'o2', captured: 50, refunded: 0, disputed: 0, capturable: 0 },
        ],
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
