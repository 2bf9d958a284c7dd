import type { Database } from '@fairgate/shared/database/client.ts';
import type { AssignableSeat } from '@fairgate/shared/domain/assign-seats.ts';

export interface PlanSeat extends AssignableSeat {
  /** The event has a live ticket for it. */
  readonly ticketed: boolean;
}

/** All seats of a plan, in its order. */
export function loadPlanSeats(database: Database, eventId: string, planId: string): Promise<PlanSeat[]> {
  return database.$queryRaw<PlanSeat[]>`
    select s.seat_index as "seatIndex", s.seat_key as "seatKey", s.zone, s.category_name as "planCategory",
      t.number is not null as ticketed
    from seats s
    left join tickets t on t.event_id = ${eventId}::uuid and t.plan_id = s.plan_id and t.seat_index = s.seat_index
      and t.retired_at is null
    where s.plan_id = ${planId}::uuid order by s.seat_index`;
}
