import { expect, test } from 'vitest';
import { FaultRule, type FaultSettings } from './fault-rule.ts';
import { FaultSwitches } from './fault-switches.ts';

const quiet: FaultSettings = {
  kind: 'drop_reply',
  probability: 1,
  method: null,
  path: null,
  count: null,
  seed: 7,
  ms: 100,
  jitterMs: 0,
  copies: 2,
  perSecond: null,
  kept: true,
  mode: 'cut',
};

const strikes = (settings: FaultSettings, times: number): boolean[] => {
  const rule = new FaultRule('fault_1', settings);
  return Array.from({ length: times }, () => rule.strikes('POST', '/v1/refunds', 0));
};

test('the same seed strikes the same requests, another seed others', () => {
  const some = { ...quiet, probability: 0.3 };
  expect(strikes(some, 200)).toEqual(strikes(some, 200));
  expect(strikes(some, 200)).not.toEqual(strikes({ ...some, seed: 8 }, 200));
});

test('about as many are struck as the probability says', () => {
  const struck = strikes({ ...quiet, probability: 0.3 }, 10_000).filter(Boolean).length;
  expect(struck).toBeGreaterThan(2800);
  expect(struck).toBeLessThan(3200);
});

test('requests that the filters keep out do not move the random numbers of those let in', () => {
  const settings = { ...quiet, probability: 0.5, method: 'POST', path: '/v1/payment_intents/*/capture' };
  const alone = new FaultRule('fault_1', settings);
  const among = new FaultRule('fault_2', settings);
  for (let count = 0; count < 100; count += 1) {
    expect(among.strikes('GET', '/v1/payment_intents/pi_1/capture', 0)).toBe(false);
    expect(among.strikes('POST', '/v1/payment_intents', 0)).toBe(false);
    const path = `/v1/payment_intents/pi_${count}/capture`;
    expect(among.strikes('POST', path, 0)).toBe(alone.strikes('POST', path, 0));
  }
});

test('a counted switch strikes that often and no more', () => {
  expect(strikes({ ...quiet, count: 2 }, 5)).toEqual([true, true, false, false, false]);
});

test('a rate limit lets through its number a second and fills up again with time', () => {
  const rule = new FaultRule('fault_1', { ...quiet, kind: 'rate_limit', perSecond: 3 });
  const refusedAt = (ms: number) => rule.strikes('POST', '/v1/refunds', ms);
  expect([0, 0, 0, 0].map(refusedAt)).toEqual([false, false, false, true]);
  expect([340, 340].map(refusedAt)).toEqual([false, true]);
  expect([5000, 5000, 5000, 5000].map(refusedAt)).toEqual([false, false, false, true]);
});

test('latencies add up within their jitter', () => {
  const switches = new FaultSwitches();
  switches.add({ ...quiet, kind: 'latency', ms: 100, jitterMs: 50 });
  switches.add({ ...quiet, kind: 'latency', ms: 10 });
  const { latencyMs } = switches.planRequest('POST', '/v1/refunds', 0);
  expect(latencyMs).toBeGreaterThanOrEqual(110);
  expect(latencyMs).toBeLessThan(160);
});

test('switches are removed one by one or all at once', () => {
  const switches = new FaultSwitches();
  const first = switches.add(quiet);
  switches.add({ ...quiet, kind: 'error_after' });
  expect(switches.planRequest('POST', '/v1/refunds', 0).failure).toBe('drop_reply');
  expect(switches.remove(first.id)).toBe(1);
  expect(switches.planRequest('POST', '/v1/refunds', 0).failure).toBe('error_after');
  expect(switches.remove()).toBe(1);
  expect(switches.planRequest('POST', '/v1/refunds', 0).failure).toBeNull();
});
