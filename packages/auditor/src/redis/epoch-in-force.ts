import type { Redis } from 'ioredis';
import type { FreshDatabase } from '../database/open-database.ts';
import { BEAT_KEY } from './redis-layout.ts';

interface EpochRow {
  readonly epoch: number;
  readonly state: string;
  readonly run_id: string;
  readonly replid: string;
  readonly beat: number;
}

/** The epoch whose keys are in force, or why there is none: then nobody reads any of them (DESIGN §5). */
export async function epochInForce(
  fresh: FreshDatabase,
  redis: Redis,
): Promise<{ readonly epoch: number } | { readonly none: string }> {
  const [row] = await fresh.query<EpochRow>(
    'select epoch, state, run_id, replid, beat::float8 as beat from redis_epoch where id = 1',
  );
  if (row === undefined || row.epoch === 0) return { none: 'Redis has never been filled' };
  if (row.state !== 'READY') return { none: `epoch ${row.epoch} is being filled` };
  const info = await redis.info();
  const field = (name: string): string => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1] ?? '';
  const isSame = field('run_id') === row.run_id && field('master_replid') === row.replid;
  if (!isSame || Number((await redis.get(BEAT_KEY)) ?? 0) < row.beat)
    return { none: `Redis started anew since epoch ${row.epoch} was filled` };
  return { epoch: row.epoch };
}
