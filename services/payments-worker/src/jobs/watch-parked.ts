import { countParked, type ParkedKind } from '@fairgate/shared/database/parked-work.ts';
import type { WorkerStores } from '../worker-stores.ts';

export const watchParkedEveryMs = 10_000;

/** Says so, loudly, when more work was parked than before: some of it is money. */
export function createParkedWatch(stores: Pick<WorkerStores, 'database' | 'log'>): () => Promise<void> {
  let seen: Readonly<Record<ParkedKind, number>> = { outbox: 0, inbox: 0, operation: 0, finalize: 0 };
  return async () => {
    const parked = await countParked(stores.database);
    const grown = (Object.keys(parked) as ParkedKind[]).filter((kind) => parked[kind] > seen[kind]);
    if (grown.length > 0)
      stores.log.error(
        { parked, grown },
        'work is parked until operations have it tried again: see GET /v1/ops/parked',
      );
    seen = parked;
  };
}
