import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.ts';
import type { HistoryEvent } from './history.ts';
import {
  askRefund,
  event,
  give,
  given,
  giveOk,
  giveRefused,
  giveUnknown,
  invoke,
  ok,
  paid,
  refunded,
  refundOk,
  refundRefused,
  refundUnknown,
  unknown,
} from './testing/sample-history.ts';
import type { World } from './world.ts';

describe('what is right', () => {
  it.each<[string, readonly HistoryEvent[], World]>([
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
  ])('%s', (_name, history, world) => {
    expect(checkHistory(history, world)).toEqual([]);
  });
});

describe('what is wrong is found', () => {
  it.each<[string, string, readonly HistoryEvent[], World]>([
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
  ])('%s', (_name, rule, history, world) => {
    expect(checkHistory(history, world).map((fault) => fault.rule)).toContain(rule);
  });

  it('what was told before is not taken back by what was done since', () => {
    const later = [
      event('invoke', 'purchase', 'p2', 'bob', { key: 'k2', tickets: [7] }),
      event('fail', 'purchase', 'p2', 'bob', { key: 'k2' }),
    ];
    expect(checkHistory(later, refunded, [invoke, ok]).map(({ rule }) => rule)).toContain(
      'nothing is taken back unasked',
    );
    expect(checkHistory(later, paid, [invoke, ok])).toEqual([]);
  });
});
