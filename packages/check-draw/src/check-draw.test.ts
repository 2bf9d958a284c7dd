import type { DrawFacts } from '@fairgate/shared/contracts/draws.ts';
import { quicknet } from '@fairgate/shared/draw/beacon-chain.ts';
import { describe, expect, test } from 'vitest';
import { checkDraw, type PublishedDraw } from './check-draw.ts';
import { checkReceipt } from './check-receipt.ts';
import { type Finding, Unchecked } from './finding.ts';
import { madeUpDraw, testChain } from './testing/made-up-draw.ts';

const names = (findings: readonly Finding[], state: Finding['state']): string[] =>
  findings.filter((one) => one.state === state).map(({ check }) => check);

const check = (published: PublishedDraw): Promise<Finding[]> => checkDraw(published, testChain.chain);

/** With one byte of a hex text turned over. */
const turned = (hex: string | null, at = 3): string => {
  const bytes = Buffer.from(hex ?? '', 'hex');
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes.toString('hex');
};

const otherText = (text: string): string => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;

describe('an honest draw', () => {
  test.each([
    ['FULL', {}, []],
    ['FULL', { lobby: [0] }, []],
    ['FULL', { lobby: [1, 0, 4_200] }, []],
    ['COMMIT_REVEAL', { beacon: false }, ['beacon']],
    ['COMMIT_REVEAL', { lateRoot: true }, ['root-first']],
    ['SECRET_WITHHELD', { secret: false }, ['commitment']],
    ['UNPROVEN', { secret: false, beacon: false }, ['commitment', 'beacon']],
    ['UNPROVEN', { secret: false, lateRoot: true }, ['commitment', 'root-first']],
  ] as const)('%s of %j holds', async (proof, kind, idleChecks) => {
    const draw = madeUpDraw(kind);
    const findings = await check(draw);
    expect(draw.facts.proof).toBe(proof);
    expect(names(findings, 'broken')).toEqual([]);
    expect(names(findings, 'idle')).toEqual(idleChecks);
  });
});

describe('one thing altered is found by the checks that name it', () => {
  type Alter = (draw: PublishedDraw) => PublishedDraw;
  const facts =
    (change: (facts: DrawFacts) => Partial<DrawFacts>): Alter =>
    (draw) => ({ ...draw, facts: { ...draw.facts, ...change(draw.facts) } });
  const leaves =
    (change: (leaves: Buffer) => Uint8Array): Alter =>
    (draw) => ({ ...draw, leaves: change(Buffer.from(draw.leaves)) });

  const altered: readonly (readonly [string, Alter, readonly string[]])[] = [
    ['a leaf', leaves((all) => Buffer.from(turned(all.toString('hex'), 70), 'hex')), ['root']],
    [
      'two leaves changed about',
      leaves((all) => Buffer.concat([all.subarray(32, 64), all.subarray(0, 32), all.subarray(64)])),
      ['root'],
    ],
    ['a leaf too many', leaves((all) => Buffer.concat([all, Buffer.alloc(32)])), ['leaves', 'root']],
    ['a leaf too few', leaves((all) => all.subarray(32)), ['leaves', 'root']],
    ['the root', facts(({ root }) => ({ root: turned(root) })), ['root', 'signature', 'seed']],
    ['the commitment', facts(({ commitment }) => ({ commitment: turned(commitment) })), ['commitment']],
    ['the secret', facts(({ secret }) => ({ secret: turned(secret) })), ['commitment', 'seed']],
    ['the secret left out', facts(() => ({ secret: null })), ['seed', 'proof']],
    ['the seed', facts(({ seed }) => ({ seed: turned(seed) })), ['seed']],
    ['the randomness', facts(({ randomness }) => ({ randomness: turned(randomness) })), ['beacon', 'seed']],
    [
      "the beacon's signature",
      facts((all) => ({ beaconSignature: turned(all.beaconSignature) })),
      ['beacon'],
    ],
    ["the beacon's signature left out", facts(() => ({ beaconSignature: null })), ['beacon']],
    [
      'another round',
      facts(({ beacon }) => ({ beacon: { ...beacon, round: beacon.round + 1 } })),
      ['round', 'beacon'],
    ],
    [
      'the time of the round',
      facts(({ beacon }) => ({ beacon: { ...beacon, at: '2023-11-14T23:03:20.000Z' } })),
      ['round'],
    ],
    [
      "the root's signature",
      facts((all) => ({ rootSignature: otherText(all.rootSignature ?? '') })),
      ['signature'],
    ],
    ['no signature', facts(() => ({ rootSignature: '' })), ['signature']],
    ['another key', facts(() => ({ rootKeyId: 'key-2' })), ['signature']],
    ['the time of the seal', facts(() => ({ sealedAt: madeUpDraw().facts.sealAt })), ['signature']],
    [
      'people per lane, the sum the same',
      facts(({ lanes }) => ({ lanes: counted(lanes, [4, 4]) })),
      ['signature'],
    ],
    ['people per lane', facts(({ lanes }) => ({ lanes: counted(lanes, [5, 2]) })), ['leaves', 'signature']],
    ['a root after the beacon', facts(({ beacon }) => ({ rootedAt: beacon.at })), ['root-first', 'proof']],
    ['a label that is too weak', facts(() => ({ proof: 'COMMIT_REVEAL' })), ['proof']],
    ['a root before the seal', facts(({ sealAt }) => ({ rootedAt: sealAt })), ['times']],
    ['a draw before the beacon', facts(({ rootedAt }) => ({ drawnAt: rootedAt ?? '' })), ['times']],
    ['a root that is not told', facts(() => ({ root: null })), ['facts']],
  ];

  test.each(altered)('%s', async (_, alter, broken) => {
    expect(names(await check(alter(madeUpDraw())), 'broken')).toEqual(broken);
  });

  test('FULL claimed for a draw with a late root, or without a beacon', async () => {
    const claim = facts(() => ({ proof: 'FULL' }));
    expect(names(await check(claim(madeUpDraw({ lateRoot: true }))), 'broken')).toEqual([
      'root-first',
      'proof',
    ]);
    expect(names(await check(claim(madeUpDraw({ beacon: false }))), 'broken')).toEqual(['proof']);
  });

  test('a key that is none', async () => {
    const draw = madeUpDraw();
    const keys = draw.keys.map((key) => ({ ...key, x: 'AAAA' }));
    expect(names(await check({ ...draw, keys }), 'broken')).toEqual(['signature']);
  });

  function counted(lanes: DrawFacts['lanes'], lobby: readonly number[]): DrawFacts['lanes'] {
    return lanes.map((lane, at) => ({ ...lane, lobby: lobby[at] ?? 0 }));
  }
});

test('a draw by a beacon that is not known here cannot be checked', async () => {
  await expect(checkDraw(madeUpDraw(), quicknet)).rejects.toThrow(Unchecked);
  const withoutBeacon = await checkDraw(madeUpDraw({ beacon: false }), quicknet);
  expect(names(withoutBeacon, 'broken')).toEqual([]);
  expect(names(withoutBeacon, 'idle')).toEqual(['round', 'beacon']);
});

describe('a receipt', () => {
  const draw = madeUpDraw();

  test('holds for everybody, and everybody has a rank of their own', () => {
    for (const [lane, size] of [5, 3].entries()) {
      const checked = Array.from({ length: size }, (_, number) =>
        checkReceipt(draw.receiptOf(lane, number), draw),
      );
      for (const one of checked) expect(names(one?.findings ?? [], 'holds')).toHaveLength(4);
      expect(checked.map((one) => one?.rank).sort()).toEqual(
        Array.from({ length: size }, (_, rank) => rank + 1),
      );
    }
  });

  const receipt = draw.receiptOf(1, 2);
  test.each([
    ['another account', { accountId: draw.receiptOf(1, 1).accountId }, ['receipt-leaf', 'receipt-path']],
    ['another salt', { salt: turned(receipt.salt) }, ['receipt-leaf', 'receipt-path']],
    ['another number', { number: 1 }, ['receipt-leaf', 'receipt-path']],
    ['a number behind the last', { number: 3 }, ['receipt-leaf', 'receipt-path']],
    ['another path', { path: draw.receiptOf(1, 1).path }, ['receipt-path']],
    ['another root', { root: turned(receipt.root) }, ['receipt-draw', 'receipt-signature', 'receipt-path']],
    ['another drop', { dropId: receipt.accountId }, ['receipt-draw', 'receipt-signature']],
    ['other people per lane', { lobby: [5, 4] }, ['receipt-draw', 'receipt-signature']],
    ['another signature', { rootSignature: otherText(receipt.rootSignature) }, ['receipt-signature']],
  ])('with %s is found out', (_, change, broken) => {
    expect(names(checkReceipt({ ...receipt, ...change }, draw)?.findings ?? [], 'broken')).toEqual(broken);
  });

  test('from before the root was replaced keeps its signature', () => {
    const later = { ...draw, facts: { ...draw.facts, root: turned(draw.facts.root) } };
    expect(names(checkReceipt(receipt, later)?.findings ?? [], 'broken')).toEqual(['receipt-draw']);
  });
});
