import { Problem } from '@fairgate/shared/errors.ts';
import { releaseHold as release } from '@fairgate/shared/redis/hold-seats.ts';
import { dropProblem } from '../sale/refusals.ts';
import type { HoldStores } from './hold-seats.ts';

/** Gives the seats back before ordering. Releasing a hold that is gone is harmless. */
export async function releaseHold(
  stores: HoldStores,
  dropId: string,
  holdId: string,
  accountId: string,
): Promise<void> {
  const drop = await stores.drops.find(dropId);
  const epoch = stores.epoch.current();
  const outcome = await release(stores.redis, {
    epoch,
    eventId: drop.eventId,
    dropId: drop.id,
    holdId,
    accountId,
  });
  if (outcome.kind === 'ordered')
    throw new Problem('STATE_CONFLICT', { state: 'ORDERED', orderId: outcome.orderId });
  if (outcome.kind === 'notReady') throw dropProblem('notReady', drop);
}
