import { forgetEpochsBefore } from '@fairgate/shared/redis/forget-epochs.ts';
import type { WorkerStores } from '../worker-stores.ts';

/**
 * Frees what late fillers wrote into epochs that nobody uses any more; the rest went when the epoch was claimed. Without a
 * lock, which a Redis that is full would refuse: two at once do no harm.
 */
export async function forgetOldEpochs({ redis, epoch, log }: WorkerStores): Promise<void> {
  const current = epoch.current();
  if (current === null) return;
  const deleted = await forgetEpochsBefore(redis, current);
  if (deleted > 0) log.info({ deleted, current }, 'keys of older epochs are deleted');
}
