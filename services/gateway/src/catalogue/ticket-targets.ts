import type { Database } from '@fairgate/shared/database/client.ts';
import { dropPhase } from '@fairgate/shared/domain/drop-phase.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { dropClock } from './show-event.ts';

/** NOT_FOUND, with the field that names it, for a category that the event does not have. */
export async function requireCategories(
  database: Database,
  eventId: string,
  named: readonly { readonly id: string; readonly pointer: string }[],
): Promise<void> {
  const ids = [...new Set(named.map(({ id }) => id))];
  const found = await database.category.findMany({
    where: { eventId, id: { in: ids } },
    select: { id: true },
  });
  const known = new Set(found.map(({ id }) => id));
  const unknown = named.find(({ id }) => !known.has(id));
  if (unknown !== undefined) throw new Problem('NOT_FOUND', { pointer: unknown.pointer });
}

/** Tickets may be added to a drop until it is closed. */
export async function requireOpenDrop(database: Database, eventId: string, dropId: string): Promise<void> {
  const drop = await database.drop.findUnique({ where: { eventId_id: { eventId, id: dropId } } });
  if (drop === null) throw new Problem('NOT_FOUND', { pointer: '/dropId' });
  const phase = dropPhase(dropClock(drop), null, Date.now());
  if (phase === 'closed') throw new Problem('DROP_CLOSED');
}
