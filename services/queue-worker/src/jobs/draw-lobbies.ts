import { createPrivateKey } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { SigningJwk } from '@fairgate/shared/config-parsers.ts';
import {
  type DrawOutcome,
  type DueDraw,
  loadDrawFacts,
  loadDueDraws,
  recordDraw,
  sealLobby,
  storeLobbyLeaves,
  storeRoot,
} from '@fairgate/shared/database/draws.ts';
import type { BeaconChain } from '@fairgate/shared/draw/beacon-chain.ts';
import { createDrawSecretBox, newDrawSecrets } from '@fairgate/shared/draw/draw-secrets.ts';
import { type Beacon, fetchBeacon } from '@fairgate/shared/draw/fetch-beacon.ts';
import { leavesPerPart } from '@fairgate/shared/draw/lobby-leaf.ts';
import { signLobby } from '@fairgate/shared/draw/lobby-signature.ts';
import { buildMerkleTree, hashBytes } from '@fairgate/shared/draw/merkle.ts';
import { proofOf } from '@fairgate/shared/draw/proof.ts';
import { seedOf } from '@fairgate/shared/draw/seed.ts';
import { readNexts } from '@fairgate/shared/redis/waiting-room.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { hashLobby } from './hash-lobby.ts';
import { copyJoinsOf } from './move-lines.ts';

export const drawLobbiesEveryMs = 300;
const drawsPerRound = 20;
const beaconTimeoutMs = 2_000;
/** A beacon that does not come is asked for again so long at least, and until shortly before the opening. Milliseconds. */
const beaconPatienceMs = 1_500;
const beforeOpeningMs = 1_000;
/** A secret that cannot be read is waited for so long after the beacon: somebody may bring the key back. Milliseconds. */
const secretPatienceMs = 60_000;

type DrawerStores = Pick<WorkerStores, 'database' | 'redis' | 'epoch' | 'log'>;

/** Seals lobbies whose time has come, writes down their roots, and draws them (DESIGN §6). Any number of workers may. */
export function createLobbyDrawer(
  stores: DrawerStores,
  config: {
    readonly signingKey: SigningJwk;
    readonly encryptionKey: Uint8Array;
    /** null: none is asked. */
    readonly beaconUrl: string | null;
    readonly beaconChain: BeaconChain;
  },
): () => Promise<void> {
  const { database, log } = stores;
  const key = createPrivateKey({ key: { ...config.signingKey }, format: 'jwk' });
  const secretBox = createDrawSecretBox(config.encryptionKey);

  const step: Record<DueDraw['state'], (draw: DueDraw) => Promise<boolean>> = {
    SCHEDULED: (draw) => seal(stores, draw),
    SEALED: (draw) => root(draw),
    ROOTED: (draw) => decide(draw),
  };
  const goOn = async (draw: DueDraw): Promise<void> => {
    try {
      if (await step[draw.state](draw)) log.info({ dropId: draw.dropId, was: draw.state }, 'a draw went on');
    } catch (error) {
      // One drop's trouble is not the next one's: the next round tries again.
      log.error({ err: error, dropId: draw.dropId, state: draw.state }, 'a draw stands still');
    }
  };
  // Together: one that waits for its beacon delays no other.
  return async () => {
    await Promise.all((await loadDueDraws(database, drawsPerRound)).map(goOn));
  };

  async function root(draw: DueDraw): Promise<boolean> {
    const facts = await loadDrawFacts(database, draw.dropId);
    if (facts?.sealedAt == null) return false;
    // Salts that cannot be read leave nobody a receipt, and the draw is not proven; but it goes on. Others that nobody knows
    // take their place: nobody can try accounts against the leaves.
    const salts = secretBox.open(draw.dropId, draw.secrets)?.salts ?? newDrawSecrets().salts;
    const hashes = await hashLobby(database, facts, salts);
    const parts = await partsOf(hashes);
    const lobbyRoot = new Uint8Array(buildMerkleTree(Buffer.concat(parts.map(({ node }) => node))).root);
    for (const [at, part] of parts.entries()) await storeLobbyLeaves(database, draw, lobbyRoot, at, part);
    const lobby = facts.lanes.map((lane) => lane.lobby ?? 0);
    const signature = signLobby(
      { dropId: draw.dropId, sealedAt: facts.sealedAt, lobby, root: lobbyRoot },
      key,
    );
    return storeRoot(database, draw, { root: lobbyRoot, keyId: config.signingKey.kid, signature });
  }

  async function decide(draw: DueDraw): Promise<boolean> {
    if (draw.root === null || draw.atMs < draw.beaconMs) return false;
    const beacon = await beaconOf(draw);
    if (beacon === 'later') return false;
    const secret = secretBox.open(draw.dropId, draw.secrets)?.secret ?? null;
    if (secret === null && draw.atMs < draw.beaconMs + secretPatienceMs) {
      log.error(
        { dropId: draw.dropId },
        'the secret of a draw cannot be read: is ENCRYPTION_KEY another one?',
      );
      return false;
    }
    return recordDraw(database, draw, outcomeOf(draw, draw.root, secret, beacon));
  }

  async function beaconOf(draw: DueDraw): Promise<Beacon | null | 'later'> {
    const { beaconUrl: url, beaconChain: chain } = config;
    if (url === null) return null;
    if (chain.hash !== draw.beaconChain) {
      log.error(
        { dropId: draw.dropId, chain: draw.beaconChain },
        'the beacon that was announced is another one',
      );
      return null;
    }
    try {
      return await fetchBeacon(url, chain, draw.beaconRound, beaconTimeoutMs);
    } catch (error) {
      const lastMs = Math.max(draw.beaconMs + beaconPatienceMs, draw.opensMs - beforeOpeningMs);
      if (draw.atMs < lastMs) return 'later';
      log.warn({ err: error, dropId: draw.dropId }, 'no beacon: the draw is commit–reveal only');
      return null;
    }
  }
}

/** Fixes the lobby once every join before the seal is in Postgres. */
async function seal(stores: DrawerStores, draw: DueDraw): Promise<boolean> {
  const epoch = stores.epoch.current();
  if (epoch === null) return false;
  const place = { epoch, eventId: draw.eventId, dropId: draw.dropId };
  // In this order: what joins after the indices were read stands behind, whether or not it is copied.
  const nexts = await readNexts(stores.redis, place);
  if (nexts.length === 0) return false;
  while (await copyJoinsOf(stores, place)) {
    // Another page is there: everybody who joined before is copied before anybody is counted.
  }
  if (!(await stores.epoch.confirm(epoch))) return false;
  return sealLobby(stores.database, place, nexts);
}

function outcomeOf(
  draw: DueDraw,
  root: Uint8Array,
  secret: Buffer | null,
  beacon: Beacon | null,
): DrawOutcome {
  const rootWasFirst = draw.rootedMs !== null && draw.rootedMs < draw.beaconMs;
  const bytes = (buffer: Buffer | null): Uint8Array<ArrayBuffer> | null =>
    buffer === null ? null : new Uint8Array(buffer);
  return {
    proof: proofOf({ secret: secret !== null, beacon: beacon !== null, rootWasFirst }),
    seed: new Uint8Array(
      seedOf({
        dropId: draw.dropId,
        secret: secret ?? new Uint8Array(),
        beacon: beacon?.randomness ?? new Uint8Array(),
        root,
      }),
    ),
    secret: bytes(secret),
    beacon: bytes(beacon?.randomness ?? null),
    beaconSignature: bytes(beacon?.signature ?? null),
  };
}

interface LeavesPart {
  readonly hashes: Uint8Array<ArrayBuffer>;
  readonly node: Uint8Array<ArrayBuffer>;
}

/** Parts are as long as a power of two, so that their roots are nodes of the whole tree. Between two of them others work. */
async function partsOf(hashes: Uint8Array): Promise<LeavesPart[]> {
  const bytes = leavesPerPart * hashBytes;
  const parts: LeavesPart[] = [];
  for (let start = 0; start < hashes.length; start += bytes) {
    const own = new Uint8Array(hashes.subarray(start, start + bytes));
    parts.push({ hashes: own, node: new Uint8Array(buildMerkleTree(own).root) });
    await othersTurn();
  }
  return parts;
}
