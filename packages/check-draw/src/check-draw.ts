import type { DrawFacts } from '@fairgate/shared/contracts/draws.ts';
import type { BeaconChain } from '@fairgate/shared/draw/beacon-chain.ts';
import { roundMs } from '@fairgate/shared/draw/beacon-chain.ts';
import { isBeaconOf } from '@fairgate/shared/draw/fetch-beacon.ts';
import { isLobbySignature } from '@fairgate/shared/draw/lobby-signature.ts';
import { buildMerkleTree, hashBytes } from '@fairgate/shared/draw/merkle.ts';
import { createPermutation } from '@fairgate/shared/draw/permutation.ts';
import { proofOf } from '@fairgate/shared/draw/proof-of.ts';
import { commitmentTo, laneKeyOf, seedOf } from '@fairgate/shared/draw/seed.ts';

/** A public key of the installation, as its key set has it. */
export type PublicKey = Readonly<Record<string, unknown>> & { readonly kid: string };

/** What an installation publishes about a draw that is drawn. */
export interface PublishedDraw {
  readonly facts: DrawFacts;
  /** The hashes of all leaves, one after the other. */
  readonly leaves: Uint8Array;
  readonly keys: readonly PublicKey[];
}

export type FindingName =
  | 'commitment'
  | 'lobby'
  | 'root'
  | 'signature'
  | 'beacon'
  | 'seed'
  | 'proof'
  | 'ranks'
  | 'times'
  | 'log';

export interface Finding {
  readonly name: FindingName;
  /** null: there is nothing to check. */
  readonly holds: boolean | null;
  /** What was found, in a sentence. */
  readonly sentence: string;
}

/** Recomputes a draw. Nothing is believed but the time at which the installation says that it wrote the root. */
export async function checkDraw(draw: PublishedDraw, chain: BeaconChain): Promise<readonly Finding[]> {
  return [
    checkCommitment(draw.facts),
    checkLobby(draw),
    checkRoot(draw),
    checkSignature(draw),
    await checkBeacon(draw.facts, chain),
    checkSeed(draw.facts),
    checkProof(draw.facts),
    checkRanks(draw.facts),
    checkTimes(draw.facts),
  ];
}

function checkCommitment({ secret, commitment }: DrawFacts): Finding {
  if (secret === null)
    return {
      name: 'commitment',
      holds: null,
      sentence: 'the secret was withheld: nothing shows what it was',
    };
  const holds = commitmentTo(bytesOf(secret)).toString('hex') === commitment;
  return {
    name: 'commitment',
    holds,
    sentence: holds
      ? 'the secret is the one that was promised when the drop was scheduled'
      : 'the secret is another one than was promised',
  };
}

function lobbyOf({ lanes }: DrawFacts): number[] {
  return lanes.map(({ lobby }) => lobby ?? 0);
}

function peopleIn(facts: DrawFacts): number {
  return lobbyOf(facts).reduce((sum, people) => sum + people, 0);
}

function checkLobby({ facts, leaves }: PublishedDraw): Finding {
  const people = peopleIn(facts);
  const count = leaves.length / hashBytes;
  const holds = count === people;
  return {
    name: 'lobby',
    holds,
    sentence: holds
      ? `${people.toLocaleString('en')} numbers were in the lobby, each with its leaf`
      : `there are ${count.toLocaleString('en')} leaves for ${people.toLocaleString('en')} numbers`,
  };
}

function checkRoot({ facts, leaves }: PublishedDraw): Finding {
  const holds = buildMerkleTree(leaves).root.toString('hex') === facts.root;
  return {
    name: 'root',
    holds,
    sentence: holds ? 'the root is that of these leaves' : 'the root is not that of these leaves',
  };
}

function checkSignature({ facts, keys }: PublishedDraw): Finding {
  const key = keys.find(({ kid }) => kid === facts.rootKeyId);
  if (key === undefined)
    return { name: 'signature', holds: false, sentence: `no key is called ${facts.rootKeyId}` };
  const lobby = {
    dropId: facts.dropId,
    sealedAt: new Date(facts.sealedAt ?? 0),
    lobby: lobbyOf(facts),
    root: bytesOf(facts.root),
  };
  const holds = isLobbySignature(lobby, facts.rootSignature ?? '', key);
  return {
    name: 'signature',
    holds,
    sentence: holds
      ? `the installation signed drop, seal, lobby and root with its key ${key.kid}`
      : 'the signature is not of this drop, seal, lobby and root',
  };
}

async function checkBeacon(facts: DrawFacts, chain: BeaconChain): Promise<Finding> {
  const { beacon, randomness, beaconSignature } = facts;
  if (randomness === null)
    return {
      name: 'beacon',
      holds: null,
      sentence: 'no beacon was had: the seed is of secret and root alone',
    };
  if (beacon.chain !== chain.hash)
    return {
      name: 'beacon',
      holds: false,
      sentence: `the announced chain is ${beacon.chain}; give its /info with --chain`,
    };
  const onTime = roundMs(chain, beacon.round) === Date.parse(beacon.at);
  const signed = await isBeaconOf(chain, beacon.round, bytesOf(beaconSignature), bytesOf(randomness));
  return {
    name: 'beacon',
    holds: onTime && signed,
    sentence: !signed
      ? `the randomness is not what the chain signed for round ${beacon.round}`
      : onTime
        ? `the randomness is that of round ${beacon.round}, as announced, signed by the chain`
        : `round ${beacon.round} is not that of ${beacon.at}`,
  };
}

function checkSeed(facts: DrawFacts): Finding {
  const seed = seedOf({
    dropId: facts.dropId,
    secret: bytesOf(facts.secret),
    beacon: bytesOf(facts.randomness),
    root: bytesOf(facts.root),
  });
  const holds = seed.toString('hex') === facts.seed;
  return {
    name: 'seed',
    holds,
    sentence: holds
      ? 'the seed follows from drop, secret, beacon and root'
      : 'the seed is not that of drop, secret, beacon and root',
  };
}

function checkProof(facts: DrawFacts): Finding {
  const rootFirst = facts.rootedAt !== null && Date.parse(facts.rootedAt) < Date.parse(facts.beacon.at);
  const right = proofOf(facts.secret !== null, facts.randomness !== null && rootFirst);
  const holds = facts.proof === right;
  return {
    name: 'proof',
    holds,
    sentence: holds ? `it is rightly called ${right}` : `it is called ${facts.proof}, and is ${right}`,
  };
}

/** Every number of every lane gets a rank, and every rank goes to one number. */
function checkRanks(facts: DrawFacts): Finding {
  const seed = bytesOf(facts.seed);
  const broken = facts.lanes.filter(({ lane, lobby }) => !isBijection(seed, lane, lobby ?? 0));
  const holds = broken.length === 0;
  return {
    name: 'ranks',
    holds,
    sentence: holds
      ? `${peopleIn(facts).toLocaleString('en')} ranks recomputed, none given twice`
      : `ranks are given twice in lanes ${broken.map(({ lane }) => lane).join()}`,
  };
}

function isBijection(seed: Uint8Array, lane: number, size: number): boolean {
  const permutation = createPermutation(laneKeyOf(seed, lane), size);
  const taken = new Uint8Array(size);
  for (let number = 0; number < size; number += 1) taken[permutation.apply(number)] = 1;
  return taken.every((one) => one === 1);
}

function checkTimes(facts: DrawFacts): Finding {
  const { scheduledAt, sealAt, sealedAt, rootedAt, drawnAt } = facts;
  const order = [scheduledAt, sealAt, sealedAt, rootedAt, drawnAt].map((at) => Date.parse(at ?? ''));
  const inOrder = order.every((at, index) => index === 0 || at >= (order[index - 1] ?? Number.NaN));
  const afterBeacon = Date.parse(drawnAt ?? '') >= Date.parse(facts.beacon.at);
  const holds = inOrder && afterBeacon;
  return {
    name: 'times',
    holds,
    sentence: holds
      ? `sealed at ${sealedAt}, root at ${rootedAt}, beacon at ${facts.beacon.at}, drawn at ${drawnAt}`
      : 'it was not scheduled, sealed, rooted and, after the beacon, drawn in this order',
  };
}

function bytesOf(hex: string | null): Buffer {
  return Buffer.from(hex ?? '', 'hex');
}
