import { generateKeyPairSync, randomUUID } from 'node:crypto';
import type { DrawFacts, LobbyReceipt } from '@fairgate/shared/contracts/draws.ts';
import { quicknet, roundMs } from '@fairgate/shared/draw/beacon-chain.ts';
import { lobbyLeafHash } from '@fairgate/shared/draw/lobby-leaf.ts';
import { signLobby } from '@fairgate/shared/draw/lobby-signature.ts';
import { buildMerkleTree } from '@fairgate/shared/draw/merkle.ts';
import { commitmentTo, seedOf } from '@fairgate/shared/draw/seed.ts';
import { describe, expect, it } from 'vitest';
import { createTestBeacon } from '../../../tests/support/test-beacon.ts';
import { checkDraw, type FindingName, type PublishedDraw } from './check-draw.ts';
import { checkReceipt } from './check-receipt.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const beacon = createTestBeacon();
const round = 1_000;
const beaconMs = roundMs(beacon.chain, round);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const at = (ms: number): string => new Date(beaconMs + ms).toISOString();

interface Story {
  readonly withoutBeacon?: boolean;
  readonly withoutSecret?: boolean;
  readonly rootAfterMs?: number;
}

/** A draw of seven people in two lanes, one of whom gave the place up, as an installation would publish it. */
function heldDraw(story: Story = {}): PublishedDraw & { readonly receipt: LobbyReceipt } {
  const dropId = randomUUID();
  const secret = Buffer.alloc(32, 3);
  const salt = Buffer.alloc(16, 4);
  const lobby = [5, 2];
  const accounts = Array.from({ length: 7 }, (_, number) => (number === 2 ? null : randomUUID()));
  const hashes = accounts.map((accountId, place) =>
    lobbyLeafHash({ lane: place < 5 ? 0 : 1, number: place < 5 ? place : place - 5, accountId }, () => salt),
  );
  const tree = buildMerkleTree(Buffer.concat(hashes));
  const sealedAt = at(-40_000);
  const parts = {
    dropId,
    secret: story.withoutSecret ? new Uint8Array() : secret,
    beacon: story.withoutBeacon ? new Uint8Array() : beacon.randomnessOf(round),
    root: tree.root,
  };
  const rootMs = story.rootAfterMs ?? -38_000;
  const rootFirst = !story.withoutBeacon && rootMs < 0;
  const proof = story.withoutSecret
    ? rootFirst
      ? 'SECRET_WITHHELD'
      : 'UNPROVEN'
    : rootFirst
      ? 'FULL'
      : 'COMMIT_REVEAL';
  const rootSignature = signLobby(
    { dropId, sealedAt: new Date(sealedAt), lobby, root: tree.root },
    privateKey,
  );
  const facts: DrawFacts = {
    dropId,
    algorithm: 'fairgate-draw-v1',
    state: 'DRAWN',
    commitment: hex(commitmentTo(secret)),
    scheduledAt: at(-3_600_000),
    sealAt: at(-41_000),
    beacon: { chain: beacon.chain.hash, round, at: at(0) },
    lanes: lobby.map((people, lane) => ({ lane, name: `lane ${lane}`, weight: 1, lobby: people })),
    sealedAt,
    root: hex(tree.root),
    rootKeyId: 'test',
    rootSignature,
    rootedAt: at(rootMs),
    secret: story.withoutSecret ? null : hex(secret),
    randomness: story.withoutBeacon ? null : hex(beacon.randomnessOf(round)),
    beaconSignature: story.withoutBeacon ? null : hex(beacon.signatureOf(round)),
    seed: hex(seedOf(parts)),
    proof,
    drawnAt: at(story.withoutSecret ? 60_000 : 1_000 + Math.max(0, rootMs)),
  };
  const receipt: LobbyReceipt = {
    ...{
      dropId,
      accountId: accounts[3]!,
      lane: 0,
      number: 3,
      salt: hex(salt),
      lobby,
      sealedAt,
      rootSignature,
    },
    path: tree.pathOf(3).map(({ side, hash }) => ({ side, hash: hex(hash) })),
    root: hex(tree.root),
    rootKeyId: 'test',
  };
  const keys = [
    { kid: 'other', kty: 'OKP' },
    { ...publicKey.export({ format: 'jwk' }), kid: 'test' },
  ];
  return { facts, leaves: Buffer.concat(hashes), keys, receipt };
}

const brokenIn = async (draw: PublishedDraw, chain = beacon.chain): Promise<FindingName[]> =>
  (await checkDraw(draw, chain)).filter(({ holds }) => holds === false).map(({ name }) => name);

describe('a draw that was held rightly', () => {
  it.each<[string, Story, FindingName[]]>([
    ['with all there is', {}, []],
    ['without a beacon', { withoutBeacon: true }, ['beacon']],
    ['with a late root', { rootAfterMs: 5_000 }, []],
    ['without its secret', { withoutSecret: true }, ['commitment']],
    ['without either', { withoutBeacon: true, withoutSecret: true }, ['commitment', 'beacon']],
  ])('%s', async (_what, story, unchecked) => {
    const findings = await checkDraw(heldDraw(story), beacon.chain);
    expect(findings.filter(({ holds }) => holds === false)).toEqual([]);
    expect(findings.filter(({ holds }) => holds === null).map(({ name }) => name)).toEqual(unchecked);
  });
});

describe('a draw that was altered', () => {
  const flip = (text: string | null): string => `${text?.[0] === '0' ? '1' : '0'}${text?.slice(1)}`;
  const changes: [string, (draw: PublishedDraw) => PublishedDraw, FindingName[]][] = [
    ['another secret', fact(({ secret }) => ({ secret: flip(secret) })), ['commitment', 'seed']],
    ['another commitment', fact(({ commitment }) => ({ commitment: flip(commitment) })), ['commitment']],
    [
      'one leaf altered',
      leaves((bytes) => {
        bytes[40] = bytes[40]! ^ 1;
        return bytes;
      }),
      ['root'],
    ],
    ['one leaf more', leaves((bytes) => Buffer.concat([bytes, bytes.subarray(0, 32)])), ['lobby', 'root']],
    ['one leaf less', leaves((bytes) => bytes.subarray(32)), ['lobby', 'root']],
    ['another root', fact(({ root }) => ({ root: flip(root) })), ['root', 'signature', 'seed']],
    [
      'another signature',
      fact(({ rootSignature }) => ({
        rootSignature: `${rootSignature?.startsWith('A') ? 'B' : 'A'}${rootSignature?.slice(1)}`,
      })),
      ['signature'],
    ],
    ['a key that nobody has', fact(() => ({ rootKeyId: 'lost' })), ['signature']],
    [
      'one person more in a lobby',
      fact(({ lanes }) => ({ lanes: lanes.map((lane, n) => (n === 1 ? { ...lane, lobby: 3 } : lane)) })),
      ['lobby', 'signature'],
    ],
    [
      'people moved between lobbies',
      fact(({ lanes }) => ({ lanes: lanes.map((lane, n) => ({ ...lane, lobby: n === 0 ? 4 : 3 })) })),
      ['signature'],
    ],
    [
      'another seal',
      fact(({ sealedAt }) => ({ sealedAt: new Date(Date.parse(sealedAt ?? '') + 1).toISOString() })),
      ['signature'],
    ],
    [
      'randomness that nobody signed',
      fact(({ randomness }) => ({ randomness: flip(randomness) })),
      ['beacon', 'seed'],
    ],
    [
      'the beacon of another round',
      fact(() => ({
        randomness: hex(beacon.randomnessOf(round + 1)),
        beaconSignature: hex(beacon.signatureOf(round + 1)),
      })),
      ['beacon', 'seed'],
    ],
    [
      'a round of another time',
      fact(({ beacon: told }) => ({ beacon: { ...told, round: round + 1 } })),
      ['beacon'],
    ],
    ['another seed', fact(({ seed }) => ({ seed: flip(seed) })), ['seed']],
    ['a root after the beacon, called full', fact(() => ({ rootedAt: at(500) })), ['proof']],
    ['drawn before the beacon', fact(() => ({ drawnAt: at(-1) })), ['times']],
    [
      'sealed before its time',
      fact(({ sealAt }) => ({ sealAt: new Date(Date.parse(sealAt) + 5_000).toISOString() })),
      ['times'],
    ],
  ];

  it.each(changes)('%s', async (_what, change, broken) => {
    expect(await brokenIn(change(heldDraw()))).toEqual(broken);
  });

  it('another chain than was announced', async () => {
    expect(await brokenIn(heldDraw(), quicknet)).toEqual(['beacon']);
  });

  it('a beacon left out of the story, called full', async () => {
    const draw = heldDraw({ withoutBeacon: true });
    expect(await brokenIn({ ...draw, facts: { ...draw.facts, proof: 'FULL' } })).toEqual(['proof']);
  });

  function fact(change: (facts: DrawFacts) => Partial<DrawFacts>) {
    return (draw: PublishedDraw): PublishedDraw => ({
      ...draw,
      facts: { ...draw.facts, ...change(draw.facts) },
    });
  }

  function leaves(change: (bytes: Buffer) => Buffer) {
    return (draw: PublishedDraw): PublishedDraw => ({ ...draw, leaves: change(Buffer.from(draw.leaves)) });
  }
});

describe('a receipt', () => {
  it('shows that its account was in the lobby, and the rank it was drawn', () => {
    const { facts, receipt } = heldDraw();
    const finding = checkReceipt(receipt, facts);
    expect(finding.holds).toBe(true);
    expect(finding.sentence).toMatch(/number 3 of lane 0, and was drawn [1-5] of 5/);
  });

  it.each<[string, (receipt: LobbyReceipt) => Partial<LobbyReceipt>]>([
    ['of another account', () => ({ accountId: randomUUID() })],
    ['with another number', () => ({ number: 4 })],
    ['with a number that nobody had', () => ({ number: 5 })],
    ['in another lane', () => ({ lane: 1 })],
    ['with another salt', ({ salt }) => ({ salt: salt.replaceAll('0', '1') })],
    ['of another drop', () => ({ dropId: randomUUID() })],
    ['with a step left out', ({ path }) => ({ path: path.slice(1) })],
  ])('is worth nothing %s', (_what, change) => {
    const { facts, receipt } = heldDraw();
    expect(checkReceipt({ ...receipt, ...change(receipt) }, facts).holds).toBe(false);
  });
});
