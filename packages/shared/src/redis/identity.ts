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

/**
 * One more beat; the number as it is then, which is later than any read before, or Redis forgot it meanwhile. `atLeast` is
 * for who claimed the next epoch, and for nobody else: raised by a look, the beat would hide the loss that it shows.
 */
export async function beat(redis: Redis, atLeast = 0): Promise<number> {
  reach('beat.before');
  const next = await redis.incr(beatKey);
  reach('beat.after');
  if (next >= atLeast) return next;
  await redis.set(beatKey, atLeast);
  return atLeast;
}
