import { expireTransfers } from '@fairgate/shared/database/transfers.ts';
import type { WorkerStores } from '../worker-stores.ts';

const transfersPerRound = 200;

/** Ends offers that nobody accepted in time. Until this ran they cannot be accepted either. */
export async function expireOverdueTransfers({ database }: WorkerStores): Promise<boolean> {
  return (await expireTransfers(database, transfersPerRound)) >= transfersPerRound;
}
