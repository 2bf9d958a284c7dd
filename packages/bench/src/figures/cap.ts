import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { dropKeys } from '@fairgate/shared/redis/keys.ts';
import { endAdmission, grantAdmission } from '@fairgate/shared/redis/waiting-room.ts';
import type { Conditions, Reading } from '../figure.ts';
import { countWindows, type TurnWindows, windowAims } from '../simulated/bounded-line.ts';
import { type BareLine, lookAt, openLine, type Waiting, withConnections } from '../stage/bare-line.ts';
import { onOwnStack } from '../stage/own-stack.ts';

const sizes = {
  full: { capMs: 15_000, windowsMs: 30_000 },
  small: { capMs: 1_500, windowsMs: 12_000 },
} as const;
const tickers = 20;
/** Short claims and admissions: turns are missed and admissions run out all the time. */
const rush = { cap: 40, ratePerMinute: 30_000, claimMs: 400, admissionMs: 900 } as const;
const rushPeople = 30_000;
const free = { cap: 100_000, ratePerMinute: 3_000, claimMs: 600_000, admissionMs: 900_000 } as const;
const windowSeconds = 10;
/** Now and then nobody looks for a while; below a second nothing may be lost by it, and the machine is late too. Milliseconds. */
const silenceMsMax = 600;
/** Who came in stays up to so long; some of them longer than they may. Milliseconds. */
const stayMsMax = 1_200;
const silenceChance = 0.002;
const pauseMsMax = 50;

/**
 * Whether the line keeps its bounds: twenty connections move one drop's line at once. First with a rate that the small cap
 * binds, while people come in, miss their turn, come late, leave, and run out of time: the highest admitted + open turns
 * that any of them sees, less the cap. Then with a cap that binds nothing and random silences: how many turns fall into the
 * fullest and into the emptiest ten seconds, once where nobody takes a turn (no-shows are made up for: decision 0020) and once
 * where every turn is taken as soon as it is seen. No floor: these are promises, not paces.
 */
export function measureCap(conditions: Conditions): Promise<readonly Reading[]> {
  return onOwnStack(conditions, {}, (stack) =>
    withConnections(stack, tickers, async (connections) => {
      const crowded = await rushTheCap(connections, conditions);
      conditions.say(`cap: ${crowded.looks.toLocaleString('en-US')} looks, ${crowded.granted} came in`);
      const missed = await watchWindows(connections, conditions, false);
      const taken = await watchWindows(connections, conditions, true);
      return [
        capReading(crowded),
        ...windowReadings(missed, '', 'nobody comes'),
        ...windowReadings(taken, '.taken', 'everybody comes at once'),
      ];
    }),
  );
}

interface Crowded {
  readonly highest: number;
  readonly looks: number;
  readonly granted: number;
}

async function rushTheCap(connections: readonly RedisConnection[], conditions: Conditions): Promise<Crowded> {
  const line = await openLine(first(connections), rush, rushPeople);
  const untilMs = performance.now() + sizes[conditions.scale].capMs;
  const inside: { readonly accountId: string; readonly admissionId: string; readonly leavesMs: number }[] =
    [];
  let [highest, looks, granted] = [0, 0, 0];
  const comeIn = async (redis: RedisConnection, who: Waiting): Promise<void> => {
    const admissionId = randomUUID();
    const outcome = await grantAdmission(redis, line.place, who, admissionId);
    if (outcome.kind !== 'granted') return;
    granted += 1;
    const leavesMs = performance.now() + Math.random() * stayMsMax;
    inside.push({ accountId: who.accountId, admissionId, leavesMs });
  };
  const leave = async (redis: RedisConnection): Promise<void> => {
    const at = inside.findIndex(({ leavesMs }) => leavesMs <= performance.now());
    const [leaving] = at === -1 ? [] : inside.splice(at, 1);
    if (leaving !== undefined) await endAdmission(redis, line.place, leaving.accountId, leaving.admissionId);
  };
  const tick = async (redis: RedisConnection): Promise<void> => {
    while (performance.now() < untilMs && !conditions.signal.aborted) {
      const { admitted, openTurns, served } = await lookAt(redis, line.place);
      highest = Math.max(highest, admitted + openTurns);
      looks += 1;
      const who = somebodyServed(line, served[0] ?? 0);
      if (who !== undefined && Math.random() < 0.7) await comeIn(redis, who);
      await leave(redis);
    }
  };
  await Promise.all(connections.map(tick));
  conditions.signal.throwIfAborted();
  if (highest < rush.cap || granted === 0) throw new Error('the cap was never reached: nothing was tried');
  return { highest, looks, granted };
}

/** Mostly of those served last, sometimes of those who missed their turn. */
function somebodyServed({ people }: BareLine, served: number): Waiting | undefined {
  const back = Math.random() < 0.8 ? Math.random() * rush.cap : Math.random() * served;
  return people[Math.max(0, served - 1 - Math.floor(back))];
}

async function watchWindows(
  connections: readonly RedisConnection[],
  { scale, signal, say }: Conditions,
  isTaken: boolean,
): Promise<TurnWindows> {
  const { windowsMs } = sizes[scale];
  const redis = first(connections);
  const people = Math.ceil((free.ratePerMinute / 60) * (windowsMs / 1000) * 1.5);
  const line = await openLine(redis, free, people);
  const untilMs = performance.now() + windowsMs;
  let silentUntilMs = 0;
  const { turns } = dropKeys(line.place.epoch, line.place.eventId, line.place.dropId);
  const atMs = new Map<string, number>();
  /** Notes the turns that are open. A turn's score is the end of its claim window. */
  const note = async (connection: RedisConnection): Promise<readonly string[]> => {
    const scored = await connection.zrange(turns, 0, '-1', 'WITHSCORES');
    const names = scored.filter((_, at) => at % 2 === 0);
    for (const [at, name] of names.entries()) atMs.set(name, Number(scored[2 * at + 1]) - free.claimMs);
    return names;
  };
  const tick = async (connection: RedisConnection): Promise<void> => {
    while (performance.now() < untilMs && !signal.aborted) {
      await sleep(Math.random() * pauseMsMax);
      if (performance.now() < silentUntilMs) continue;
      await lookAt(connection, line.place);
      const open = isTaken ? await note(connection) : [];
      if (open.length > 0) await connection.zrem(turns, ...open);
      if (Math.random() < silenceChance) silentUntilMs = performance.now() + Math.random() * silenceMsMax;
    }
  };
  await Promise.all(connections.map(tick));
  signal.throwIfAborted();
  await note(redis);
  const found = countWindows(
    [...atMs.values()].toSorted((a, b) => a - b),
    { ratePerSecond: free.ratePerMinute / 60, windowSeconds },
  );
  say(`cap: ${atMs.size} turns in ${found.windows} windows of ${windowSeconds} s`);
  return found;
}

function first(connections: readonly RedisConnection[]): RedisConnection {
  const [redis] = connections;
  if (redis === undefined) throw new Error('no connection was made');
  return redis;
}

function capReading({ highest, looks, granted }: Crowded): Reading {
  return {
    ...{ name: 'cap', unit: '', value: highest - rush.cap, floor: null },
    what: `highest admitted + open turns over the cap of ${rush.cap}: ${looks.toLocaleString('en-US')} looks, ${granted.toLocaleString('en-US')} came in`,
    aim: { of: 'value', is: 'atMost', bound: 0 },
  };
}

function windowReadings({ most, least }: TurnWindows, suffix: string, how: string): readonly Reading[] {
  const ratePerSecond = free.ratePerMinute / 60;
  const aims = windowAims({ ratePerSecond, windowSeconds });
  const at = `${windowSeconds} s at ${ratePerSecond} turns a second, ${how}`;
  return [
    {
      ...{
        name: `cap.most${suffix}`,
        what: `turns in the fullest ${at}`,
        unit: '',
        value: most,
        floor: null,
      },
      aim: { of: 'value', is: 'atMost', bound: aims.most },
    },
    {
      ...{
        name: `cap.least${suffix}`,
        what: `turns in the emptiest ${at}`,
        unit: '',
        value: least,
        floor: null,
      },
      aim: { of: 'value', is: 'atLeast', bound: aims.least },
    },
  ];
}
