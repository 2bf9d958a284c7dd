import type { SeatMap } from '@fairgate/shared/contracts/seat-map.ts';
import { loadSeatMap, type SeatMapSource } from '@fairgate/shared/database/seat-map.ts';
import { packIndexRuns } from '@fairgate/shared/domain/index-runs.ts';
import { encodeGeometry } from '@fairgate/shared/domain/seating/geometry.ts';
import { countSeats, type SeatingPlan } from '@fairgate/shared/domain/seating/plan.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { SeatMapStores } from '../sale/seat-map-cache.ts';

/** The seat map as bytes, kept for some seconds: an arena's takes tens of milliseconds to make. */
export async function showSeatMap(
  stores: SeatMapStores,
  eventId: string,
): Promise<{ readonly body: string; readonly etag: string }> {
  return stores.seatMaps.read(eventId, async () => {
    const source = await loadSeatMap(stores.reads, eventId);
    if (source === null) throw new Problem('NOT_FOUND');
    return seatMapBody(eventId, source);
  });
}

function seatMapBody(eventId: string, source: SeatMapSource): SeatMap {
  const categoryIndex = new Map(source.categories.map((category, at) => [category.id, at]));
  const drops = [...new Set(source.tickets.flatMap((ticket) => ticket.dropId ?? []))];
  const dropIndex = new Map(drops.map((dropId, at) => [dropId, at]));
  return {
    eventId,
    ticketCount: source.ticketCount,
    currency: source.currency,
    categories: [...source.categories],
    drops,
    categoryOf: packIndexRuns(source.tickets.map((ticket) => categoryIndex.get(ticket.categoryId) ?? -1)),
    dropOf: packIndexRuns(source.tickets.map((ticket) => dropIndex.get(ticket.dropId ?? '') ?? -1)),
    geometry: source.planDocument === null ? null : geometryOf(source.planDocument as SeatingPlan, source),
  };
}

function geometryOf(plan: SeatingPlan, source: SeatMapSource) {
  const numbers: (number | null)[] = new Array(countSeats(plan)).fill(null);
  for (const ticket of source.tickets) {
    if (ticket.seatIndex !== null) numbers[ticket.seatIndex] = ticket.number;
  }
  return encodeGeometry(plan, numbers);
}
