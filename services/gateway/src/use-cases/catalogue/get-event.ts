import type { EventDetails } from '@fairgate/shared/contracts/events.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { seesDrafts } from '../../catalogue/event-access.ts';
import type { LeftCounts } from '../../catalogue/left-counts.ts';
import { showEvent } from '../../catalogue/show-event.ts';

/**
 * An event as everybody sees it once it is published; before that it is there for its vendor's members and operations
 * only. They get counts of this moment, everybody else recent ones.
 */
export async function getEvent(
  database: Database,
  leftCounts: LeftCounts,
  account: Account | null,
  eventId: string,
): Promise<EventDetails> {
  const event = await database.event.findUnique({
    where: { id: eventId, deletedAt: null },
    include: {
      venue: true,
      categories: { orderBy: [{ position: 'asc' }, { id: 'asc' }] },
      drops: { orderBy: [{ opensAt: 'asc' }, { id: 'asc' }] },
    },
  });
  if (event === null) throw new Problem('NOT_FOUND');
  const inside = await seesDrafts(database, account, event.vendorId);
  if (event.status === 'DRAFT' && !inside) throw new Problem('NOT_FOUND');
  const left = inside ? await leftCounts.fresh(eventId) : await leftCounts.recent(eventId);
  return showEvent(event, left, Date.now());
}
