import type { Entry } from '@fairgate/shared/contracts/waiting-room.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { DropRecord } from '@fairgate/shared/database/drop-record.ts';
import { grantIndexBlock } from '@fairgate/shared/database/entries.ts';
import { indexBlock } from '@fairgate/shared/domain/limits.ts';
import { unprovenAsksOf } from '@fairgate/shared/domain/proof-of-work.ts';
import { countPeople } from '@fairgate/shared/domain/ranks.ts';
import type { DrawPositions } from '@fairgate/shared/draw/draw-positions.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { invariant } from '@fairgate/shared/invariant.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import type { ProofRule } from '@fairgate/shared/redis/join-pressure.ts';
import { type JoinedPlace, joinWaitingRoom as join, raiseMark } from '@fairgate/shared/redis/waiting-room.ts';
import { signPlace } from '@fairgate/shared/tokens/place-ticket.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';
import type { EpochView } from '../sale/epoch-view.ts';
import type { JoinProofs, ProofOutcome } from '../sale/join-proofs.ts';
import { dropProblem } from '../sale/refusals.ts';

export interface JoinStores {
  readonly database: Database;
  readonly redis: RedisConnection;
  readonly epoch: EpochView;
  readonly drops: DropDirectory;
  readonly positions: DrawPositions;
  readonly joinProofs: JoinProofs;
  /** The first signs; there is always one. */
  readonly placeSecrets: readonly Uint8Array[];
}

export const generalLane = 0;
/** Each try that needs a new block of indices finds one granted, unless thousands join in between. */
const markTriesMax = 5;

/** One entry per account and drop, however often and from however many devices it is asked. */
export async function joinWaitingRoom(
  stores: JoinStores,
  dropId: string,
  accountId: string,
  proof: string | null,
): Promise<Entry> {
  const drop = await stores.drops.find(dropId);
  const unprovenAsksMax = unprovenAsksOf(drop.proofOfWork);
  if (unprovenAsksMax === null) return takePlace(stores, drop, accountId, generalLane, false);
  const checked = proof === null ? null : await stores.joinProofs.check(proof, { dropId, accountId });
  // Whoever shows a wrong one has none; and may have a place already, which needs none.
  const rule = { unprovenAsksMax: checked === null ? unprovenAsksMax : 0, proof: shownProof(checked) };
  return takePlace(stores, drop, accountId, generalLane, false, rule, checked);
}

/** Clocks of gateways and of Redis differ a little. Milliseconds. */
const clockSlackMs = 60_000;

function shownProof(checked: ProofOutcome | null): ProofRule['proof'] {
  if (checked?.kind !== 'proven') return null;
  return { nonce: checked.nonce, keptMs: Math.max(0, checked.expiresMs - Date.now()) + clockSlackMs };
}

/**
 * @param mayChange a place that waits in another lane is given up for one in this
 * @param proofRule null: no proof is asked for, as of who has a code
 * @param checked what is wrong with the proof that was shown, if one was
 */
export async function takePlace(
  stores: JoinStores,
  drop: DropRecord,
  accountId: string,
  lane: number,
  mayChange: boolean,
  proofRule: ProofRule | null = null,
  checked: ProofOutcome | null = null,
): Promise<Entry> {
  const { redis, database } = stores;
  const place = { epoch: stores.epoch.current(), eventId: drop.eventId, dropId: drop.id };
  for (let tries = 1; tries <= markTriesMax; tries += 1) {
    const outcome = await join(redis, place, accountId, lane, mayChange, proofRule);
    switch (outcome.kind) {
      case 'joined':
      case 'already':
        await stores.epoch.confirm(place.epoch);
        return showEntry(stores, drop, accountId, outcome);
      case 'needMark': {
        // The mark is in Postgres before an index below it is given out: a Redis that forgets starts above it.
        const mark = await grantIndexBlock(database, place, lane, outcome.mark, indexBlock);
        await raiseMark(redis, place, lane, mark);
        break;
      }
      case 'needProof':
      case 'proofUsed':
        throw proofProblem(drop.id, outcome.kind === 'proofUsed' ? 'used' : (checked?.kind ?? null));
      case 'laneFull':
        throw new Problem('LANE_FULL', { dropId: drop.id, lane });
      default:
        throw dropProblem(outcome.kind, drop);
    }
  }
  throw dropProblem('notReady', drop);
}

/** @param fault null: none was shown */
function proofProblem(dropId: string, fault: string | null): Problem {
  const challenge = `/v1/drops/${dropId}/challenge`;
  if (fault === null) return new Problem('PROOF_NEEDED', { challenge });
  return new Problem('PROOF_INVALID', { challenge, reason: fault });
}

function showEntry(
  { positions, placeSecrets }: JoinStores,
  drop: DropRecord,
  accountId: string,
  { lane, index, skipped }: JoinedPlace,
): Entry {
  const [placeSecret] = placeSecrets;
  invariant(placeSecret !== undefined, 'PLACE_SECRET holds a secret');
  const position = positions.positionOf(drop, { lane, index }, skipped);
  return {
    dropId: drop.id,
    lane,
    number: countPeople(index, skipped),
    rank: position === null ? null : position + 1,
    placeTicket: signPlace({ dropId: drop.id, lane, index, accountId }, placeSecret),
  };
}
