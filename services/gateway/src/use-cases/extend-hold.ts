import { Problem } from '@fairgate/shared/errors.ts';
import { extendHold as extend } from '@fairgate/shared/redis/hold-seats.ts';
import { dropProblem } from '../sale/refusals.ts';
import type { HoldStores } from './hold-seats.ts';

/** Once per hold, before it is ordered: one more hold period. */
export async function extendHold(
  stores: HoldStores,
  dropId: string,
  holdId: string,
  accountId: string,
): Promise<{ holdId: string; expiresAt: string }> {
  const drop = await stores.drops.find(dropId);
  const epoch = stores.epoch.current();
  const outcome = await extend(stores.redis, {
    epoch,
    eventId: drop.eventId,
    dropId: drop.id,
    holdId,
    accountId,
  });
  switch (outcome.kind) {
    case 'extended':
      return { holdId, expiresAt: new Date(outcome.deadlineMs).toISOString() };
    case 'already':
      throw new Problem('HOLD_EXTENDED_ALREADY', { expiresAt: new Date(outcome.deadlineMs).toISOString() });
    case 'gone':
      throw new Problem('HOLD_GONE');
    case 'notReady':
      throw dropProblem('notReady', drop);
  }
}
