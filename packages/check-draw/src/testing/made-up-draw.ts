import { createHash, generateKeyPairSync } from 'node:crypto';
import type { DrawFacts, LobbyReceipt } from '@fairgate/shared/contracts/draws.ts';
import { roundMs } from '@fairgate/shared/draw/beacon-chain.ts';
import { createLobbySalts, lobbyLeafHash } from '@fairgate/shared/draw/lobby-leaf.ts';
import { signLobby } from '@fairgate/shared/draw/lobby-signature.ts';
import { buildMerkleTree } from '@fairgate/shared/draw/merkle.ts';
import { proofOf } from '@fairgate/shared/draw/proof.ts';
import { commitmentTo, seedOf } from '@fairgate/shared/draw/seed.ts';
import { createTestBeaconChain } from '../../../../tests/support/test-beacon.ts';
import type { PublishedDraw } from '../check-draw.ts';

export interface MadeUpDraw extends PublishedDraw {
  readonly receiptOf: (lane: number, number: number) => LobbyReceipt;
}

interface Kind {
  readonly lobby?: readonly number[];
  readonly secret?: boolean;
  readonly beacon?: boolean;
  readonly lateRoot?: boolean;
}

export const dropId = '01a214ec-0000-7000-8000-00000000d201';
export const testChain = createTestBeaconChain({ genesisSeconds: 1_700_000_000, periodSeconds: 3 });
const round = 1_000;
const beaconMs = roundMs(testChain.chain, round);
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const rootKeyId = 'key-1';

/** A draw as an honest gateway publishes it; the same every time, but for its keys. */
export function madeUpDraw(kind: Kind = {}): MadeUpDraw {
  const { lobby = [5, 3], secret: revealed = true, beacon: had = true, lateRoot = false } = kind;
  const secret = createHash('sha256').update('secret').digest();
  const saltOf = createLobbySalts(createHash('sha256').update('salts').digest());
  const people = lobby.flatMap((size, lane) =>
    Array.from({ length: size }, (_, number) => ({ lane, number })),
  );
  const leaves = Buffer.concat(
    people.map((one) => lobbyLeafHash({ ...one, accountId: accountOf(one) }, saltOf)),
  );
  const tree = buildMerkleTree(leaves);
  const sealedAt = new Date(beaconMs - 50_000);
  const rootSignature = signLobby({ dropId, sealedAt, lobby, root: tree.root }, privateKey);
  const beacon = had ? testChain.beaconOf(round) : null;
  const none = new Uint8Array();
  const seed = seedOf({
    dropId,
    secret: revealed ? secret : none,
    beacon: beacon?.randomness ?? none,
    root: tree.root,
  });
  const facts: DrawFacts = {
    ...{ dropId, algorithm: 'fairgate-draw-v1', state: 'DRAWN' },
    commitment: commitmentTo(secret).toString('hex'),
    scheduledAt: instant(-3_600_000),
    sealAt: instant(-50_100),
    beacon: { chain: testChain.chain.hash, round, at: instant(0) },
    lanes: lobby.map((size, lane) => ({ lane, name: `Lane ${lane}`, weight: 1, lobby: size })),
    sealedAt: sealedAt.toISOString(),
    root: tree.root.toString('hex'),
    ...{ rootKeyId, rootSignature },
    rootedAt: instant(lateRoot ? 100 : -45_000),
    secret: revealed ? secret.toString('hex') : null,
    randomness: beacon?.randomness.toString('hex') ?? null,
    beaconSignature: beacon?.signature.toString('hex') ?? null,
    seed: seed.toString('hex'),
    proof: proofOf({ secret: revealed, beacon: had, rootWasFirst: !lateRoot }),
    drawnAt: instant(5_000),
  };
  return {
    ...{ facts, leaves },
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: rootKeyId, alg: 'EdDSA', use: 'sig' } as never],
    receiptOf(lane, number) {
      const at = people.findIndex((one) => one.lane === lane && one.number === number);
      const accountId = accountOf({ lane, number });
      return {
        ...{ dropId, accountId, lane, number, lobby: [...lobby], rootKeyId, rootSignature },
        salt: saltOf(accountId).toString('hex'),
        path: tree.pathOf(at).map(({ side, hash }) => ({ side, hash: Buffer.from(hash).toString('hex') })),
        root: tree.root.toString('hex'),
        sealedAt: sealedAt.toISOString(),
      };
    },
  };
}

function accountOf({ lane, number }: { readonly lane: number; readonly number: number }): string {
  return `01a214ec-0000-7000-8${lane.toString().padStart(3, '0')}-${number.toString(16).padStart(12, '0')}`;
}

/** Beside the beacon's round. */
function instant(ms: number): string {
  return new Date(beaconMs + ms).toISOString();
}
