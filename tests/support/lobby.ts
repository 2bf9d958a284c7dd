import { type BeaconChain, quicknet, roundMs } from '@fairgate/shared/draw/beacon-chain.ts';
import { createDrawSecretBox, type DrawSecrets, newDrawSecrets } from '@fairgate/shared/draw/draw-secrets.ts';
import { commitmentTo } from '@fairgate/shared/draw/seed.ts';
import type { TestGateway } from './gateway.ts';
import type { OnSale } from './on-sale.ts';

export interface LobbyTimes {
  /** Milliseconds from now; negative: it is past. */
  readonly sealsInMs: number;
  /** Of no beacon in particular, for a worker that asks none; or a round of a chain, at its own time. */
  readonly draw: { readonly inMs: number } | { readonly chain: BeaconChain; readonly round: number };
}

/** Gives a drop a lobby, sealed and drawn at times of the test's choice. */
export async function giveLobby(
  { stores, config }: TestGateway,
  { eventId, dropId }: OnSale,
  { sealsInMs, draw }: LobbyTimes,
): Promise<DrawSecrets> {
  const secrets = newDrawSecrets();
  const now = Date.now();
  const { chain, round, atMs } =
    'inMs' in draw
      ? { chain: quicknet, round: 1, atMs: now + draw.inMs }
      : { ...draw, atMs: roundMs(draw.chain, draw.round) };
  await stores.database.draw.create({
    data: {
      eventId,
      dropId,
      commitment: new Uint8Array(commitmentTo(secrets.secret)),
      secrets: new Uint8Array(createDrawSecretBox(config.encryptionKey).close(dropId, secrets)),
      sealAt: new Date(now + sealsInMs),
      beaconChain: chain.hash,
      beaconRound: BigInt(round),
      beaconAt: new Date(atMs),
    },
  });
  return secrets;
}
