import type { DropMessage } from '@fairgate/shared/contracts/drops.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { requireVisibleEvent } from '../../catalogue/event-access.ts';

/** What operators tell those who wait, by language; nothing, when they took it back. */
export async function getDropMessage(
  database: Database,
  account: Account | null,
  dropId: string,
): Promise<DropMessage> {
  const drop = await database.drop.findFirst({
    where: { id: dropId },
    select: { eventId: true, message: true, messageVersion: true },
  });
  if (drop === null) throw new Problem('NOT_FOUND');
  await requireVisibleEvent(database, account, drop.eventId);
  return { version: drop.messageVersion, texts: drop.message as DropMessage['texts'] };
}
