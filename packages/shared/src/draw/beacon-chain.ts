/** A public randomness beacon: at each round's time it publishes a signature that nobody can know before. */
export interface BeaconChain {
  readonly hash: string;
  readonly publicKey: string;
  /** When its first round was. Seconds since 1970. */
  readonly genesisSeconds: number;
  readonly periodSeconds: number;
  readonly scheme: string;
}

/** The League of Entropy's quicknet (docs.drand.love): a round every three seconds. */
export const quicknet: BeaconChain = {
  hash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  genesisSeconds: 1_692_803_367,
  periodSeconds: 3,
  scheme: 'bls-unchained-g1-rfc9380',
};

/** The first round that is published at `atMs` or later. */
export function firstRoundFrom(chain: BeaconChain, atMs: number): number {
  return Math.max(1, Math.ceil((atMs / 1000 - chain.genesisSeconds) / chain.periodSeconds) + 1);
}

/** When a round is published. Milliseconds. */
export function roundMs(chain: BeaconChain, round: number): number {
  return (chain.genesisSeconds + (round - 1) * chain.periodSeconds) * 1000;
}
