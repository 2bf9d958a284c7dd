import type { Redis } from 'ioredis';
import { epochInForce } from '../redis/epoch-in-force.ts';
import { admittedKey, isLease, LEASE_PATTERN, turnsKey } from '../redis/redis-layout.ts';
import { findMarkFaults } from '../redis/sold-marks.ts';
import { type Check, Collector } from './check.ts';

/** While a sale goes on. */
export const MARK_LAG_SECONDS_MAX = 5;
const KEYS_PER_SCAN = 1_000;
/** What PTTL answers for a key that never ends. */
const NO_TTL = -1;

export const redisChecks: readonly Check[] = [
  {
    name: 'redis.leases-end',
    invariant: 'no lease is without a TTL',
    async find({ redis: { redis } }) {
      const broken = new Collector();
      for await (const keys of scan(redis, LEASE_PATTERN)) {
        const leases = keys.filter(isLease);
        const left = await Promise.all(leases.map((key) => redis.pttl(key)));
        for (const [at, key] of leases.entries()) if (left[at] === NO_TTL) broken.add({ key });
      }
      return broken.findings;
    },
  },
  {
    name: 'redis.sold-marks',
    invariant: `sold marks lag the ledger by ${MARK_LAG_SECONDS_MAX} seconds at most`,
    async find(sources) {
      const epoch = await epochInForce(sources.fresh, sources.redis.redis);
      if ('none' in epoch) return { count: 0, rows: [], idle: epoch.none };
      const broken = new Collector();
      await findMarkFaults(sources, epoch.epoch, (row) => broken.add(row));
      return broken.findings;
    },
  },
  {
    name: 'redis.shopper-cap',
    invariant: 'admitted shoppers and turns whose room is kept are never more than the cap of their drop',
    async find({ fresh, redis: { redis } }) {
      const epoch = await epochInForce(fresh, redis);
      if ('none' in epoch) return { count: 0, rows: [], idle: epoch.none };
      const drops = await fresh.query<{ event_id: string; id: string; shopper_cap: number }>(
        'select event_id, id, shopper_cap from drops order by event_id, id',
      );
      const broken = new Collector();
      for (const drop of drops) {
        const counts = await countShoppers(redis, epoch.epoch, drop.event_id, drop.id);
        if (counts.admitted + counts.turns > drop.shopper_cap)
          broken.add({ event_id: drop.event_id, drop_id: drop.id, ...counts, cap: drop.shopper_cap });
      }
      return broken.findings;
    },
  },
];

async function* scan(redis: Redis, pattern: string): AsyncGenerator<readonly string[]> {
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', KEYS_PER_SCAN);
    cursor = next;
    yield keys;
  } while (cursor !== '0');
}

/** Both counts are of one instant, by Redis's own clock. */
async function countShoppers(
  redis: Redis,
  epoch: number,
  eventId: string,
  dropId: string,
): Promise<{ readonly admitted: number; readonly turns: number }> {
  const [seconds, micros] = await redis.time();
  const now = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
  const answers = await redis
    .multi()
    .zcount(admittedKey(epoch, eventId, dropId), `(${now}`, '+inf')
    .zcount(turnsKey(epoch, eventId, dropId), `(${now}`, '+inf')
    .exec();
  const count = (at: number): number => {
    const [error, value] = answers?.[at] ?? [new Error('Redis gave no answer'), null];
    if (error !== null) throw error;
    return Number(value);
  };
  return { admitted: count(0), turns: count(1) };
}
