import { expect, test } from 'vitest';
import { ratePerMinuteMax } from '../domain/catalogue-limits.ts';
import { lanesMax } from '../domain/lane-order.ts';
import { ticketsPerEventMax } from '../domain/limits.ts';
import { pollAdviceFor } from '../domain/poll-advice.ts';
import type { DropStatus } from './waiting-room.ts';

test.each([
  { payments: 'interrupted', why: 'none' },
  { payments: 'working', why: 'payments' },
] as const)('the status has 400 bytes at most, with a million people in each of eight lanes: %o', (said) => {
  const people = new Array<number>(lanesMax).fill(1_000_000);
  const largest: DropStatus = {
    phase: 'soldOut',
    now: new Date().toISOString(),
    opensAt: new Date().toISOString(),
    serving: people,
    joined: people,
    draw: 'scheduled',
    ratePerMinute: ratePerMinuteMax,
    poll: pollAdviceFor(1_000_000),
    ...said,
    left: ticketsPerEventMax,
    availability: 99_999_999,
    message: 9_999,
  };
  expect(JSON.stringify(largest).length).toBeLessThanOrEqual(400);
});
