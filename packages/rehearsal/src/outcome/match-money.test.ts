import type { LedgerRow } from '@fairgate/loopback-stripe/ledger/total-intents.ts';
import { describe, expect, test } from 'vitest';
import type { FanMemory } from '../crowd/fan.ts';
import { matchMoney, type OrderRow } from './match-money.ts';

const paid: OrderRow = { orderId: 'a', state: 'PAID', amountMinor: 500, soldMinor: 500 };
const expired: OrderRow = { orderId: 'a', state: 'EXPIRED', amountMinor: 500, soldMinor: 0 };

function remembers(orderId: string, amountMinor: number, state: string): FanMemory {
  return { accountId: 'fan', tickets: new Set(), orders: [{ orderId, amountMinor, tickets: [1], state }] };
}

function intent(facts: Partial<LedgerRow> & { orderId?: string }): LedgerRow {
  const { orderId = 'a', ...rest } = facts;
  return {
    ...{
      paymentIntent: 'pi_1',
      status: 'succeeded',
      created: 0,
      currency: 'eur',
      amount: 500,
      capturable: 0,
    },
    ...{ captured: 0, captures: 0, refunded: 0, refunds: 0, disputed: 0, metadata: { order_id: orderId } },
    ...rest,
  };
}

const captured = intent({ captured: 500, captures: 1 });

test('whoever has tickets paid their price once, whoever has none paid nothing', () => {
  expect(matchMoney([remembers('a', 500, 'PAID')], [paid], [captured])).toEqual([]);
  expect(matchMoney([remembers('a', 500, 'EXPIRED')], [expired], [intent({})])).toEqual([]);
  expect(matchMoney([remembers('a', 500, 'PENDING_PAYMENT')], [expired], [])).toEqual([]);
});

describe('does not add up', () => {
  test.each([
    ['money without tickets', 'EXPIRED', [expired], [captured], 'Stripe kept 500'],
    ['tickets without money', 'PAID', [paid], [intent({})], 'Stripe kept 0'],
    ['too little money', 'PAID', [paid], [intent({ captured: 400, captures: 1 })], 'Stripe kept 400'],
    ['money given back', 'PAID', [paid], [{ ...captured, refunded: 500 }], 'Stripe kept 0'],
    ['two captures', 'PAID', [paid], [{ ...captured, captures: 2 }], 'captured 2 times'],
    ['a second intent', 'PAID', [paid], [captured, captured], 'Stripe kept 1000'],
    ['money that stays set aside', 'EXPIRED', [expired], [intent({ capturable: 500 })], 'set aside'],
    ['PAID for the fan only', 'PAID', [expired], [intent({})], 'told PAID'],
    ['another amount for the fan', 'PAID', [{ ...paid, amountMinor: 400 }], [captured], 'told 500'],
    ['an order that vanished', 'PAID', [], [], 'the database does not'],
    ['an intent of nobody', 'PAID', [paid], [captured, intent({ orderId: 'b' })], 'not ours'],
  ])('%s', (_what, state, orders, intents, fault) => {
    const faults = matchMoney([remembers('a', 500, state)], orders, intents).map((found) => found.fault);
    expect(faults.join('; ')).toContain(fault);
  });

  test('an order that no fan placed', () => {
    expect(matchMoney([], [paid], [captured])).toEqual([{ orderId: 'a', fault: 'no fan remembers it' }]);
  });
});
