import type { DrawFacts } from '@fairgate/shared/contracts/draws.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { loadLobbyLeaves } from '@fairgate/shared/database/draws.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { DrawDirectory } from '../sale/draw-directory.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';

export interface DrawStores {
  readonly reads: Database;
  readonly drops: DropDirectory;
  readonly draws: DrawDirectory;
}

/** What is known of a draw so far. NOT_FOUND for a drop without a lobby. */
export async function showDraw({ drops, draws }: DrawStores, dropId: string): Promise<DrawFacts> {
  await drops.find(dropId);
  const facts = await draws.find(dropId);
  return {
    dropId,
    algorithm: 'fairgate-draw-v1',
    state: facts.state,
    commitment: hexOf(facts.commitment),
    scheduledAt: facts.scheduledAt.toISOString(),
    sealAt: facts.sealAt.toISOString(),
    beacon: {
      chain: facts.beaconChain,
      round: Number(facts.beaconRound),
      at: facts.beaconAt.toISOString(),
    },
    lanes: facts.lanes.map(({ lane, name, weight, lobby }) => ({ lane, name, weight, lobby })),
    sealedAt: instantOf(facts.sealedAt),
    root: hexOrNull(facts.root),
    rootKeyId: facts.rootKeyId,
    rootSignature: facts.rootSignature,
    rootedAt: instantOf(facts.rootedAt),
    secret: hexOrNull(facts.secret),
    randomness: hexOrNull(facts.beacon),
    beaconSignature: hexOrNull(facts.beaconSignature),
    seed: hexOrNull(facts.seed),
    proof: facts.proof,
    drawnAt: instantOf(facts.drawnAt),
  };
}

/** The hashes of 4,096 leaves, or of as many as are left: 32 bytes each. NOT_FOUND behind the last, and before the root. */
export async function showLobbyLeaves(
  { reads, drops, draws }: DrawStores,
  dropId: string,
  part: number,
): Promise<Uint8Array> {
  const drop = await drops.find(dropId);
  const { root } = await draws.find(dropId);
  const place = { eventId: drop.eventId, dropId };
  const hashes = root === null ? null : await loadLobbyLeaves(reads, place, root, part);
  if (hashes === null) throw new Problem('NOT_FOUND', { dropId, part });
  return hashes;
}

function instantOf(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function hexOrNull(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : hexOf(bytes);
}
