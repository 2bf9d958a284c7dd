import type { Redis } from 'ioredis';
import type { RedisIdentity } from '../domain/redis-identity.ts';
import { reach } from '../process/crash-points.ts';
import { beatKey } from './keys.ts';

export async function readIdentity(redis: Redis): Promise<RedisIdentity> {
  // In this order on one connection: the beat is read before the server says who it is.
  const [beat, info] = await Promise.all([
    redis.get(beatKey),
    redis.call('INFO', 'server', 'replication') as Promise<string>,
  ]);
  const field = (name: string): string => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
  return { runId: field('run_id'), replid: field('master_replid'), beat: Number(beat ?? '0') };
}

/** One more beat. One that is not above all that were seen comes from a Redis that forgot. */
export async function beat(redis: Redis): Promise<number> {
  reach('beat.before');
  const next = await redis.incr(beatKey);
  reach('beat.after');
  return next;
}

/** One more beat, never below `atLeast`, so that a new epoch starts above the old one's: for who has claimed it. */
export async function raiseBeat(redis: Redis, atLeast: number): Promise<number> {
  const next = await beat(redis);
  if (next >= atLeast) return next;
  reach('raise-beat.before');
  await redis.set(beatKey, atLeast);
  reach('raise-beat.after');
  return atLeast;
}
