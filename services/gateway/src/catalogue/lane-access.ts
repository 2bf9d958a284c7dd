import type { Database } from '@fairgate/shared/database/client.ts';
import { laneCodesPerDropMax } from '@fairgate/shared/domain/catalogue-limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../access/policy.ts';
import { requireEvent } from './event-access.ts';

export interface LanePlace {
  readonly eventId: string;
  readonly dropId: string;
  readonly lane: number;
}

/** A lane of the event's drop, for who may edit it. `more`: so many codes are about to be made for it. */
export async function requireLane(
  database: Database,
  account: Account,
  { eventId, dropId, lane }: LanePlace,
  more = 0,
): Promise<{ readonly vendorId: string }> {
  const { vendorId } = await requireEvent(database, account, eventId, 'edit');
  const [row, present] = await Promise.all([
    database.dropLane.findUnique({ where: { eventId_dropId_lane: { eventId, dropId, lane } } }),
    more === 0 ? 0 : database.laneCode.count({ where: { eventId, dropId } }),
  ]);
  if (row === null) throw new Problem('NOT_FOUND');
  if (present + more > laneCodesPerDropMax)
    throw new Problem('LIMIT_REACHED', { limit: laneCodesPerDropMax });
  return { vendorId };
}
