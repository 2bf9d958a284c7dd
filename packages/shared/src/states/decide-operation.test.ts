import { describe, expect, it } from 'vitest';
import {
  decideFailure,
  idempotencyKeyOf,
  isTooLateToSend,
  keyAgeSecondsMax,
  madeSinceMs,
  mustAskFirst,
  sentGraceSeconds,
} from './decide-operation.ts';

describe('a failed Stripe call', () => {
  it.each([
    ['CAPTURE', 'not-taken', 3, { kind: 'postpone', delaySeconds: 0.5 }],
    ['CAPTURE', 'no-answer', 1, { kind: 'unknown', delaySeconds: 2 }],
    ['CAPTURE', 'no-answer', 4, { kind: 'unknown', delaySeconds: 16 }],
    ['CAPTURE', 'server-fault', 1, { kind: 'ask', delaySeconds: 2 }],
    ['CANCEL', 'wrong-state', 40, { kind: 'ask', delaySeconds: 300 }],
    ['CANCEL', 'refused', 1, { kind: 'ask', delaySeconds: 300 }],
    ['REFUND', 'refused', 1, { kind: 'askThenRefuse', delaySeconds: 2 }],
    ['REFUND', 'wrong-state', 1, { kind: 'askThenRefuse', delaySeconds: 2 }],
    ['AUTHORIZE', 'refused', 1, { kind: 'fail' }],
  ] as const)('%s that was %s at attempt %i', (kind, verdict, attempt, step) => {
    expect(decideFailure(kind, verdict, attempt)).toEqual(step);
  });
});

describe('Stripe is asked before a call is sent', () => {
  it.each([
    ['a key never sent', 'CAPTURE', 1, null, false, false],
    ['a key that Stripe still knows', 'CAPTURE', 1, keyAgeSecondsMax, false, false],
    ['a key that Stripe may have forgotten', 'CAPTURE', 1, keyAgeSecondsMax + 1, false, true],
    ['another attempt at a capture, which Stripe makes once', 'CAPTURE', 2, null, false, false],
    ['the first attempt at a refund', 'REFUND', 1, null, false, false],
    ['another attempt at a refund, which Stripe would make again', 'REFUND', 2, null, false, true],
    [
      'the first attempt at a refund after a restore, which may have been sent',
      'REFUND',
      1,
      null,
      true,
      true,
    ],
    ['a capture after a restore, which Stripe makes once', 'CAPTURE', 1, null, true, false],
  ] as const)('with %s', (_name, kind, attempt, sentSecondsAgo, isRestored, expected) => {
    expect(mustAskFirst({ kind, attempt, sentSecondsAgo, isRestored })).toBe(expected);
  });
});

describe('a call that was marked as sent is not sent any more', () => {
  const aged = keyAgeSecondsMax;
  it.each([
    ['when it goes out at once', 'CAPTURE', false, 0, 0.2, false],
    ['when its sender stood still while Stripe forgot the key', 'CAPTURE', false, 0, aged + 1, true],
    ['when the key grew too old between marking and sending', 'CAPTURE', false, aged - 60, 61, true],
    ['when Stripe was asked about an old key just now', 'CAPTURE', true, 2 * aged, 3, false],
    ['when its sender stood still after asking', 'CAPTURE', true, 2 * aged, aged + 1, true],
    ['when others may have made it, but Stripe makes it once', 'CAPTURE', false, 0, 15, false],
    ['when it is a refund that goes out at once', 'REFUND', false, 0, 14.9, false],
    ['when it is a refund that others may have taken up', 'REFUND', false, 0, 15, true],
    ['when it is such a refund, and Stripe was asked before', 'REFUND', true, 0, 15, true],
  ] as const)('%s: decided', (_name, kind, askedFirst, sentSecondsAgo, heldSeconds, expected) => {
    const marked = { kind, askedFirst, sentSecondsAgo, heldSeconds, graceSeconds: sentGraceSeconds };
    expect(isTooLateToSend(marked)).toBe(expected);
  });
});

it("an intent is looked for among those made since its operation was written, as slow as Stripe's clock may be", () => {
  expect(madeSinceMs(1_000_000)).toBe(940_000);
});

it("an operation's key is its own id", () => {
  expect(idempotencyKeyOf({ opId: 7 })).toBe(7);
});
