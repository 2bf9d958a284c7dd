import { forgetEpochsBefore } from '@fairgate/shared/redis/forget-epochs.ts';
import { roundKey } from '@fairgate/shared/redis/keys.ts';
import type { WorkerStores } from '../worker-stores.ts';

const onceInMs = 50_000;

/** Frees the memory of epochs that nobody uses any more; one worker does it. */
export async function forgetOldEpochs({ redis, epoch, log }: WorkerStores): Promise<void> {
  const current = epoch.current();
  if (current === null) return;
  if ((await redis.set(roundKey('old-epochs'), '1', 'PX', onceInMs, 'NX')) === null) return;
  const deleted = await forgetEpochsBefore(redis, current);
  if (deleted > 0) log.info({ deleted, current }, 'keys of older epochs are deleted');
}
