import type { EventDetails, EventSummary } from '@fairgate/shared/contracts/events.ts';
import type { CategoryRow, DropRow, EventRow, VenueRow } from '@fairgate/shared/database/rows.ts';
import { dropPhase } from '@fairgate/shared/domain/drop-phase.ts';
import { showLocalTime } from '@fairgate/shared/domain/local-time.ts';
import type { LeftByCategory } from './left-counts.ts';

type WholeEvent = EventRow & {
  readonly venue: VenueRow;
  readonly categories: readonly CategoryRow[];
  readonly drops: readonly DropRow[];
};

/** The facts that lists and details share, from a row with its venue. */
export function showEventFacts(
  row: Pick<
    EventRow,
    'id' | 'vendorId' | 'name' | 'status' | 'startsAt' | 'endsAt' | 'timeZone' | 'currency' | 'version'
  > & { readonly venue: Pick<VenueRow, 'id' | 'name' | 'city' | 'country'> },
): Omit<EventSummary, 'priceFromMinor' | 'nextDrop'> {
  const { venue } = row;
  return {
    id: row.id,
    vendorId: row.vendorId,
    name: row.name,
    status: row.status as EventSummary['status'],
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt?.toISOString() ?? null,
    timeZone: row.timeZone,
    startsAtLocal: showLocalTime(row.startsAt.getTime(), row.timeZone),
    currency: row.currency,
    venue: { id: venue.id, name: venue.name, city: venue.city, country: venue.country },
    version: row.version,
  };
}

/** @param soldOut the drops of it that are sold out */
export function showEvent(
  row: WholeEvent,
  left: LeftByCategory,
  soldOut: ReadonlySet<string>,
  nowMs: number,
): EventDetails {
  const { street, postalCode, city, country } = row.venue;
  return {
    ...showEventFacts(row),
    description: row.description,
    planId: row.planId,
    metadata: row.metadata as EventDetails['metadata'],
    ticketCount: row.ticketCount,
    address: { street, postalCode, city, country },
    categories: row.categories.map((category) => ({
      id: category.id,
      name: category.name,
      description: category.description,
      priceMinor: category.priceMinor,
      currency: category.currency,
      color: category.color,
      left: left.get(category.id) ?? 0,
    })),
    drops: row.drops.map((drop) => ({
      id: drop.id,
      name: drop.name,
      opensAt: drop.opensAt.toISOString(),
      closesAt: drop.closesAt?.toISOString() ?? null,
      phase: dropPhase(dropClock(drop), soldOut.has(drop.id) ? 0 : null, nowMs),
    })),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function dropClock(drop: Pick<DropRow, 'state' | 'opensAt' | 'closesAt'>) {
  return {
    state: drop.state,
    opensMs: drop.opensAt.getTime(),
    closesMs: drop.closesAt?.getTime() ?? null,
  };
}
