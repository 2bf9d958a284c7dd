import { expect, test } from 'vitest';
import { idempotencyKeySeconds } from '../limits.ts';
import { fingerprintOf, IdempotencyKeys } from './idempotency-keys.ts';

const path = '/v1/payment_intents';
const written = { key: 'k', path, fingerprint: 'f', status: 200, requestId: 'req_1' };

test('a key is new, then in flight, then answered', () => {
  const keys = new IdempotencyKeys();
  expect(keys.lookUp('k', path, 'f', 0).kind).toBe('new');
  keys.begin('k', path, 'f');
  expect(keys.lookUp('k', path, 'f', 0).kind).toBe('inFlight');
  keys.keep(written, { id: 'pi_1' }, 0);
  keys.end('k');
  expect(keys.lookUp('k', path, 'f', 0)).toMatchObject({ kind: 'answered', answer: { status: 200 } });
});

test('a request that ended without an answer frees its key', () => {
  const keys = new IdempotencyKeys();
  keys.begin('k', path, 'f');
  keys.end('k');
  expect(keys.lookUp('k', path, 'f', 0).kind).toBe('new');
});

test('another path or other parameters are told apart, in flight and afterwards', () => {
  const keys = new IdempotencyKeys();
  keys.begin('k', path, 'f');
  expect(keys.lookUp('k', '/v1/refunds', 'f', 0)).toEqual({ kind: 'otherPath', path });
  expect(keys.lookUp('k', path, 'g', 0).kind).toBe('otherParameters');
  keys.keep(written, {}, 0);
  expect(keys.lookUp('k', '/v1/refunds', 'f', 0)).toEqual({ kind: 'otherPath', path });
  expect(keys.lookUp('k', path, 'g', 0).kind).toBe('otherParameters');
});

test('a key is forgotten after 24 hours, and not a second before', () => {
  const keys = new IdempotencyKeys();
  keys.keep(written, {}, 100);
  expect(keys.lookUp('k', path, 'f', 99 + idempotencyKeySeconds).kind).toBe('answered');
  expect(keys.lookUp('k', path, 'f', 100 + idempotencyKeySeconds).kind).toBe('new');
  expect(keys.size).toBe(0);
});

test('the order of parameters does not matter, their values do', () => {
  expect(fingerprintOf('a=1&b=2')).toBe(fingerprintOf('b=2&a=1'));
  expect(fingerprintOf('a=1&b=2')).not.toBe(fingerprintOf('a=2&b=1'));
});
