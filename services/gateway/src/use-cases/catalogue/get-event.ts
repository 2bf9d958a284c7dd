import type { EventDetails } from '@fairgate/shared/contracts/events.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { seesDrafts } from '../../catalogue/event-access.ts';
import type { Catalogue } from '../../catalogue/open-catalogue.ts';
import { showEvent } from '../../catalogue/show-event.ts';

/**
 * An event as everybody sees it once it is published; before that it is there for its vendor's members and operations
 * only. They get counts of this moment, everybody else recent ones.
 */
export async function getEvent(
  { database, leftCounts, soldOut }: Pick<Catalogue, 'database' | 'leftCounts' | 'soldOut'>,
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
  const gone = await soldOut.among(event.drops.map(({ id }) => id));
  return showEvent(event, left, gone, Date.now());
}
