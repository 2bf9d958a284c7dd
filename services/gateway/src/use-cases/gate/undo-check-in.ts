import type { CheckIn } from '@fairgate/shared/contracts/check-ins.ts';
import { undoCheckIn } from '@fairgate/shared/database/check-ins.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { checkInBody, type GateStores, gateTicket } from './check-in.ts';

/** A scan that was wrong, or a guest who left and may come back: the ticket can enter again. The reason stays on record. */
export async function undoEntry(
  { database }: Pick<GateStores, 'database'>,
  account: Account,
  eventId: string,
  number: number,
  reason: string,
): Promise<CheckIn> {
  await requireEvent(database, account, eventId, 'gate');
  const outcome = await undoCheckIn(database, { eventId, number }, account.id, reason);
  if (outcome.kind === 'NO_TICKET') throw new Problem('NOT_FOUND');
  if (outcome.kind === 'NOT_ENTERED') throw new Problem('STATE_CONFLICT', { state: outcome.ledgerKind });
  return checkInBody(await gateTicket(database, eventId, number), outcome.version);
}
