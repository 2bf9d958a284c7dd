import type { Challenge } from '@fairgate/shared/contracts/proofs.ts';
import { proofTries } from '@fairgate/shared/domain/proof-of-work.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { readAsked } from '@fairgate/shared/redis/join-pressure.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';
import type { EpochView } from '../sale/epoch-view.ts';
import type { JoinProofs } from '../sale/join-proofs.ts';

export interface ChallengeStores {
  readonly redis: RedisConnection;
  readonly epoch: EpochView;
  readonly drops: DropDirectory;
  readonly joinProofs: JoinProofs;
}

/** Work for whoever wants to join: more of it the more ask for a place. Asked again, it is another challenge. */
export async function giveChallenge(
  { redis, epoch, drops, joinProofs }: ChallengeStores,
  dropId: string,
  accountId: string,
): Promise<Challenge> {
  const drop = await drops.find(dropId);
  if (drop.proofOfWork === 'off') throw new Problem('STATE_CONFLICT', { state: 'PROOF_OFF' });
  const asked = await readAsked(redis, { epoch: epoch.current(), eventId: drop.eventId, dropId });
  return joinProofs.challenge({ dropId, accountId }, proofTries(asked), new Date());
}
