import type { Redis } from 'ioredis';
import type { SeatSegment } from '../domain/seat-segments.ts';
import { type SeatStatus, seatStatus, statusAt } from '../domain/seat-status.ts';
import { sweepLeases } from './fill-event.ts';
import type { DropKeys } from './keys.ts';
import { epoch, type Sale } from './sale.fixture.ts';

const runMax = 20;
const triesMax = 200;

interface HoldRecord {
  readonly holdId: string;
  readonly account: string;
  readonly tickets: readonly number[];
}

/** All that Redis knows of an event's seats, at an instant at which no lease was just ending. */
interface SaleSnapshot {
  readonly atMs: number;
  readonly map: Buffer;
  /** Ticket → hold and end of its lease. */
  readonly leases: ReadonlyMap<number, { readonly holdId: string; readonly untilMs: number }>;
  readonly listed: ReadonlyMap<number, number>;
  readonly runLengths: Readonly<Record<string, string>>;
  /** Sorted sets of rows and pools, by their full key. */
  readonly sets: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly holds: readonly HoldRecord[];
  /** Account → ticket → hold. */
  readonly held: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Holds, leases and lists of holds that would stay for ever. */
  readonly endless: readonly string[];
}

/** General-admission tickets that are listed in a pool which is not theirs. After a refill a hold drops them in passing. */
export async function findStrangers(sale: Sale): Promise<string[]> {
  const { sets } = await readSale(sale);
  return [...sets].flatMap(([key, members]) => {
    if (!key.startsWith(sale.keys.pool)) return [];
    const own = sale.segments.filter(
      ({ columns, dropId, categoryId }) =>
        columns === null && key === `${sale.keys.pool}${dropId}:${categoryId}`,
    );
    const numbers = new Set(own.flatMap((segment) => segment.numbers));
    return [...members.keys()].filter((number) => !numbers.has(Number(number)));
  });
}

/**
 * Everything in which bits, leases, listings, runs, pools and holds do not agree, after a sweep; recomputed from the
 * tickets and the leases alone. Empty: all is well.
 */
export async function findFaults(sale: Sale, segments = sale.segments): Promise<string[]> {
  const snapshot = await readSale(sale);
  return [
    ...snapshot.endless.map((key) => `${key} has no end`),
    ...findLeaseFaults(snapshot),
    ...findHoldFaults(snapshot),
    ...findRunFaults(snapshot, sale.keys, segments),
    ...findPoolFaults(snapshot, sale.keys, segments),
  ];
}

function findLeaseFaults({ map, leases, listed }: SaleSnapshot): string[] {
  const faults: string[] = [];
  for (let number = 0; number < map.length * 4; number += 1) {
    const lease = leases.get(number);
    const status = statusAt(map, number);
    if ((status === seatStatus.held) !== (lease !== undefined))
      faults.push(`ticket ${number} shows ${status}, its lease is ${JSON.stringify(lease)}`);
    if (listed.get(number) !== lease?.untilMs)
      faults.push(`ticket ${number} is due at ${listed.get(number)}, its lease is ${JSON.stringify(lease)}`);
  }
  return faults;
}

function findHoldFaults({ holds, leases, held }: SaleSnapshot): string[] {
  const faults: string[] = [];
  const holdOf = new Map<number, string>();
  for (const hold of holds) {
    const leased = hold.tickets.filter((number) => leases.get(number)?.holdId === hold.holdId);
    for (const number of leased) {
      if (holdOf.has(number)) faults.push(`ticket ${number} has two holds`);
      holdOf.set(number, hold.holdId);
      if (held.get(hold.account)?.[number] !== hold.holdId)
        faults.push(`ticket ${number} of hold ${hold.holdId} does not count for its account`);
    }
  }
  for (const [number, { holdId }] of leases) {
    if (holdOf.get(number) !== holdId) faults.push(`the lease of ticket ${number} has no hold ${holdId}`);
  }
  return faults;
}

function findRunFaults(snapshot: SaleSnapshot, keys: DropKeys, segments: readonly SeatSegment[]): string[] {
  const expected = new Map<string, Map<string, number>>();
  const lengths: Record<string, string> = {};
  for (const segment of segments) {
    if (segment.columns === null) continue;
    const longest = Math.min(longestRun(segment, snapshot.map), runMax);
    if (longest > 0 || snapshot.runLengths[segment.id] !== undefined) lengths[segment.id] = String(longest);
    for (let length = 1; length <= longest; length += 1) {
      const key = `${keys.runs}${segment.dropId}:${segment.categoryId}:${length}`;
      expected.set(key, (expected.get(key) ?? new Map()).set(String(segment.id), segment.rank));
    }
  }
  const shown = [...snapshot.sets].filter(([key]) => key.startsWith(keys.runs));
  return [
    ...differences('longest runs', lengths, snapshot.runLengths),
    ...differences('filed runs', plain(expected), plain(new Map(shown))),
  ];
}

/** By definition: the longest stretch of free seats of which each is one column further than the one before. */
export function longestRun(segment: SeatSegment, map: Uint8Array): number {
  let longest = 0;
  for (let start = 0; start < segment.numbers.length; start += 1) {
    for (let length = 1; isFreeRun(segment, map, start, length); length += 1)
      longest = Math.max(longest, length);
  }
  return longest;
}

export function isFreeRun(segment: SeatSegment, map: Uint8Array, start: number, length: number): boolean {
  const numbers = segment.numbers.slice(start, start + length);
  const columns = segment.columns?.slice(start, start + length) ?? [];
  return (
    start >= 0 &&
    numbers.length === length &&
    numbers.every((number) => statusAt(map, number) === seatStatus.free) &&
    columns.every((column, at) => column === (columns[0] ?? 0) + at)
  );
}

function findPoolFaults(snapshot: SaleSnapshot, keys: DropKeys, segments: readonly SeatSegment[]): string[] {
  const faults: string[] = [];
  for (const segment of segments.filter(({ columns }) => columns === null)) {
    const pool = snapshot.sets.get(`${keys.pool}${segment.dropId}:${segment.categoryId}`);
    for (const number of segment.numbers) {
      const status: SeatStatus = statusAt(snapshot.map, number);
      const score = pool?.get(String(number));
      const inPool = status === seatStatus.free || status === seatStatus.held;
      const right = inPool
        ? score !== undefined &&
          (status === seatStatus.held
            ? score === snapshot.leases.get(number)?.untilMs
            : score <= snapshot.atMs)
        : score === undefined;
      if (!right) faults.push(`ticket ${number} shows ${status} and is in its pool at ${score}`);
    }
  }
  return faults;
}

function differences(what: string, expected: object, shown: object): string[] {
  const [right, wrong] = [JSON.stringify(sorted(expected)), JSON.stringify(sorted(shown))];
  return right === wrong ? [] : [`${what}: ${wrong} instead of ${right}`];
}

function plain(sets: ReadonlyMap<string, ReadonlyMap<string, number>>): Record<string, object> {
  return Object.fromEntries([...sets].map(([key, set]) => [key, sorted(Object.fromEntries(set))]));
}

function sorted(values: object): object {
  return Object.fromEntries(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Sweeps and reads; again, when a lease ended between the first command and the last. */
async function readSale(sale: Sale): Promise<SaleSnapshot> {
  for (let tries = 1; tries <= triesMax; tries += 1) {
    const fromMs = await redisNow(sale.redis);
    await sweepLeases(sale.redis, epoch, sale.place.eventId, 1_000);
    const snapshot = await readOnce(sale);
    const toMs = await redisNow(sale.redis);
    const ending = [...snapshot.listed.values()].some(
      (untilMs) => untilMs >= fromMs - 2 && untilMs <= toMs + 2,
    );
    if (!ending) return { ...snapshot, atMs: toMs };
  }
  throw new Error('leases end all the time');
}

async function readOnce({ redis, keys }: Sale): Promise<Omit<SaleSnapshot, 'atMs'>> {
  const prefix = keys.ready.slice(0, -'ready'.length);
  const [map, listed, runLengths] = await Promise.all([
    redis.getBuffer(keys.status),
    readSet(redis, keys.leases),
    redis.hgetall(keys.segmentRuns),
  ]);
  const leases = new Map<number, { holdId: string; untilMs: number }>();
  const names = await redis.keys(`${prefix}*`);
  const startingWith = (...starts: string[]): string[] =>
    names.filter((name) => starts.some((start) => name.startsWith(start)));
  const [holdPrefix, heldPrefix] = [`${prefix}hold:`, `${prefix}held:`];
  const leased = startingWith(keys.lease).map((name) => Number(name.slice(keys.lease.length)));
  await Promise.all(leased.map((number) => readLease(redis, keys, number, leases)));
  const mortal = startingWith(holdPrefix, heldPrefix, keys.lease);
  const ttls = await Promise.all(mortal.map((name) => redis.pttl(name)));
  const sets = startingWith(keys.runs, keys.pool).map(
    async (name) => [name, await readSet(redis, name)] as const,
  );
  const holds = startingWith(holdPrefix).map(async (name) =>
    holdRecord(name.slice(holdPrefix.length), await redis.hgetall(name)),
  );
  const held = startingWith(heldPrefix).map(
    async (name) => [name.slice(heldPrefix.length), await redis.hgetall(name)] as const,
  );
  return {
    map: map ?? Buffer.alloc(0),
    listed: new Map([...listed].map(([number, untilMs]) => [Number(number), untilMs])),
    runLengths,
    leases,
    sets: new Map(await Promise.all(sets)),
    holds: await Promise.all(holds),
    held: new Map(await Promise.all(held)),
    endless: mortal.filter((_name, at) => ttls[at] === -1),
  };
}

async function readLease(
  redis: Redis,
  keys: DropKeys,
  number: number,
  leases: Map<number, { holdId: string; untilMs: number }>,
): Promise<void> {
  const [holdId, untilMs] = await Promise.all([
    redis.get(`${keys.lease}${number}`),
    redis.pexpiretime(`${keys.lease}${number}`),
  ]);
  if (holdId !== null) leases.set(number, { holdId, untilMs });
}

function holdRecord(holdId: string, fields: Readonly<Record<string, string>>): HoldRecord {
  return {
    holdId,
    account: fields.account ?? '',
    tickets: (fields.tickets ?? '').split(',').map(Number),
  };
}

async function readSet(redis: Redis, key: string): Promise<Map<string, number>> {
  const flat = await redis.zrange(key, 0, '-1', 'WITHSCORES');
  const set = new Map<string, number>();
  for (let at = 0; at < flat.length; at += 2) set.set(flat[at] ?? '', Number(flat[at + 1]));
  return set;
}

export async function redisNow(redis: Redis): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
}
