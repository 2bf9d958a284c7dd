import type { Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import { redeemLaneCode } from '@fairgate/shared/database/lane-codes.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { LaneCodes } from '@fairgate/shared/tokens/lane-code.ts';
import { type JoinStores, takePlace } from './join-waiting-room.ts';

export interface LaneCodeStores extends JoinStores {
  readonly laneCodes: LaneCodes;
}

/**
 * A place in the lane that a code opens; who waits in another one changes there. The same account may show its code
 * again: the place is the same. CODE_UNKNOWN, CODE_USED, LANE_FULL: the place in the other lane stays as it is.
 */
export async function useLaneCode(
  stores: LaneCodeStores,
  dropId: string,
  accountId: string,
  code: string,
): Promise<Entry> {
  const drop = await stores.drops.find(dropId);
  const outcome = await redeemLaneCode(
    stores.database,
    drop,
    accountId,
    stores.laneCodes.hashOf(dropId, code),
  );
  if (outcome.kind !== 'redeemed')
    throw new Problem(outcome.kind === 'codeUsed' ? 'CODE_USED' : 'CODE_UNKNOWN', { dropId });
  return takePlace(stores, drop, accountId, outcome.lane, true);
}
