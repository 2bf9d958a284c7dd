import { isReady } from '@fairgate/shared/redis/fill-event.ts';
import { isRedisFailure } from '@fairgate/shared/redis/redis-failure.ts';
import type { WorkerStores } from '../worker-stores.ts';
import { fillEvent } from './fill-event.ts';

/** Milliseconds. */
export const fillMissingEveryMs = 10_000;

/**
 * Puts events back on sale at which the filler of the epoch in force failed: whoever mends the reason has nothing else to
 * do.
 */
export async function fillMissing({
  database,
  filling,
  epoch,
  liveDrops,
  log,
}: Pick<WorkerStores, 'database' | 'filling' | 'epoch' | 'liveDrops' | 'log'>): Promise<void> {
  const current = epoch.current();
  if (current === null) return;
  const drops = await liveDrops.all();
  for (const eventId of new Set(drops.map((drop) => drop.eventId))) {
    if (await isReady(filling, current, eventId)) continue;
    const own = drops.filter((drop) => drop.eventId === eventId);
    try {
      await fillEvent({ database, redis: filling }, current, eventId, own, 'live');
      log.info({ eventId, epoch: current }, 'an event that was not filled is on sale again');
    } catch (error) {
      // It says nothing of the event, and the others would fare no better.
      if (isRedisFailure(error)) throw error;
      log.error({ err: error, eventId }, 'an event cannot be filled and is not on sale');
    }
  }
}
