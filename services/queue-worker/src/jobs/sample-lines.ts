import type { DropRecord } from '@fairgate/shared/database/drop-record.ts';
import { keepLineSample, sampleEveryMs } from '@fairgate/shared/database/line-samples.ts';
import { advanceLine, type LineStanding } from '@fairgate/shared/redis/waiting-room.ts';
import type { WorkerStores } from '../worker-stores.ts';

/** How often it is looked whether another quarter of a minute has begun. Milliseconds. */
export const sampleLinesEveryMs = 1_000;

type SamplerStores = Pick<WorkerStores, 'database' | 'redis' | 'epoch' | 'liveDrops' | 'outage' | 'log'>;

/**
 * Keeps how the line of each open drop stands, once in 15 s: what the promised waits are held against when it is over. Any
 * number of workers may; the first in each quarter of a minute is the one.
 */
export function createLineSampler(stores: SamplerStores): () => Promise<void> {
  const { database, redis, epoch, liveDrops, outage, log } = stores;
  /** By drop, the quarter of a minute that this worker has looked at last. */
  let seen = new Map<string, number>();
  return async () => {
    const current = epoch.current();
    if (current === null) return;
    const drops = await liveDrops.open();
    const open = new Set(drops.map(({ id }) => id));
    seen = new Map([...seen].filter(([dropId]) => open.has(dropId)));
    for (const drop of drops) {
      try {
        await sampleDrop(drop, current);
      } catch (error) {
        log.warn({ err: error, dropId: drop.id }, 'a line was not sampled');
      }
    }
  };

  async function sampleDrop(drop: DropRecord, current: number): Promise<void> {
    // By this process's clock it is only guessed whether there may be something to do.
    const slot = Math.floor(Date.now() / sampleEveryMs);
    if (seen.get(drop.id) === slot) return;
    const ids = { eventId: drop.eventId, dropId: drop.id };
    const line = await advanceLine(redis, { epoch: current, ...ids }, outage.standstill());
    if (line.kind === 'line' && isUnderWay(line)) {
      const { nowMs, served, joined, ratePerMinute, admitted } = line;
      await keepLineSample(database, ids, { atMs: nowMs, served, joined, ratePerMinute, admitted });
    }
    seen.set(drop.id, slot);
  }
}

/** Before the opening and the draw nothing is promised from a pace, and a line that nobody joined needs no evidence. */
function isUnderWay({ nowMs, opensMs, closesMs, joined, draw }: LineStanding): boolean {
  const isOpen = nowMs >= opensMs && (closesMs === 0 || nowMs < closesMs);
  return isOpen && draw !== 'pending' && joined.some((people) => people > 0);
}
