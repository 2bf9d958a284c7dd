import { createHash } from 'node:crypto';
import type { JsonWebKeySet } from '@fairgate/shared/contracts/accounts.ts';
import type { DrawFacts } from '@fairgate/shared/contracts/draws.ts';
import { type BeaconChain, roundMs } from '@fairgate/shared/draw/beacon-chain.ts';
import { isBeaconOf } from '@fairgate/shared/draw/fetch-beacon.ts';
import { isLobbySignature, type SealedLobby } from '@fairgate/shared/draw/lobby-signature.ts';
import { buildMerkleTree, hashBytes } from '@fairgate/shared/draw/merkle.ts';
import { proofOf } from '@fairgate/shared/draw/proof.ts';
import { commitmentTo, seedOf } from '@fairgate/shared/draw/seed.ts';
import { checkRanks } from './check-ranks.ts';
import { type DrawnFacts, drawnFacts, peopleOf } from './drawn-facts.ts';
import { type Finding, finding, idle, Unchecked } from './finding.ts';

/** What a gateway publishes of a draw. */
export interface PublishedDraw {
  readonly facts: DrawFacts;
  /** The leaves' hashes, 32 bytes each, one after the other. */
  readonly leaves: Uint8Array;
  readonly keys: JsonWebKeySet['keys'];
}

/**
 * Recomputes a draw. Everything follows from what is given; nothing is asked for.
 * @param chain the beacon that is believed, whatever the facts say; Unchecked when the draw took another
 */
export async function checkDraw(published: PublishedDraw, chain: BeaconChain): Promise<Finding[]> {
  const drawn = drawnFacts(published.facts);
  if (!('dropId' in drawn))
    return [finding('facts', false, '', `It is said to be drawn, but is not told: ${drawn.join(', ')}.`)];
  if (drawn.randomness !== null && drawn.beacon.chain !== chain.hash) {
    throw new Unchecked(
      `The draw took the beacon ${drawn.beacon.chain}, and this check knows ${chain.hash}. Give the other one with --chain, as its /info tells it.`,
    );
  }
  const beaconMs = drawn.beacon.chain === chain.hash ? roundMs(chain, drawn.beacon.round) : null;
  return [
    checkCommitment(drawn),
    checkCount(drawn, published.leaves),
    checkRoot(drawn, published.leaves),
    checkSignature('signature', sealedLobbyOf(drawn), drawn, published.keys),
    checkRound(drawn, beaconMs),
    await checkBeacon(drawn, chain),
    checkRootFirst(drawn, rootWasFirst(drawn, beaconMs)),
    checkSeed(drawn),
    checkProof(drawn, rootWasFirst(drawn, beaconMs)),
    checkRanks(drawn, published.leaves.length / hashBytes),
    checkTimes(drawn, beaconMs),
  ];
}

/** @param signed names the key, and what is to be its signature */
export function checkSignature(
  check: string,
  lobby: SealedLobby,
  signed: { readonly rootKeyId: string; readonly rootSignature: string },
  keys: JsonWebKeySet['keys'],
): Finding {
  const key = keys.find(({ kid }) => kid === signed.rootKeyId);
  if (key === undefined)
    return finding(
      check,
      false,
      '',
      `The gateway publishes no key ${signed.rootKeyId}, which is to have signed.`,
    );
  return finding(
    check,
    isSignature(lobby, signed.rootSignature, key),
    `The gateway's key ${signed.rootKeyId} signed root, drop, time of the seal and people per lane.`,
    `The signature over root, drop, time of the seal and people per lane is not that of the key ${signed.rootKeyId}.`,
  );
}

function isSignature(lobby: SealedLobby, signature: string, key: JsonWebKeySet['keys'][number]): boolean {
  try {
    return isLobbySignature(lobby, signature, { ...key });
  } catch {
    // Not a key at all, or not a time.
    return false;
  }
}

function sealedLobbyOf({ dropId, sealedAt, lobby, root }: DrawnFacts): SealedLobby {
  return { dropId, sealedAt: new Date(sealedAt), lobby, root: bytesOf(root) };
}

function checkCommitment({ secret, commitment }: DrawnFacts): Finding {
  if (secret === null)
    return idle('commitment', 'The secret was withheld: nothing can be held against the commitment.');
  return finding(
    'commitment',
    commitmentTo(bytesOf(secret)).equals(bytesOf(commitment)),
    `The secret is the one whose hash was announced: ${commitment}.`,
    `The secret is another one than was announced: its SHA-256 is not ${commitment}.`,
  );
}

function checkCount({ lobby }: DrawnFacts, leaves: Uint8Array): Finding {
  const [people, count] = [peopleOf(lobby), leaves.length / hashBytes];
  return finding(
    'leaves',
    people === count,
    `${count} leaves, one for each entry of ${lobby.join(' + ')} in the lanes.`,
    `${count} leaves are published, and the lanes are said to have had ${lobby.join(' + ')} entries.`,
  );
}

function checkRoot({ root }: DrawnFacts, leaves: Uint8Array): Finding {
  const found = buildMerkleTree(leaves.subarray(0, leaves.length - (leaves.length % hashBytes))).root;
  return finding(
    'root',
    found.equals(bytesOf(root)),
    `The leaves make the published root: ${root}.`,
    `The leaves make the root ${found.toString('hex')}; published is ${root}.`,
  );
}

function checkRound({ beacon }: DrawnFacts, beaconMs: number | null): Finding {
  if (beaconMs === null)
    return idle('round', 'The beacon that was announced is not one known here, and was not used.');
  return finding(
    'round',
    beaconMs === Date.parse(beacon.at),
    `Round ${beacon.round} of the beacon was due at ${beacon.at}, as announced.`,
    `Round ${beacon.round} of the beacon was due at ${instantOf(beaconMs)}, and not at ${beacon.at} as announced.`,
  );
}

async function checkBeacon(drawn: DrawnFacts, chain: BeaconChain): Promise<Finding> {
  const { randomness, beaconSignature, beacon } = drawn;
  if (randomness === null && beaconSignature === null)
    return idle('beacon', 'No beacon was used: it could not be had in time, or none is asked.');
  if (randomness === null || beaconSignature === null)
    return finding(
      'beacon',
      false,
      '',
      "Of the beacon's randomness and its signature only one is published.",
    );
  const signature = bytesOf(beaconSignature);
  const hash = createHash('sha256').update(signature).digest();
  if (!hash.equals(bytesOf(randomness)))
    return finding('beacon', false, '', "The randomness is not the SHA-256 of the beacon's signature.");
  return finding(
    'beacon',
    await isBeaconOf(chain, beacon.round, signature, hash),
    `The randomness is what the beacon ${chain.hash.slice(0, 8)}… signed for round ${beacon.round}.`,
    `What is given for round ${beacon.round} is not signed by the beacon ${chain.hash.slice(0, 8)}….`,
  );
}

function checkRootFirst({ rootedAt, proof, randomness }: DrawnFacts, first: boolean): Finding {
  if (!first && proof !== 'FULL' && proof !== 'SECRET_WITHHELD')
    return idle(
      'root-first',
      `The root was written at ${rootedAt}, not before the beacon's round: less is claimed for it.`,
    );
  return finding(
    'root-first',
    first,
    `The root was written at ${rootedAt}, before the beacon's round${randomness === null ? ', which was not used' : ''}.`,
    `The root was written at ${rootedAt}, when the beacon's round was known; ${proof} may not be claimed.`,
  );
}

function checkSeed({ dropId, secret, randomness, root, seed }: DrawnFacts): Finding {
  const parts = {
    dropId,
    secret: bytesOf(secret ?? ''),
    beacon: bytesOf(randomness ?? ''),
    root: bytesOf(root),
  };
  const found = seedOf(parts).toString('hex');
  const named = ['drop', secret !== null && 'secret', randomness !== null && 'beacon', 'root'].filter(
    Boolean,
  );
  return finding(
    'seed',
    found === seed,
    `The seed follows from ${named.join(', ')}: ${seed}.`,
    `From ${named.join(', ')} follows the seed ${found}; published is ${seed}.`,
  );
}

function checkProof({ secret, randomness, proof }: DrawnFacts, first: boolean): Finding {
  const due = proofOf({ secret: secret !== null, beacon: randomness !== null, rootWasFirst: first });
  return finding(
    'proof',
    proof === due,
    `${proof} is what these facts allow to claim.`,
    `${proof} is claimed, and these facts allow ${due}.`,
  );
}

function checkTimes(drawn: DrawnFacts, beaconMs: number | null): Finding {
  const order = [
    ['announced', drawn.scheduledAt],
    ['seal due', drawn.sealAt],
    ['sealed', drawn.sealedAt],
    ['root written', drawn.rootedAt],
    ['drawn', drawn.drawnAt],
  ] as const;
  const wrong = order.flatMap(([what, at], place) => {
    const before = order[place - 1];
    return before === undefined || Date.parse(before[1]) <= Date.parse(at)
      ? []
      : [`${what} before ${before[0]}`];
  });
  if (Date.parse(drawn.drawnAt) < (beaconMs ?? Date.parse(drawn.beacon.at)))
    wrong.push("drawn before the beacon's round");
  return finding(
    'times',
    wrong.length === 0,
    `Announced, sealed, root written, drawn: in this order, drawn at ${drawn.drawnAt}.`,
    `The times are not in order: ${wrong.join(', ')}.`,
  );
}

/** By the chain's own time of the round where the chain is known: an announced time could be any. */
function rootWasFirst({ rootedAt, beacon }: DrawnFacts, beaconMs: number | null): boolean {
  return Date.parse(rootedAt) < (beaconMs ?? Date.parse(beacon.at));
}

export function bytesOf(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex');
}

function instantOf(ms: number): string {
  return new Date(ms).toISOString();
}
