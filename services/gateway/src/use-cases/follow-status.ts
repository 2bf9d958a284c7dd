import type { Readable } from 'node:stream';
import type { Database } from '@fairgate/shared/database/client.ts';
import { isNear } from '@fairgate/shared/domain/poll-advice.ts';
import type { DrawPositions } from '@fairgate/shared/draw/draw-positions.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { verifyPlace } from '@fairgate/shared/tokens/place-ticket.ts';
import type { AdmissionBearer, AdmissionTokens } from '../sale/admission-token.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';
import { requireDevice } from '../sale/require-device.ts';
import type { StatusBoard } from '../sale/status-board.ts';
import type { StatusStreams } from '../sale/status-streams.ts';

export interface FollowStores {
  readonly database: Database;
  readonly drops: DropDirectory;
  readonly statusBoard: StatusBoard;
  readonly statusStreams: StatusStreams;
  readonly admissionTokens: AdmissionTokens;
  readonly positions: DrawPositions;
  readonly placeSecrets: readonly Uint8Array[];
}

/** Who is further back asks again when that many seconds are over at the earliest. */
const notNearRetrySeconds = 10;

/** What shows that somebody is about to come in, or is inside. */
export interface Nearness {
  readonly placeTicket: string | undefined;
  readonly bearer: AdmissionBearer;
}

/**
 * The status of a drop as it changes, for who is near the front of its line or inside. NOT_NEAR for everybody else: what is
 * the same for all is polled, so that a million who wait cost no connection.
 */
export async function followStatus(
  stores: FollowStores,
  dropId: string,
  accountId: string,
  { placeTicket, bearer }: Nearness,
): Promise<Readable> {
  const drop = await stores.drops.find(dropId);
  if (bearer.token !== undefined) {
    const proven = await stores.admissionTokens.prove(bearer, accountId, drop.id);
    await requireDevice(stores.database, drop.eventId, proven);
    return stores.statusStreams.open(drop, accountId);
  }
  const entry = placeTicket === undefined ? null : verifyPlace(placeTicket, stores.placeSecrets);
  if (entry === null || entry.dropId !== drop.id || entry.accountId !== accountId)
    throw new Problem('PLACE_INVALID');
  const position = stores.positions.positionOf(drop, entry, drop.lanes[entry.lane]?.skipped ?? []);
  const { status } = await stores.statusBoard.read(drop);
  const ahead = position === null ? null : position + 1 - (status.serving[entry.lane] ?? 0);
  if (ahead === null || status.phase === 'lobby' || !isNear(ahead, status.ratePerMinute))
    throw new Problem('NOT_NEAR', { ahead }, notNearRetrySeconds);
  return stores.statusStreams.open(drop, accountId);
}
