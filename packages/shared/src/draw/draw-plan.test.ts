import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { firstRoundFrom, quicknet, roundMs } from './beacon-chain.ts';
import { drawSchedule } from './draw-schedule.ts';
import { createDrawSecretBox, newDrawSecrets } from './draw-secrets.ts';
import { proofOf } from './proof.ts';

const minute = 60_000;
const now = Date.UTC(2030, 0, 1);

describe('when a lobby is sealed and drawn', () => {
  it('is a minute before the opening, and by a round of the beacon at least 50 s later', () => {
    const opensMs = now + 60 * minute;
    const plan = drawSchedule(quicknet, opensMs, 60, now, false);
    expect(plan?.sealMs).toBe(opensMs - minute);
    expect(plan!.beaconMs).toBeGreaterThanOrEqual(opensMs - minute + 50_000);
    expect(plan!.beaconMs).toBeLessThan(opensMs - minute + 53_000);
    expect(roundMs(quicknet, plan!.round)).toBe(plan!.beaconMs);
  });

  it('is never when the drop opens sooner than that', () => {
    expect(drawSchedule(quicknet, now + minute, 60, now, false)).toBeNull();
    expect(drawSchedule(quicknet, now - minute, 60, now, false)).toBeNull();
    expect(drawSchedule(quicknet, now + minute + 1, 60, now, false)).not.toBeNull();
  });

  it('is at once when people may be in it and the opening was brought forward', () => {
    const plan = drawSchedule(quicknet, now + 10_000, 60, now, true);
    expect(plan).toMatchObject({ sealMs: now + 1_000 });
    expect(plan!.beaconMs).toBeGreaterThanOrEqual(now + 6_000);
  });
});

describe('rounds of a beacon', () => {
  it('are counted from one at its genesis', () => {
    const genesisMs = quicknet.genesisSeconds * 1000;
    expect(
      [genesisMs - 1, genesisMs, genesisMs + 1, genesisMs + 3_000, genesisMs + 3_001].map((at) =>
        firstRoundFrom(quicknet, at),
      ),
    ).toEqual([...[1, 1, 2, 2, 3]]);
    expect(roundMs(quicknet, 1)).toBe(genesisMs);
  });
});

describe('the secrets of a draw', () => {
  const box = createDrawSecretBox(randomBytes(32));
  const dropId = randomUUID();
  const secrets = newDrawSecrets();
  const closed = box.close(dropId, secrets);

  it('are read again with the same key, for the same drop', () => {
    expect(box.open(dropId, closed)).toEqual(secrets);
    expect(box.close(dropId, secrets)).not.toEqual(closed);
  });

  it('are read in no other way', () => {
    expect(box.open(randomUUID(), closed)).toBeNull();
    expect(createDrawSecretBox(randomBytes(32)).open(dropId, closed)).toBeNull();
    expect(box.open(dropId, closed.subarray(1))).toBeNull();
    expect(box.open(dropId, new Uint8Array())).toBeNull();
    for (const at of [0, 11, 12, 40, closed.length - 1]) {
      const altered = Buffer.from(closed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(box.open(dropId, altered), `byte ${at}`).toBeNull();
    }
  });
});

it.each([
  [true, true, true, 'FULL'],
  [true, true, false, 'COMMIT_REVEAL'],
  [true, false, true, 'COMMIT_REVEAL'],
  [false, true, true, 'SECRET_WITHHELD'],
  [false, true, false, 'UNPROVEN'],
  [false, false, true, 'UNPROVEN'],
] as const)('secret %s, beacon %s, root first %s: %s', (secret, beacon, rootWasFirst, proof) => {
  expect(proofOf({ secret, beacon, rootWasFirst })).toBe(proof);
});
