import type { Transfer } from '@fairgate/shared/contracts/transfers.ts';
import { type AcceptOutcome, acceptTransfer } from '@fairgate/shared/database/transfers.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { awaitJournal } from '../../sale/await-journal.ts';
import { transferBody } from './transfer-body.ts';
import { loadedTransfer, provenTransfer, type TransferStores } from './transfer-stores.ts';

/** Whoever has the code takes the ticket: it is theirs from now on, with a new code. Twice by the same account is once. */
export async function acceptTicket(
  stores: TransferStores,
  transferId: string,
  code: string,
  accountId: string,
): Promise<Transfer> {
  const transfer = await provenTransfer(stores, transferId, code);
  const outcome = await acceptTransfer(stores.database, transfer, accountId);
  if (outcome.kind !== 'ACCEPTED' && outcome.kind !== 'ALREADY') throw acceptProblem(outcome);
  await awaitJournal(stores.database, transfer);
  return transferBody(await loadedTransfer(stores.database, transferId), accountId);
}

function acceptProblem(outcome: Exclude<AcceptOutcome, { kind: 'ACCEPTED' | 'ALREADY' }>): Problem {
  switch (outcome.kind) {
    case 'NO_TRANSFER':
      return new Problem('NOT_FOUND');
    case 'EVENT_CANCELLED':
      return new Problem('EVENT_CANCELLED');
    case 'ENDED':
    case 'NOT_PAID':
      return new Problem('STATE_CONFLICT', { state: outcome.state });
    default:
      return new Problem('STATE_CONFLICT', { state: outcome.kind });
  }
}
