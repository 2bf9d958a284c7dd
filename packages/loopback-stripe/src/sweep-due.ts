import { type ApiContext, clockMs, momentOf } from './http/api-context.ts';
import { expireAuthorization } from './intents/cancel-intent.ts';
import { sweepIntervalMs } from './limits.ts';
import { newId } from './new-id.ts';
import type { Change } from './shapes.ts';
import { idOf } from './shapes.ts';
import { lineOf } from './store/store.ts';

/** Regularly does what is due by the settable clock. Returns how to end it. */
export function startSweeping(context: ApiContext): () => void {
  const timer = setInterval(() => {
    sweepDue(context).catch(() => undefined);
  }, sweepIntervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Expires every authorization whose time is over. Resolves when that is on disk. */
export async function sweepDue(context: ApiContext): Promise<number> {
  const changes = dueExpiries(context);
  const { endpointsFor } = context.webhooks;
  for (const change of changes) {
    await context.store.commit(
      lineOf(change, { atMs: clockMs(context), newId, request: null, endpointsFor }),
    );
  }
  return changes.length;
}

function dueExpiries(context: ApiContext): Change[] {
  const { store } = context;
  const moment = momentOf(context);
  const changes: Change[] = [];
  for (const intentId of store.authorized) {
    const intent = store.intents.get(intentId);
    const charge = store.charges.get(idOf(intent?.latest_charge) ?? '');
    const before = charge?.payment_method_details?.card?.capture_before;
    if (intent === undefined || charge === undefined || before === undefined || before > moment.now) continue;
    changes.push(expireAuthorization(intent, charge, moment));
  }
  return changes;
}
