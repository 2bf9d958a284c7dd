import { Problem } from '@fairgate/shared/errors.ts';
import type { DropRefusal } from '@fairgate/shared/redis/hold-seats.ts';

const notReadyRetrySeconds = 2;
const pausedRetrySeconds = 5;

/** The problem for a drop in which nothing can be done now. */
export function dropProblem(
  kind: DropRefusal,
  drop: { readonly id: string; readonly opensMs: number },
): Problem {
  switch (kind) {
    case 'notOpen':
      return new Problem('DROP_NOT_OPEN', { dropId: drop.id, opensAt: new Date(drop.opensMs).toISOString() });
    case 'closed':
      return new Problem('DROP_CLOSED', { dropId: drop.id });
    case 'paused':
      return new Problem('DROP_PAUSED', { dropId: drop.id }, pausedRetrySeconds);
    case 'unknownDrop':
    case 'notReady':
      return new Problem('STORE_UNAVAILABLE', { dropId: drop.id }, notReadyRetrySeconds);
  }
}
