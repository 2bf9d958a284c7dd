import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BeaconChain, roundMs } from '@fairgate/shared/draw/beacon-chain.ts';
import { bls12_381 as bls } from '@noble/curves/bls12-381';

/** A beacon of a test's own, signed as quicknet's are (scheme bls-unchained-g1-rfc9380), with a key made from a word. */
export interface TestBeacon {
  readonly chain: BeaconChain;
  readonly signatureOf: (round: number) => Buffer;
  readonly randomnessOf: (round: number) => Buffer;
}

const domain = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_';
const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

export function createTestBeacon(word = 'beacon', chain: Partial<BeaconChain> = {}): TestBeacon {
  const secret = bls.G1.normPrivateKeyToScalar(sha256(Buffer.from(word)));
  const publicKey = bls.G2.ProjectivePoint.BASE.multiply(secret).toHex(true);
  const signatureOf = (round: number): Buffer => {
    const message = Buffer.alloc(8);
    message.writeBigUInt64BE(BigInt(round));
    const point = bls.G1.hashToCurve(sha256(message), { DST: domain });
    return Buffer.from(bls.G1.ProjectivePoint.fromAffine(point.toAffine()).multiply(secret).toRawBytes(true));
  };
  return {
    chain: {
      hash: sha256(Buffer.from(`chain of ${word}`)).toString('hex'),
      publicKey,
      genesisSeconds: 1_700_000_000,
      periodSeconds: 1,
      scheme: 'bls-unchained-g1-rfc9380',
      ...chain,
    },
    signatureOf,
    randomnessOf: (round) => sha256(signatureOf(round)),
  };
}

/** Answers like drand's HTTP API: a round from its time on, 425 before. `alter` spoils what it signed. */
export async function serveTestBeacon(
  { chain, signatureOf, randomnessOf }: TestBeacon,
  alter: (round: number) => number = (round) => round,
): Promise<{ readonly url: string; readonly asked: () => number; readonly stop: () => Promise<void> }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const [, hash, round = ''] = /^\/([0-9a-f]+)\/public\/(\d+)$/.exec(request.url ?? '') ?? [];
    if (hash !== chain.hash) return void response.writeHead(404).end();
    if (roundMs(chain, Number(round)) > Date.now()) return void response.writeHead(425).end();
    const signed = alter(Number(round));
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        round: Number(round),
        signature: signatureOf(signed).toString('hex'),
        randomness: randomnessOf(signed).toString('hex'),
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
