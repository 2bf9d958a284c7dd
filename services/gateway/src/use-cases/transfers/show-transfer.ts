import type { Transfer } from '@fairgate/shared/contracts/transfers.ts';
import { listTransfers } from '@fairgate/shared/database/transfer-views.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import { type ListPage, listCursor, listPage } from '../../catalogue/list-cursor.ts';
import { transferBody } from './transfer-body.ts';
import { loadedTransfer, provenTransfer, type TransferStores } from './transfer-stores.ts';

/** For its giver and its receiver, and before it is accepted for whoever has its code. */
export async function showTransfer(
  stores: TransferStores,
  transferId: string,
  code: string | undefined,
  accountId: string,
): Promise<Transfer> {
  if (code !== undefined) return transferBody(await provenTransfer(stores, transferId, code), accountId);
  const transfer = await loadedTransfer(stores.database, transferId);
  if (transfer.fromAccount !== accountId && transfer.toAccount !== accountId) throw new Problem('NOT_FOUND');
  return transferBody(transfer, accountId);
}

const transfersCursor = listCursor('transfers', ['micros', 'uuid']);

/** What the caller gave and received, newest first. */
export async function showTransfers(
  { database }: TransferStores,
  accountId: string,
  page: { readonly limit: number; readonly after?: string },
): Promise<ListPage<Transfer>> {
  const [createdMicros, transferId] = transfersCursor.read(page.after) ?? [];
  const after =
    createdMicros === undefined || transferId === undefined ? null : { createdMicros, transferId };
  const transfers = await listTransfers(database, accountId, after, page.limit + 1);
  return listPage(
    transfers,
    page.limit,
    (transfer) => transfersCursor.write([transfer.createdMicros, transfer.transferId]),
    (transfer) => transferBody(transfer, accountId),
  );
}
