import { setTimeout as sleep } from 'node:timers/promises';
import { audit } from '../judge/audit-stack.ts';
import type { Violation } from '../judge/violation.ts';
import { shopperOf } from '../points/plays.ts';
import type { Stage } from '../points/stage.ts';
import { buyTickets, pays } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { holdTickets } from '../workload/hold-tickets.ts';
import { type Seen, saw } from './seen.ts';

const wanted = [0, 1] as const;
const meetMs = 1_500;
const struckWithinMs = 20_000;

/**
 * Two buyers of the same seats, both honestly: the first has bound its hold when its gateway stands still and Redis
 * forgets, the second then finds the seats free, orders, and only then the first gateway goes on to write its order.
 */
export async function rivals(stage: Stage): Promise<Seen> {
  const { stack } = stage;
  const early = await shopperOf(stage, 0);
  const admission = await comeIn(early);
  const hold =
    admission === null ? null : await holdTickets(early, admission, { kind: 'seats', tickets: wanted });
  if (admission === null || hold === null)
    return { violations: [saw('the story can be told', 'the first buyer got no seats')] };
  stack.crash.arm({ point: 'bind-hold.after', hit: 1, action: 'stop' });
  const looked = Promise.withResolvers<void>();
  // Both orders, if there are two, are unfinished while the auditor looks.
  const first = buyTickets(early, admission, hold, { ...pays, beforePaying: () => looked.promise });
  const pid = await stack.crash.struck(struckWithinMs);
  stack.crash.disarm();
  if (pid === null) return { violations: [saw('the story can be told', 'no gateway bound the hold')] };
  await stack.redis.flush();

  let meanwhile: readonly Violation[] = [];
  let isAwake = false;
  const wake = (): void => {
    if (!isAwake) process.kill(pid, 'SIGCONT');
    isAwake = true;
  };
  try {
    const late = await shopperOf(stage, 1);
    const second = await comeIn(late);
    let taken: Awaited<ReturnType<typeof holdTickets>> = null;
    while (second !== null && taken === null && Date.now() < late.untilMs)
      taken = await holdTickets(late, second, { kind: 'seats', tickets: wanted });
    if (second !== null && taken !== null) {
      await buyTickets(late, second, taken, {
        ...pays,
        async beforePaying() {
          wake();
          await sleep(meetMs);
          meanwhile = await audit(stack);
          looked.resolve();
        },
      });
    }
  } finally {
    wake();
    looked.resolve();
  }
  await first;
  return { violations: meanwhile };
}
