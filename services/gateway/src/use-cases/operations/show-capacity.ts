import type { CapacityView } from '@fairgate/shared/contracts/operations.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { type DropRecord, loadLiveDrops } from '@fairgate/shared/database/drop-record.ts';
import type { OutageView } from '@fairgate/shared/payments/watch-outage.ts';
import { readCapacity } from '@fairgate/shared/redis/capacity.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { advanceLine } from '@fairgate/shared/redis/waiting-room.ts';
import type { EpochView } from '../../sale/epoch-view.ts';

export interface CapacityStores {
  readonly reads: Database;
  readonly redis: RedisConnection;
  readonly epoch: EpochView;
  readonly outage: OutageView;
}

const linesMax = 100;
const warmUpMs = 60_000;

/** What binds each line, and how the purchase behind all of them keeps up. */
export async function showCapacity(stores: CapacityStores): Promise<CapacityView> {
  const [capacity, { drops, atMs }] = await Promise.all([
    readCapacity(stores.redis),
    loadLiveDrops(stores.reads),
  ]);
  const open = drops.filter(
    ({ state, opensMs, closesMs }) =>
      state !== 'CLOSED' && opensMs - warmUpMs <= atMs && (closesMs === null || closesMs > atMs),
  );
  const lines = await Promise.all(open.slice(0, linesMax).map((drop) => readLine(stores, drop)));
  return {
    measuredAt: capacity === null ? null : new Date(capacity.measuredMs).toISOString(),
    share: capacity?.share ?? 0,
    slowedBy: capacity === null ? 'workers' : capacity.slowedBy,
    stages: [...(capacity?.stages ?? [])],
    lines: lines.filter((line) => line !== null),
  };
}

async function readLine(
  { redis, epoch, outage }: CapacityStores,
  drop: DropRecord,
): Promise<CapacityView['lines'][number] | null> {
  const place = { epoch: epoch.current(), eventId: drop.eventId, dropId: drop.id };
  const line = await advanceLine(redis, place, outage.standstill());
  // One that Redis is still to be told of.
  if (line.kind !== 'line') return null;
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  return {
    dropId: drop.id,
    eventId: drop.eventId,
    name: drop.name,
    ratePerMinute: drop.ratePerMinute,
    turnsPerMinute: line.ratePerMinute,
    shopperCap: line.cap,
    inside: line.admitted,
    openTurns: line.openTurns,
    waiting: Math.max(0, sum(line.joined) - sum(line.served)),
    why: line.binds,
  };
}
