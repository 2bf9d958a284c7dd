import type { Transfer } from '@fairgate/shared/contracts/transfers.ts';
import { type OfferOutcome, offerTransfer } from '@fairgate/shared/database/transfers.ts';
import { transferOfferSeconds } from '@fairgate/shared/domain/limits.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { idOfKey } from '@fairgate/shared/tokens/id-of-key.ts';
import { transferBody } from './transfer-body.ts';
import { loadedTransfer, type TransferStores } from './transfer-stores.ts';

export interface OfferCommand {
  readonly eventId: string;
  readonly number: number;
  /** Of the ticket's ledger, as the giver saw it. */
  readonly version: number;
  readonly accountId: string;
  readonly toEmail: string;
  readonly clientKey: string;
}

/**
 * The holder offers a ticket to an address; a queue-worker mails it. The ticket stays the holder's until the offer is
 * accepted. The same key again gives the same transfer.
 */
export async function offerTicket({ database }: TransferStores, command: OfferCommand): Promise<Transfer> {
  const { eventId, number, version, accountId, clientKey } = command;
  const transferId = idOfKey('fairgate-transfer', accountId, eventId, clientKey);
  const outcome = await offerTransfer(database, {
    eventId,
    number,
    version,
    transferId,
    fromAccount: accountId,
    toEmail: command.toEmail.toLowerCase(),
    seconds: transferOfferSeconds,
  });
  if (outcome.kind !== 'OFFERED' && outcome.kind !== 'REPLAYED') throw offerProblem(outcome);
  return transferBody(await loadedTransfer(database, transferId), accountId);
}

function offerProblem(outcome: Exclude<OfferOutcome, { kind: 'OFFERED' | 'REPLAYED' }>): Problem {
  switch (outcome.kind) {
    case 'NOT_HOLDER':
      return new Problem('NOT_FOUND');
    case 'VERSION_CHANGED':
      return new Problem('PRECONDITION_FAILED', { version: outcome.version });
    case 'NOT_PAID':
      return new Problem('STATE_CONFLICT', { state: outcome.state });
    case 'ALREADY_OFFERED':
      return new Problem('STATE_CONFLICT', { state: 'OFFERED', transferId: outcome.transferId });
    case 'TOO_MANY':
      return new Problem('LIMIT_REACHED', { limit: outcome.limit, within: 'day' });
    case 'KEY_REUSED':
    case 'EVENT_CANCELLED':
      return new Problem(outcome.kind);
    default:
      return new Problem('STATE_CONFLICT', { state: outcome.kind });
  }
}
