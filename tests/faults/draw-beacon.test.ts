import { checkDraw } from '@fairgate/check-draw/check-draw.ts';
import { fetchFacts, fetchPublished } from '@fairgate/check-draw/fetch-draw.ts';
import type { DrawFactsRow } from '@fairgate/shared/database/draws.ts';
import { firstRoundFrom } from '@fairgate/shared/draw/beacon-chain.ts';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useDrawBench } from '../support/draw-bench.ts';
import { giveLobby } from '../support/lobby.ts';
import { createTestBeaconChain, startTestBeacon, type TestBeaconServer } from '../support/test-beacon.ts';

const bench = useDrawBench();
let beacon: TestBeaconServer;
beforeEach(async () => {
  beacon = await startTestBeacon();
});
afterEach(() => beacon.close());

const worker = (chain = beacon.variable): (() => Promise<void>) =>
  bench().drawer({ BEACON_URL: beacon.url, BEACON_CHAIN: chain });

/** A lobby of five that is sealed at once, and a round of the beacon some two seconds later. */
async function sealSoon(): Promise<void> {
  const { gateway, event, openLine, joinAs } = bench();
  const { chain } = beacon;
  const round = firstRoundFrom(chain, Date.now() + 2_000);
  await giveLobby(gateway, event, { sealsInMs: 300, draw: { chain, round } });
  await openLine();
  for (let at = 0; at < 5; at += 1) await joinAs(uuidv7());
}

async function untilDrawn(draw: () => Promise<void>): Promise<DrawFactsRow> {
  const { facts } = bench();
  await expect
    .poll(async () => {
      await draw();
      return (await facts()).state;
    })
    .toBe('DRAWN');
  return facts();
}

describe('a draw with a beacon', () => {
  it('that nobody could know when the root was written, is proven in full, and everybody can recompute it', async () => {
    const { gateway, event } = bench();
    await sealSoon();
    const drawn = await untilDrawn(worker());
    expect(drawn.proof).toBe('FULL');
    expect(Buffer.from(drawn.beacon!)).toEqual(beacon.beaconOf(Number(drawn.beaconRound)).randomness);
    expect(drawn.rootedAt!.getTime()).toBeLessThan(drawn.beaconAt.getTime());
    const url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
    const published = await fetchPublished(url, await fetchFacts(url, event.dropId));
    const findings = await checkDraw(published, beacon.chain);
    expect(findings.filter(({ state }) => state !== 'holds')).toEqual([]);
    await expect(fetchFacts(url, uuidv7())).rejects.toThrow('knows no drop');
  });

  it('that is down, goes without it', async () => {
    beacon.answer(false);
    await sealSoon();
    expect(await untilDrawn(worker())).toMatchObject({ proof: 'COMMIT_REVEAL', beacon: null });
  });

  it('that signs with another key than was announced, goes without it', async () => {
    await sealSoon();
    const { publicKey } = createTestBeaconChain().chain;
    const announced = JSON.stringify({ ...JSON.parse(beacon.variable), public_key: publicKey });
    expect(await untilDrawn(worker(announced))).toMatchObject({ proof: 'COMMIT_REVEAL', beacon: null });
  });

  it('whose root came too late, takes it and is not called proven', async () => {
    const { gateway, event, openLine } = bench();
    const { chain } = beacon;
    const round = firstRoundFrom(chain, Date.now() - 5_000);
    await giveLobby(gateway, event, { sealsInMs: -9_000, draw: { chain, round } });
    await openLine();
    const drawn = await untilDrawn(worker());
    expect(drawn.proof).toBe('COMMIT_REVEAL');
    expect(Buffer.from(drawn.beacon!)).toEqual(beacon.beaconOf(round).randomness);
  });
});
