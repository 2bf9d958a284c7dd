import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdmissionLogEntry } from '@fairgate/shared/contracts/admission-log.ts';
import { leavesPerPart } from '@fairgate/shared/draw/lobby-leaf.ts';
import { hashBytes } from '@fairgate/shared/draw/merkle.ts';
import type { PublishedDraw } from '../check-draw.ts';

export interface PublishingServer {
  readonly url: string;
  /** Answers 429 so many times before it goes on. */
  readonly refuse: (times: number) => void;
  readonly close: () => Promise<void>;
}

/** A server on the loopback that publishes a draw as a gateway does. */
export async function publish(
  { facts, leaves, keys }: PublishedDraw,
  log: readonly AdmissionLogEntry[] = [],
): Promise<PublishingServer> {
  let refusals = 0;
  const partBytes = leavesPerPart * hashBytes;
  const draw = `/v1/drops/${facts.dropId}/draw`;
  const answerTo = (address: URL): Uint8Array | string | null => {
    if (address.pathname === '/.well-known/jwks.json') return JSON.stringify({ keys });
    if (address.pathname === draw) return JSON.stringify(facts);
    if (address.pathname === `/v1/drops/${facts.dropId}/admission-log`)
      return JSON.stringify({ items: log, next: null });
    const part = Number(address.searchParams.get('part'));
    if (address.pathname !== `${draw}/leaves` || part * partBytes >= leaves.length) return null;
    return leaves.subarray(part * partBytes, (part + 1) * partBytes);
  };
  const server = createServer((request, response) => {
    const busy = refusals > 0;
    if (busy) refusals -= 1;
    const answer = busy ? null : answerTo(new URL(request.url ?? '', 'http://gateway'));
    response.writeHead(busy ? 429 : answer === null ? 404 : 200, busy ? { 'retry-after': '1' } : {});
    response.end(answer ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: (times) => {
      refusals = times;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
