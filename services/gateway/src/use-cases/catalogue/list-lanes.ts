import type { Lanes } from '@fairgate/shared/contracts/lanes.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { requireVisibleEvent } from '../../catalogue/event-access.ts';
import { showLanes } from '../../catalogue/show-lanes.ts';

/** A drop's lanes and their shares: whoever waits in one may know how many come before by the others. */
export async function listLanes(database: Database, account: Account | null, dropId: string): Promise<Lanes> {
  const drop = await database.drop.findFirst({
    where: { id: dropId },
    select: {
      eventId: true,
      version: true,
      lanes: { orderBy: { lane: 'asc' }, select: { lane: true, name: true, weight: true, places: true } },
    },
  });
  if (drop === null) throw new Problem('NOT_FOUND');
  await requireVisibleEvent(database, account, drop.eventId);
  return showLanes(dropId, drop.lanes, drop.version);
}
