import type { Availability } from '@fairgate/shared/contracts/waiting-room.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { loadInventory } from '@fairgate/shared/database/event-inventory.ts';
import { seatStatus, statusAt } from '@fairgate/shared/domain/seat-status.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { readSeatMap } from '@fairgate/shared/redis/fill-event.ts';
import { LRUCache } from 'lru-cache';
import type { EpochView } from './epoch-view.ts';

/** An event's seat statuses as this gateway last saw them, at most a second old while somebody asks. */
export interface SeatBoard {
  /** null: Redis has no seats of such an event. */
  readonly map: (eventId: string) => Promise<SeatStatuses | null>;
  readonly availability: (eventId: string, dropId: string) => Promise<Availability>;
}

interface SeatStatuses {
  readonly version: number;
  readonly map: Buffer;
}

const retryAfterSeconds = 2;
const ageMsMax = 1_000;
/** An event that is not filled yet may be at any moment. */
const absentAgeMsMax = 100;
/** Which ticket is of which drop and category changes only by a vendor's hand. */
const placesAgeMsMax = 10_000;
const eventsMax = 200;

interface TicketPlace {
  readonly number: number;
  readonly dropId: string;
  readonly categoryId: string;
}

export function createSeatBoard(database: Database, redis: RedisConnection, epoch: EpochView): SeatBoard {
  const maps = new LRUCache<string, { readonly seats: SeatStatuses | null }>({
    max: eventsMax,
    ttl: ageMsMax,
    ignoreFetchAbort: true,
    fetchMethod: async (eventId, _stale, { options }) => {
      const seats = await readSeatMap(redis, epoch.current(), eventId);
      if (seats === null) options.ttl = absentAgeMsMax;
      return { seats };
    },
  });
  const places = new LRUCache<string, readonly TicketPlace[]>({
    max: eventsMax,
    ttl: placesAgeMsMax,
    ignoreFetchAbort: true,
    fetchMethod: async (eventId) => (await loadInventory(database, eventId)).tickets,
  });
  // Not longer than what it was counted from: a vendor's new tickets may have come after the places were read.
  const counted = new LRUCache<string, Availability>({ max: eventsMax, ttl: placesAgeMsMax });

  const mapOf = async (eventId: string): Promise<SeatStatuses | null> => {
    const found = await maps.fetch(eventId);
    // Redis did not answer: unknown is not "no".
    if (found === undefined) throw new Problem('STORE_UNAVAILABLE', {}, retryAfterSeconds);
    return found.seats;
  };
  return {
    map: mapOf,
    async availability(eventId, dropId) {
      const { version, map } = (await mapOf(eventId)) ?? { version: 0, map: Buffer.alloc(0) };
      const known = counted.get(dropId);
      if (known?.version === version) return known;
      const tickets = (await places.fetch(eventId)) ?? [];
      const fresh = { version, categories: countCategories(tickets, dropId, map) };
      counted.set(dropId, fresh);
      return fresh;
    },
  };
}

function countCategories(
  tickets: readonly TicketPlace[],
  dropId: string,
  map: Buffer,
): Availability['categories'] {
  const counts = new Map<string, { free: number; held: number; sold: number }>();
  for (const ticket of tickets) {
    if (ticket.dropId !== dropId) continue;
    const count = counts.get(ticket.categoryId) ?? { free: 0, held: 0, sold: 0 };
    counts.set(ticket.categoryId, count);
    const status = statusAt(map, ticket.number);
    if (status === seatStatus.free) count.free += 1;
    else if (status === seatStatus.held) count.held += 1;
    else if (status === seatStatus.sold) count.sold += 1;
  }
  return [...counts].map(([categoryId, count]) => ({ categoryId, ...count }));
}
