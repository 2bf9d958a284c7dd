import { refreshStatistics } from '@fairgate/shared/database/refresh-statistics.ts';
import { roundKey } from '@fairgate/shared/redis/keys.ts';
import type { WorkerStores } from '../worker-stores.ts';

export const keepStatisticsEveryMs = 2_000;

/** Lets the planner know of tables that grow by the second while a drop sells, in one worker at a time. */
export async function keepStatistics({ database, redis, log }: WorkerStores): Promise<void> {
  const mine = await redis.set(roundKey('statistics'), '1', 'PX', keepStatisticsEveryMs - 500, 'NX');
  if (mine === null) return;
  const tables = await refreshStatistics(database);
  if (tables.length > 0) log.debug({ tables }, 'statistics were taken anew');
}
