import type { Database } from './client.ts';

export interface SeatMapSource {
  readonly currency: string;
  readonly ticketCount: number;
  readonly planDocument: unknown;
  readonly categories: readonly {
    readonly id: string;
    readonly name: string;
    readonly priceMinor: number;
    readonly color: string | null;
  }[];
  /** By ticket number. */
  readonly tickets: readonly {
    readonly number: number;
    readonly categoryId: string;
    readonly dropId: string | null;
    readonly seatIndex: number | null;
  }[];
}

/** What the seat map of a published event is made of; null when there is no such event. */
export async function loadSeatMap(database: Database, eventId: string): Promise<SeatMapSource | null> {
  const event = await database.event.findFirst({
    where: { id: eventId, status: { not: 'DRAFT' }, deletedAt: null },
    select: { currency: true, ticketCount: true, planId: true },
  });
  if (event === null) return null;
  const [plan, categories, tickets] = await Promise.all([
    event.planId === null
      ? null
      : database.seatingPlan.findUnique({ where: { id: event.planId }, select: { document: true } }),
    database.category.findMany({
      where: { eventId },
      orderBy: [{ position: 'asc' }, { id: 'asc' }],
      select: { id: true, name: true, priceMinor: true, color: true },
    }),
    database.$queryRaw<SeatMapSource['tickets']>`
      select number, category_id as "categoryId", drop_id as "dropId",
        case when retired_at is null then seat_index end as "seatIndex"
      from tickets where event_id = ${eventId}::uuid order by number`,
  ]);
  const { currency, ticketCount } = event;
  return { currency, ticketCount, planDocument: plan?.document ?? null, categories, tickets };
}
