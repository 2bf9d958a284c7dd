import type { MintResult } from '@fairgate/shared/contracts/tickets.ts';
import type { Database } from '@fairgate/shared/database/client.ts';

const hint =
  'Tickets in no drop cannot be bought. Put them into a drop that has not opened: PUT /v1/events/{eventId}/drops/{dropId}/tickets. Minting their seats again does not move them.';

/** For a mint's answer: how many tickets of the event nobody can buy, and what to do about it. */
export async function countInNoDrop(
  database: Database,
  eventId: string,
): Promise<Pick<MintResult, 'inNoDrop' | 'hint'>> {
  const inNoDrop = await database.ticket.count({ where: { eventId, dropId: null, retiredAt: null } });
  return { inNoDrop, hint: inNoDrop > 0 ? hint : null };
}
