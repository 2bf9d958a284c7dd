import type { Drop } from '@fairgate/shared/contracts/drops.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { requireVisibleEvent } from '../../catalogue/event-access.ts';
import { showDrop, withTicketCount } from '../../catalogue/show-drop.ts';

export async function getDrop(database: Database, account: Account | null, dropId: string): Promise<Drop> {
  const drop = await database.drop.findFirst({ where: { id: dropId }, include: withTicketCount });
  if (drop === null) throw new Problem('NOT_FOUND');
  await requireVisibleEvent(database, account, drop.eventId);
  return showDrop(drop, Date.now());
}
