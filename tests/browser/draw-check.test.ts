import { createHash, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DrawFacts, LobbyReceipt } from '@fairgate/shared/contracts/draws.ts';
import { signLobby } from '@fairgate/shared/draw/lobby-signature.ts';
import { describe, expect, it } from 'vitest';

interface Vectors {
  readonly dropId: string;
  readonly commitment: string;
  readonly salt: string;
  readonly leaves: readonly { lane: number; number: number; accountId: string | null; hash: string }[];
  readonly root: string;
  readonly paths: readonly LobbyReceipt['path'][];
  readonly seeds: readonly { what: string; secret: string; beacon: string; seed: string }[];
  readonly laneKeys: readonly { lane: number; key: string }[];
  readonly permutations: readonly { lane: number; size: number; to: [number, number][]; all: string }[];
}
interface Step {
  readonly step: string;
  readonly outcome: 'holds' | 'fails' | 'open';
}
interface Own {
  readonly accountId: string;
  readonly rank: number;
  readonly commitment: string | null;
}
interface DrawCheck {
  readonly commitmentTo: (secret: string) => Promise<string>;
  readonly leafHash: (leaf: object) => Promise<string>;
  readonly rootByPath: (leaf: string, path: LobbyReceipt['path']) => Promise<string>;
  readonly seedOf: (parts: object) => Promise<string>;
  readonly laneKeyOf: (seed: string, lane: number) => Promise<string>;
  readonly permute: (laneKey: string, size: number, index: number) => Promise<number>;
  readonly checkPlace: (
    facts: DrawFacts,
    receipt: LobbyReceipt | null,
    keys: readonly JsonWebKey[],
    own: Own,
  ) => Promise<Step[]>;
}

const vectors = JSON.parse(
  readFileSync(new URL('../../packages/shared/src/draw/draw-vectors.json', import.meta.url), 'utf8'),
) as Vectors;
const full = vectors.seeds[0]!;
const sealedAt = '2026-11-25T12:00:00.000Z';

describe('the check of a draw in the page', async () => {
  const draw = (await import(new URL('../../web/draw-check.js', import.meta.url).href)) as DrawCheck;

  it('hashes the secret, the leaves and their way to the root as frozen', async () => {
    expect(await draw.commitmentTo(full.secret)).toBe(vectors.commitment);
    for (const [at, leaf] of vectors.leaves.entries()) {
      expect(await draw.leafHash({ ...leaf, salt: vectors.salt })).toBe(leaf.hash);
      expect(await draw.rootByPath(leaf.hash, vectors.paths[at]!)).toBe(vectors.root);
    }
  });

  it.each(vectors.seeds)('makes the seed as frozen: $what', async ({ secret, beacon, seed }) => {
    expect(await draw.seedOf({ dropId: vectors.dropId, secret, beacon, root: vectors.root })).toBe(seed);
  });

  it('derives each lane its key, and permutes as frozen', async () => {
    for (const { lane, key } of vectors.laneKeys) expect(await draw.laneKeyOf(full.seed, lane)).toBe(key);
    for (const { lane, size, to } of vectors.permutations) {
      const key = await draw.laneKeyOf(full.seed, lane);
      for (const [from, position] of to) expect(await draw.permute(key, size, from)).toBe(position);
    }
  });

  it('finds every step of an honest draw right, and each lie wrong', async () => {
    const { facts, receipt, keys, own } = await honestDraw();
    const outcomes = async (...[f, r, k, o]: Parameters<DrawCheck['checkPlace']>) =>
      Object.fromEntries((await draw.checkPlace(f, r, k, o)).map(({ step, outcome }) => [step, outcome]));
    const right = { commitment: 'holds', path: 'holds', signature: 'holds', seed: 'holds', rank: 'holds' };
    expect(await outcomes(facts, receipt, keys, own)).toEqual(right);
    const other = createHash('sha256').digest('hex');
    const lies: [object, Parameters<DrawCheck['checkPlace']>][] = [
      [{ commitment: 'fails' }, [{ ...facts, commitment: other }, receipt, keys, own]],
      [{ commitment: 'fails' }, [facts, receipt, keys, { ...own, commitment: other }]],
      [{ commitment: 'open', seed: 'fails' }, [{ ...facts, secret: null }, receipt, keys, own]],
      [{ path: 'fails' }, [facts, { ...receipt, salt: '00' }, keys, own]],
      [{ path: 'fails' }, [facts, receipt, keys, { ...own, accountId: vectors.leaves[2]!.accountId! }]],
      [{ path: 'fails', signature: 'fails' }, [{ ...facts, sealedAt: facts.sealAt }, receipt, keys, own]],
      [{ signature: 'open' }, [facts, receipt, [], own]],
      [{ rank: 'fails' }, [facts, receipt, keys, { ...own, rank: own.rank + 1 }]],
    ];
    for (const [wrong, asked] of lies) expect(await outcomes(...asked)).toEqual({ ...right, ...wrong });
    expect(await outcomes(facts, null, keys, own)).toEqual({
      ...{ commitment: 'holds', signature: 'holds', seed: 'holds' },
    });
  });

  /** The lobby of the vectors, signed anew, and somebody's receipt. */
  async function honestDraw() {
    const at = 3;
    const leaf = vectors.leaves[at]!;
    const lobby = [4, 1];
    const root = Buffer.from(vectors.root, 'hex');
    const { dropId, commitment, salt } = vectors;
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const rootSignature = signLobby({ dropId, sealedAt: new Date(sealedAt), lobby, root }, privateKey);
    const signed = { root: vectors.root, rootKeyId: 'k', rootSignature, sealedAt };
    const facts: DrawFacts = {
      ...{ dropId, algorithm: 'fairgate-draw-v1', state: 'DRAWN', commitment, ...signed },
      ...{ scheduledAt: '2026-11-25T10:00:00.000Z', sealAt: '2026-11-25T11:59:59.000Z' },
      ...{ beacon: { chain: '00', round: 1, at: sealedAt }, rootedAt: sealedAt, drawnAt: sealedAt },
      lanes: lobby.map((people, lane) => ({ lane, name: `lane ${lane}`, weight: 1, lobby: people })),
      ...{
        secret: full.secret,
        randomness: full.beacon,
        beaconSignature: '00',
        seed: full.seed,
        proof: 'FULL',
      },
    };
    const accountId = leaf.accountId!;
    const { lane, number } = leaf;
    const receipt = {
      dropId,
      accountId,
      lane,
      number,
      salt,
      path: [...vectors.paths[at]!],
      lobby,
      ...signed,
    };
    const rank = (await draw.permute(await draw.laneKeyOf(full.seed, lane), lobby[lane]!, number)) + 1;
    const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'k' }];
    return { facts, receipt, keys, own: { accountId, rank, commitment } };
  }
});
