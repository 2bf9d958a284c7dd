import type { GeneralMint, MintResult } from '@fairgate/shared/contracts/tickets.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import { invariant } from '@fairgate/shared/invariant.ts';
import type { Account } from '../../access/policy.ts';
import { requireEvent } from '../../catalogue/event-access.ts';
import { assertMintable, runMint } from '../../catalogue/mint-statement.ts';
import { requireCategories, requireOpenDrop } from '../../catalogue/ticket-targets.ts';
import { countInNoDrop } from '../../catalogue/tickets-in-no-drop.ts';

/** Tickets without seats: a quantity is so many tickets, never a counter. */
export async function mintGeneralTickets(
  database: Database,
  account: Account,
  eventId: string,
  mint: GeneralMint,
): Promise<MintResult> {
  const { vendorId, ticketCount } = await requireEvent(database, account, eventId, 'edit');
  const { categoryId, quantity, dropId = null } = mint;
  await requireCategories(database, eventId, [{ id: categoryId, pointer: '/categoryId' }]);
  if (dropId !== null) await requireOpenDrop(database, eventId, dropId);
  assertMintable(ticketCount, quantity);
  const detail = { kind: 'general', categoryId, minted: quantity, dropId };
  const note = { actor: account.id, vendorId, action: 'tickets.mint', subject: `event:${eventId}`, detail };
  const first = await runMint(database, eventId, dropId, { kind: 'general', categoryId, quantity }, note);
  invariant(first !== 'seatTaken', 'a ticket without a seat took one');
  return {
    minted: quantity,
    firstNumber: first,
    unassigned: 0,
    alreadyTicketed: 0,
    ...(await countInNoDrop(database, eventId)),
    byCategory: [{ categoryId, tickets: quantity }],
  };
}
