import type { ServiceName } from '@fairgate/launcher/start-services.ts';
import { shopperOf } from '../points/plays.ts';
import type { Stage } from '../points/stage.ts';
import { buyTickets, type Intentions } from '../workload/buy-tickets.ts';
import { comeIn } from '../workload/come-in.ts';
import { holdTickets } from '../workload/hold-tickets.ts';

/** Somebody comes, holds a standing ticket and orders it. */
export async function buyOne(stage: Stage, intentions: Intentions): Promise<void> {
  const shopper = await shopperOf(stage);
  const admission = await comeIn(shopper);
  const hold =
    admission === null ? null : await holdTickets(shopper, admission, { kind: 'general', quantity: 1 });
  if (admission !== null && hold !== null) await buyTickets(shopper, admission, hold, intentions);
}

/** All processes of a service stand still meanwhile; or those of them whose names are given. */
export async function asleep<T>(
  { stack }: Stage,
  service: ServiceName,
  meanwhile: () => Promise<T>,
  names?: readonly string[],
): Promise<T> {
  const own = stack.services.filter((one) => one.service === service && (names?.includes(one.name) ?? true));
  for (const { process } of own) process.kill('SIGSTOP');
  return meanwhile().finally(() => {
    for (const { process } of own) process.kill('SIGCONT');
  });
}
