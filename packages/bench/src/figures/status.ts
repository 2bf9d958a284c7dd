import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '@fairgate/launcher/stack.ts';
import type { Conditions, Reading } from '../figure.ts';
import { type FloorServer, startFloor } from '../floors/start-floor.ts';
import { alternate, type Round } from '../load/alternate.ts';
import { meterOf, meterOfService } from '../load/cpu-meter.ts';
import { driveLoad, type LoadOutcome } from '../load/drive-load.ts';
import { type CommandCount, countCommands } from '../load/redis-commands.ts';
import { besideFloor, perCpuSecond } from '../outcome/round-readings.ts';
import { type BenchStores, fillEpoch, withStores } from '../stage/open-stores.ts';
import { onOwnStack } from '../stage/own-stack.ts';
import { putOnSale, untilShown } from '../stage/put-on-sale.ts';
import { addressOf } from '../stage/visitors.ts';

const sizes = {
  full: { rounds: 9, roundMs: 2_500, connections: 32, watchMs: 20_000 },
  small: { rounds: 2, roundMs: 300, connections: 8, watchMs: 2_000 },
} as const;
/** So many visitors' addresses take turns: from a few, they would meet the limit of an address. */
const addresses = 20_000;
const aimRatio = 0.8;
const aimCommands = 2;

/**
 * Status documents a second of one gateway process, GET /v1/drops/:id/status, and what they cost Redis. Floor: a bare
 * Fastify route in a process of its own that sends as many bytes, made before. The two take turns; the ratio is the median
 * of the rounds'. Redis's commands are those that arrive over the gateway's connections by MONITOR, while many ask, less
 * those while nobody does; what a script does inside is not counted. No worker runs.
 */
export function measureStatus(conditions: Conditions): Promise<readonly Reading[]> {
  return onOwnStack(conditions, { gateway: 1 }, (stack) =>
    withStores(stack, async (stores) => {
      const drop = await putOnSale(stores.owner, {
        ...{ tickets: 1_000, opensInSeconds: -60, cap: 100, ratePerMinute: 600 },
      });
      await fillEpoch(stores);
      // Before anybody asks: the gateway has not heard of the drop.
      const idle = await countCommands(stores.redis, 'gateway', () => quiet(conditions));
      const document = await untilShown(stack.gatewayUrl, drop.dropId);
      const floor = await startFloor(stack, document);
      const path = `/v1/drops/${drop.dropId}/status`;
      const rounds = await playRounds(conditions, stack, floor, path);
      const named = { floor: 'bare Fastify: the same bytes' };
      return [
        besideFloor({ name: 'status', what: 'documents a second', ...named }, rounds, aimRatio),
        perCpuSecond({ name: 'status.cpu', what: 'documents a CPU second of the process', ...named }, rounds),
        await watchRedis(conditions, stack, stores, path, idle),
      ];
    }),
  );
}

async function playRounds(
  conditions: Conditions,
  stack: Stack,
  floor: FloorServer,
  path: string,
): Promise<readonly Round[]> {
  const { rounds, roundMs } = sizes[conditions.scale];
  const meters = { ours: meterOfService(stack, 'gateway'), floors: meterOf(floor.process) };
  const played: Round[] = [];
  // One more than is counted: in the first nothing is warm.
  for (let round = 0; round <= rounds; round += 1) {
    const one = await alternate(round, meters, {
      ours: () => askFor(conditions, stack.gatewayUrl, path, roundMs),
      floors: () => askFor(conditions, floor.url, '/status', roundMs),
    });
    if (round > 0) played.push(one);
    conditions.say(
      `status: round ${round} of ${rounds}, ${Math.round(one.ours.perSecond)} documents a second`,
    );
  }
  return played;
}

async function askFor(
  { scale, signal }: Conditions,
  url: string,
  path: string,
  forMs: number,
): Promise<LoadOutcome> {
  const untilMs = performance.now() + forMs;
  let asked = 0;
  const outcome = await driveLoad({
    ...{ url, connections: sizes[scale].connections, signal },
    next() {
      if (performance.now() > untilMs) return null;
      asked += 1;
      const headers = { 'x-forwarded-for': addressOf(asked % addresses) };
      return { method: 'GET', path, headers };
    },
  });
  if (outcome.errors > 0)
    throw new Error(`${outcome.errors} of ${outcome.answers} answers of ${path} failed`);
  return outcome;
}

async function watchRedis(
  conditions: Conditions,
  stack: Stack,
  { redis }: BenchStores,
  path: string,
  idle: CommandCount,
): Promise<Reading> {
  conditions.say("status: counting the gateway's commands to Redis");
  const { watchMs } = sizes[conditions.scale];
  const ask = (): Promise<LoadOutcome> => askFor(conditions, stack.gatewayUrl, path, watchMs);
  const asked = await countCommands(redis, 'gateway', ask);
  const [busy, quietly] = [asked.perSecond.toFixed(1), idle.perSecond.toFixed(1)];
  return {
    name: 'status.redis',
    what: `commands a second for the drop (${busy} while asked, ${quietly} while not)`,
    ...{ unit: '/s', value: asked.perSecond - idle.perSecond, floor: null },
    aim: { of: 'value', is: 'atMost', bound: aimCommands },
  };
}

function quiet({ scale, signal }: Conditions): Promise<void> {
  return sleep(sizes[scale].watchMs, undefined, { signal });
}
