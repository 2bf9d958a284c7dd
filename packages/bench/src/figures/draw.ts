import { randomUUID } from 'node:crypto';
import { checkDraw } from '@fairgate/check-draw/check-draw.ts';
import { fetchFacts, fetchPublished } from '@fairgate/check-draw/fetch-draw.ts';
import type { Finding } from '@fairgate/check-draw/finding.ts';
import type { Stack } from '@fairgate/launcher/stack.ts';
import { createLobbyDrawer } from '@fairgate/queue-worker/jobs/draw-lobbies.ts';
import { readConfig } from '@fairgate/shared/config.ts';
import { loadDrawFacts } from '@fairgate/shared/database/draws.ts';
import { quicknet } from '@fairgate/shared/draw/beacon-chain.ts';
import { createLobbySalts, lobbyLeafHash } from '@fairgate/shared/draw/lobby-leaf.ts';
import { buildMerkleTree } from '@fairgate/shared/draw/merkle.ts';
import type { Conditions, Reading } from '../figure.ts';
import { median } from '../outcome/statistics.ts';
import { fillLobby } from '../stage/fill-lobby.ts';
import { type BenchStores, fillEpoch, withStores } from '../stage/open-stores.ts';
import { onOwnStack } from '../stage/own-stack.ts';
import { type BenchDrop, putOnSale } from '../stage/put-on-sale.ts';

const sizes = { full: 1_000_000, small: 20_000 } as const;
const aims = { writeMs: 50, rootSeconds: 10, checkSeconds: 60 } as const;
const floorWrites = 21;

/**
 * A draw of a lobby of a million, which set-based SQL put into Postgres, by the queue-worker's own job, step by step: the
 * seal, the Merkle root with every leaf written down, and the draw. Floors: one UPDATE of one row in the same Postgres, which
 * waits for the disk; hashing as many leaves from memory. Then the draw is recomputed from a gateway process over HTTP,
 * beside building the tree over the same leaves in memory; a rank that is given twice, or a check that does not hold, breaks
 * the figure or shows in it.
 */
export function measureDraw(conditions: Conditions): Promise<readonly Reading[]> {
  return onOwnStack(conditions, { gateway: 1 }, (stack) =>
    withStores(stack, async (stores) => {
      const count = sizes[conditions.scale];
      const drop = await putOnSale(stores.owner, {
        ...{ tickets: 100, opensInSeconds: 600, cap: 100, ratePerMinute: 600 },
      });
      const config = readConfig('gateway', stack.environment);
      await fillLobby(stores.owner, drop, count, config.encryptionKey);
      conditions.say(
        `draw: ${count.toLocaleString('en-US')} entries are in Postgres; Redis is filled with them`,
      );
      await fillEpoch(stores);
      const steps = await drawStepByStep(stack, stores, drop, conditions);
      const check = await recompute(stack.gatewayUrl, drop.dropId, count);
      return readings(count, steps, await floorsOf(stores, drop, count, check.leaves), check);
    }),
  );
}

interface StepTimes {
  readonly sealMs: number;
  readonly rootMs: number;
  readonly drawMs: number;
}

async function drawStepByStep(
  stack: Stack,
  { database, redis, epoch, log }: BenchStores,
  { dropId }: BenchDrop,
  { say }: Conditions,
): Promise<StepTimes> {
  const config = readConfig('queue-worker', { ...stack.environment, METRICS_PORT: '1' });
  const round = createLobbyDrawer({ database, redis, epoch, log }, config);
  const stepTo = async (state: string): Promise<number> => {
    const startedMs = performance.now();
    await round();
    const tookMs = performance.now() - startedMs;
    const facts = await loadDrawFacts(database, dropId);
    if (facts?.state !== state) throw new Error(`the draw is ${facts?.state ?? 'missing'}, not ${state}`);
    say(`draw: ${state} after ${Math.round(tookMs)} ms`);
    return tookMs;
  };
  return { sealMs: await stepTo('SEALED'), rootMs: await stepTo('ROOTED'), drawMs: await stepTo('DRAWN') };
}

interface Recomputed {
  readonly seconds: number;
  readonly leaves: Uint8Array;
  readonly broken: readonly Finding[];
}

async function recompute(gatewayUrl: string, dropId: string, count: number): Promise<Recomputed> {
  const startedMs = performance.now();
  const published = await fetchPublished(gatewayUrl, await fetchFacts(gatewayUrl, dropId));
  const findings = await checkDraw(published, quicknet);
  const seconds = (performance.now() - startedMs) / 1000;
  if (published.leaves.length !== count * 32)
    throw new Error(`${published.leaves.length / 32} leaves, not ${count}`);
  return { seconds, leaves: published.leaves, broken: findings.filter(({ state }) => state === 'broken') };
}

interface DrawFloors {
  readonly writeMs: number;
  readonly leavesSeconds: number;
  readonly treeSeconds: number;
}

async function floorsOf(
  { owner }: BenchStores,
  { eventId, dropId }: BenchDrop,
  count: number,
  leaves: Uint8Array,
): Promise<DrawFloors> {
  const writesMs: number[] = [];
  for (let write = 0; write < floorWrites; write += 1) {
    const startedMs = performance.now();
    await owner.query('update drops set updated_at = now() where event_id = $1 and id = $2', [
      eventId,
      dropId,
    ]);
    writesMs.push(performance.now() - startedMs);
  }
  const accounts = Array.from({ length: count }, () => randomUUID());
  const saltOf = createLobbySalts(Buffer.alloc(32, 1));
  const leavesSeconds = secondsOf(() => {
    for (const [number, accountId] of accounts.entries())
      lobbyLeafHash({ lane: 0, number, accountId }, saltOf);
  });
  return { writeMs: median(writesMs), leavesSeconds, treeSeconds: secondsOf(() => buildMerkleTree(leaves)) };
}

function secondsOf(work: () => void): number {
  const startedMs = performance.now();
  work();
  return (performance.now() - startedMs) / 1000;
}

function readings(
  count: number,
  { sealMs, rootMs, drawMs }: StepTimes,
  floors: DrawFloors,
  check: Recomputed,
): readonly Reading[] {
  const crowd = count.toLocaleString('en-US');
  return [
    {
      ...{ name: 'draw.write', what: 'the draw: the due one read, one write', unit: 'ms', value: drawMs },
      floor: { what: 'one UPDATE of one row', value: floors.writeMs },
      aim: { of: 'value', is: 'atMost', bound: aims.writeMs },
    },
    {
      ...{
        name: 'draw.root',
        what: `sealing and root of ${crowd}`,
        unit: 's',
        value: (sealMs + rootMs) / 1000,
      },
      floor: { what: 'hashing as many leaves from memory', value: floors.leavesSeconds },
      aim: { of: 'value', is: 'atMost', bound: aims.rootSeconds },
    },
    {
      ...{
        name: 'draw.seal',
        what: 'of that, the seal alone',
        unit: 'ms',
        value: sealMs,
        floor: null,
        aim: null,
      },
    },
    {
      ...{ name: 'draw.check', what: 'recomputing it over HTTP', unit: 's', value: check.seconds },
      floor: { what: 'the tree over the same leaves, from memory', value: floors.treeSeconds },
      aim: { of: 'value', is: 'atMost', bound: aims.checkSeconds },
    },
    {
      name: 'draw.faults',
      what:
        check.broken.map(({ check: name }) => name).join(', ') ||
        'checks that do not hold; each rank was given once',
      ...{ unit: '', value: check.broken.length, floor: null, aim: { of: 'value', is: 'atMost', bound: 0 } },
    },
  ];
}
