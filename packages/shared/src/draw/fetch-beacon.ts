import { type ChainInfo, fetchBeacon as fetchVerified, type RandomnessBeacon } from 'drand-client';
import type { BeaconChain } from './beacon-chain.ts';

export interface Beacon {
  readonly round: number;
  /** 32 bytes: SHA-256 of the signature. */
  readonly randomness: Buffer;
  readonly signature: Buffer;
}

/** A round, verified by the chain's key. Throws when it is not there (yet), or is not what the chain signed. */
export async function fetchBeacon(
  url: string,
  chain: BeaconChain,
  round: number,
  timeoutMs: number,
): Promise<Beacon> {
  const address = `${url.replace(/\/$/, '')}/${chain.hash}/public/${round}`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) });
  if (!answer.ok) throw new Error(`the beacon answers ${answer.status} for round ${round}`);
  return verified(chain, round, (await answer.json()) as RandomnessBeacon);
}

/** Whether a round's signature is the chain's. */
export async function isBeaconOf(
  chain: BeaconChain,
  round: number,
  signature: Uint8Array,
  randomness: Uint8Array,
): Promise<boolean> {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const beacon = { round, signature: hex(signature), randomness: hex(randomness) };
  return verified(chain, round, beacon).then(
    () => true,
    () => false,
  );
}

async function verified(chain: BeaconChain, round: number, beacon: RandomnessBeacon): Promise<Beacon> {
  const info: ChainInfo = {
    hash: chain.hash,
    public_key: chain.publicKey,
    period: chain.periodSeconds,
    genesis_time: chain.genesisSeconds,
    schemeID: chain.scheme,
    groupHash: '',
    metadata: { beaconID: '' },
  };
  // The library verifies what a client of ours hands it: the chain is the one that we know, not one that is asked for.
  const found = await fetchVerified(
    {
      options: { disableBeaconVerification: false, noCache: false },
      latest: async () => beacon,
      get: async () => beacon,
      chain: () => ({ baseUrl: '', info: async () => info }),
    },
    round,
  );
  return {
    round,
    randomness: Buffer.from(found.randomness, 'hex'),
    signature: Buffer.from(found.signature, 'hex'),
  };
}
