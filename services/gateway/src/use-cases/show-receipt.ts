import type { LobbyReceipt } from '@fairgate/shared/contracts/draws.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { loadDrawSecrets, loadLobbyLeaves, loadLobbyNodes } from '@fairgate/shared/database/draws.ts';
import { loadEntry } from '@fairgate/shared/database/entries.ts';
import { countPeople } from '@fairgate/shared/domain/ranks.ts';
import type { DrawSecretBox } from '@fairgate/shared/draw/draw-secrets.ts';
import { createLobbySalts, leavesPerPart, lobbyLeafHash } from '@fairgate/shared/draw/lobby-leaf.ts';
import { buildMerkleTree, hashBytes } from '@fairgate/shared/draw/merkle.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { DrawDirectory } from '../sale/draw-directory.ts';
import type { DropDirectory } from '../sale/drop-directory.ts';

export interface ReceiptStores {
  readonly reads: Database;
  readonly drops: DropDirectory;
  readonly draws: DrawDirectory;
  readonly drawSecrets: DrawSecretBox;
}

/**
 * The receipt of an account's place in the lobby, as it was when that was sealed. STATE_CONFLICT: there is none yet, the
 * account joined after the seal, or the salts were closed with another key.
 */
export async function showReceipt(
  { reads, drops, draws, drawSecrets }: ReceiptStores,
  dropId: string,
  accountId: string,
): Promise<LobbyReceipt> {
  const { eventId } = await drops.find(dropId);
  const place = { eventId, dropId };
  const facts = await draws.find(dropId);
  const { root, sealedAt, rootKeyId, rootSignature, lanes } = facts;
  if (root === null || sealedAt === null || rootKeyId === null || rootSignature === null)
    throw new Problem('STATE_CONFLICT', { state: facts.state }, retryAfterSeconds);
  const [entry, secrets] = await Promise.all([
    loadEntry(reads, place, accountId),
    loadDrawSecrets(reads, place),
  ]);
  const salts = secrets === null ? null : drawSecrets.open(dropId, secrets)?.salts;
  if (entry === null) throw new Problem('NOT_FOUND', { dropId, reason: 'notEntered' });
  if (salts == null) throw new Problem('STATE_CONFLICT', { state: 'SALTS_LOST' });
  const number = countPeople(entry.index, lanes[entry.lane]?.skipped ?? []);
  if (number >= (lanes[entry.lane]?.lobby ?? 0))
    throw new Problem('STATE_CONFLICT', { state: 'JOINED_AFTER_SEAL' });

  const lobby = lanes.map((lane) => lane.lobby ?? 0);
  const at = lobby.slice(0, entry.lane).reduce((sum, people) => sum + people, 0) + number;
  const part = Math.floor(at / leavesPerPart);
  const [hashes, nodes] = await Promise.all([
    loadLobbyLeaves(reads, place, root, part),
    loadLobbyNodes(reads, place, root),
  ]);
  if (hashes === null) throw new Problem('NOT_FOUND', { dropId });
  const saltOf = createLobbySalts(salts);
  const own = lobbyLeafHash({ lane: entry.lane, number, accountId }, saltOf);
  const first = (at % leavesPerPart) * hashBytes;
  // Since the seal the account used its turn and joined anew: what it has now is not what was sealed.
  if (!own.equals(hashes.subarray(first, first + hashBytes)))
    throw new Problem('STATE_CONFLICT', { state: 'JOINED_AFTER_SEAL' });
  const path = [
    ...buildMerkleTree(hashes).pathOf(at % leavesPerPart),
    ...buildMerkleTree(nodes).pathOf(part),
  ];
  return {
    dropId,
    accountId,
    lane: entry.lane,
    number,
    salt: saltOf(accountId).toString('hex'),
    path: path.map(({ side, hash }) => ({ side, hash: Buffer.from(hash).toString('hex') })),
    root: Buffer.from(root).toString('hex'),
    sealedAt: sealedAt.toISOString(),
    lobby,
    rootKeyId,
    rootSignature,
  };
}

/** The root is written seconds after the seal. */
const retryAfterSeconds = 5;
