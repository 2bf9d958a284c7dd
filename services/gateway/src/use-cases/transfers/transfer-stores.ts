import type { Database } from '@fairgate/shared/database/client.ts';
import { loadTransfer, type TransferView } from '@fairgate/shared/database/transfer-views.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { TransferCodes } from '@fairgate/shared/tokens/transfer-code.ts';

export interface TransferStores {
  readonly database: Database;
  readonly transferCodes: TransferCodes;
}

/** What must be there. */
export async function loadedTransfer(database: Database, transferId: string): Promise<TransferView> {
  const transfer = await loadTransfer(database, transferId);
  if (transfer === null) throw new Problem('NOT_FOUND');
  return transfer;
}

/** The transfer, for whoever has the code of its mail. A wrong code tells nothing, not even that there is one. */
export async function provenTransfer(
  { database, transferCodes }: TransferStores,
  transferId: string,
  code: string,
): Promise<TransferView> {
  if (!transferCodes.proves(transferId, code)) throw new Problem('NOT_FOUND');
  return loadedTransfer(database, transferId);
}
