import { readBacklogs } from '@fairgate/shared/database/backlog.ts';
import type { DropRecord } from '@fairgate/shared/database/drop-record.ts';
import { loadDropTickets } from '@fairgate/shared/database/event-inventory.ts';
import { type Capacity, nextCapacity, weighStage } from '@fairgate/shared/domain/capacity.ts';
import { seatStatus, statusAt } from '@fairgate/shared/domain/seat-status.ts';
import {
  countWorkers,
  measureLine,
  readCapacity,
  sayAlive,
  writeCapacity,
} from '@fairgate/shared/redis/capacity.ts';
import { readSeatMap } from '@fairgate/shared/redis/fill-event.ts';
import { roundKey } from '@fairgate/shared/redis/keys.ts';
import { readBudgetWait } from '@fairgate/shared/redis/stripe-budget.ts';
import { LRUCache } from 'lru-cache';
import type { WorkerStores } from '../worker-stores.ts';

/** How soon a ticket that became free gives a turn, and a purchase that falls behind slows the lines. Milliseconds. */
export const measureCapacityEveryMs = 400;
/** The purchase is weighed this often. Milliseconds. */
const weighEveryMs = 1_000;
/** Which tickets are of which drop changes only by a vendor's hand. Milliseconds. */
const ticketsAgeMsMax = 5_000;
/** More events than are open at a time. */
const eventsMax = 1_000;

type MeasureStores = Pick<WorkerStores, 'database' | 'redis' | 'epoch' | 'liveDrops' | 'self' | 'log'>;

export async function saySelfAlive({ redis, self }: MeasureStores): Promise<void> {
  await sayAlive(redis, 'queue', self);
}

/**
 * Tells each open line how many tickets are free and which share of its rate the purchase keeps up with. One worker at a
 * time does; should two, what they write is the same.
 */
export function createCapacityMeter(
  stores: MeasureStores,
  stripeRequestsPerSecond: number,
): () => Promise<void> {
  const { database, redis, epoch, liveDrops, log } = stores;
  const tickets = new LRUCache<string, ReadonlyMap<string, readonly number[]>>({
    max: eventsMax,
    ttl: ticketsAgeMsMax,
    fetchMethod: (eventId) => loadDropTickets(database, eventId),
  });

  const weigh = async (): Promise<Capacity> => {
    const before = await readCapacity(redis);
    const now = Date.now();
    // A clock that was set back must not keep what was measured before it for good.
    if (before !== null && now >= before.measuredMs && now - before.measuredMs < weighEveryMs) return before;
    const [{ orders, payments }, budgetSeconds, queue, paying] = await Promise.all([
      readBacklogs(database),
      readBudgetWait(redis, stripeRequestsPerSecond),
      countWorkers(redis, 'queue'),
      countWorkers(redis, 'payments'),
    ]);
    const seconds = Math.min(5, Math.max(0, now - (before?.measuredMs ?? now)) / 1_000);
    const stages = [
      weighStage({ stage: 'orders', ...orders, workers: queue, budgetSeconds: 0 }),
      weighStage({ stage: 'payments', ...payments, workers: paying, budgetSeconds }),
    ];
    const capacity = nextCapacity(before, stages, seconds, now);
    await writeCapacity(redis, capacity);
    return capacity;
  };

  return async () => {
    const current = epoch.current();
    if (current === null) return;
    const mine = await redis.set(roundKey('measure-capacity'), '1', 'PX', measureCapacityEveryMs - 100, 'NX');
    if (mine === null) return;
    const [drops, { share, slowedBy }] = await Promise.all([liveDrops.open(), weigh()]);
    for (const eventId of new Set(drops.map((drop) => drop.eventId))) {
      const own = drops.filter((drop) => drop.eventId === eventId);
      try {
        await measureEvent(current, eventId, own, { share, slowedBy });
      } catch (error) {
        // One event's trouble is not the next one's.
        log.warn({ err: error, eventId }, 'what its lines may do was not measured');
      }
    }
  };

  async function measureEvent(
    current: number,
    eventId: string,
    drops: readonly DropRecord[],
    { share, slowedBy }: Pick<Capacity, 'share' | 'slowedBy'>,
  ): Promise<void> {
    const [shown, byDrop] = await Promise.all([readSeatMap(redis, current, eventId), tickets.fetch(eventId)]);
    if (shown === null || byDrop === undefined) return;
    for (const { id: dropId } of drops) {
      const numbers = byDrop.get(dropId) ?? [];
      const free = numbers.filter((number) => statusAt(shown.map, number) === seatStatus.free).length;
      await measureLine(redis, { epoch: current, eventId, dropId }, { free, share, slowedBy });
    }
  }
}
