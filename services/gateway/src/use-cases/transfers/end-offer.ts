import type { Transfer } from '@fairgate/shared/contracts/transfers.ts';
import type { TransferView } from '@fairgate/shared/database/transfer-views.ts';
import { endTransfer } from '@fairgate/shared/database/transfers.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { transferBody } from './transfer-body.ts';
import { loadedTransfer, provenTransfer, type TransferStores } from './transfer-stores.ts';

/** The giver keeps the ticket after all. */
export async function withdrawOffer(
  stores: TransferStores,
  transferId: string,
  accountId: string,
): Promise<Transfer> {
  const transfer = await loadedTransfer(stores.database, transferId);
  if (transfer.fromAccount !== accountId) throw new Problem('NOT_FOUND');
  return endOffer(stores, transfer, 'WITHDRAWN', accountId);
}

/** Whoever has the code does not want the ticket. */
export async function declineOffer(
  stores: TransferStores,
  transferId: string,
  code: string,
  accountId: string,
): Promise<Transfer> {
  return endOffer(stores, await provenTransfer(stores, transferId, code), 'DECLINED', accountId);
}

async function endOffer(
  { database }: TransferStores,
  transfer: TransferView,
  to: 'WITHDRAWN' | 'DECLINED',
  accountId: string,
): Promise<Transfer> {
  const outcome = await endTransfer(database, transfer, to);
  if (outcome.kind === 'ENDED') throw new Problem('STATE_CONFLICT', { state: outcome.state });
  if (outcome.kind === 'NO_TRANSFER') throw new Problem('NOT_FOUND');
  return transferBody(await loadedTransfer(database, transfer.transferId), accountId);
}
