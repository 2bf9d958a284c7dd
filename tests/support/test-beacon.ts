import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BeaconChain, roundMs } from '@fairgate/shared/draw/beacon-chain.ts';
import type { Beacon } from '@fairgate/shared/draw/fetch-beacon.ts';
import { bls12_381 as bls } from '@noble/curves/bls12-381';

/** A chain whose key the test has: it signs rounds as quicknet does, also ones that are not due. */
export interface TestBeaconChain {
  readonly chain: BeaconChain;
  /** BEACON_CHAIN of the processes that are to believe it. */
  readonly variable: string;
  readonly beaconOf: (round: number) => Beacon;
}

export interface TestBeaconServer extends TestBeaconChain {
  /** BEACON_URL. */
  readonly url: string;
  /** false: it answers 503 to everything, as a beacon that is down. */
  readonly answer: (whether: boolean) => void;
  readonly close: () => Promise<void>;
}

interface ChainTimes {
  readonly genesisSeconds?: number;
  readonly periodSeconds?: number;
}

const scheme = 'bls-unchained-g1-rfc9380';
const suite = { DST: 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_' };
const hourSeconds = 3_600;

/** Of one second a round, since an hour ago, unless the test says otherwise. */
export function createTestBeaconChain(times: ChainTimes = {}): TestBeaconChain {
  const { genesisSeconds = Math.floor(Date.now() / 1000) - hourSeconds, periodSeconds = 1 } = times;
  const secret = bls.fields.Fr.create(BigInt(`0x${randomBytes(48).toString('hex')}`));
  const publicKey = bls.G2.ProjectivePoint.BASE.multiply(secret).toHex(true);
  const chain: BeaconChain = {
    hash: createHash('sha256').update(publicKey).digest('hex'),
    publicKey,
    genesisSeconds,
    periodSeconds,
    scheme,
  };
  return {
    chain,
    variable: JSON.stringify({
      hash: chain.hash,
      public_key: publicKey,
      genesis_time: genesisSeconds,
      period: periodSeconds,
      schemeID: scheme,
    }),
    beaconOf(round) {
      const number = Buffer.alloc(8);
      number.writeBigUInt64BE(BigInt(round));
      const message = createHash('sha256').update(number).digest();
      const point = bls.G1.hashToCurve(message, suite) as typeof bls.G1.ProjectivePoint.BASE;
      const signature = Buffer.from(point.multiply(secret).toRawBytes(true));
      return { round, signature, randomness: createHash('sha256').update(signature).digest() };
    },
  };
}

/** The chain behind drand's address of a round: 404 until the round's time has come. */
export async function startTestBeacon(times: ChainTimes = {}): Promise<TestBeaconServer> {
  const beacon = createTestBeaconChain(times);
  const { chain, beaconOf } = beacon;
  let answers = true;
  const server = createServer((request, response) => {
    const round = Number(new RegExp(`^/${chain.hash}/public/(\\d+)$`).exec(request.url ?? '')?.[1]);
    const status = answers ? (round >= 1 && Date.now() >= roundMs(chain, round) ? 200 : 404) : 503;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(status === 200 ? asDrand(beaconOf(round)) : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...beacon,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: (whether) => {
      answers = whether;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function asDrand({ round, signature, randomness }: Beacon): object {
  return { round, randomness: randomness.toString('hex'), signature: signature.toString('hex') };
}
