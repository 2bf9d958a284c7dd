import type { MintResult, TicketMint } from '@fairgate/shared/contracts/tickets.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import type { Account } from '../../access/policy.ts';
import { mintGeneralTickets } from './mint-general-tickets.ts';
import { mintSeatedTickets } from './mint-seated-tickets.ts';

export function mintTickets(
  database: Database,
  account: Account,
  eventId: string,
  mint: TicketMint,
): Promise<MintResult> {
  return mint.kind === 'seated'
    ? mintSeatedTickets(database, account, eventId, mint)
    : mintGeneralTickets(database, account, eventId, mint);
}
