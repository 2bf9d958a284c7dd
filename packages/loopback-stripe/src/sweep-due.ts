import { type ApiContext, clockMs, momentOf } from './http/api-context.ts';
import { sweepIntervalMs } from './limits.ts';
import { newId } from './new-id.ts';
import { lineOf } from './store/store.ts';

/** Regularly does what is due by the settable clock. Returns how to end it. */
export function startSweeping(context: ApiContext): () => void {
  const timer = setInterval(() => {
    // A failing disk is reported by the journal itself.
    sweepDue(context).catch(() => undefined);
  }, sweepIntervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Does everything that is due now, and resolves, with how much it was, when that is on disk. */
export async function sweepDue(context: ApiContext): Promise<number> {
  const { endpointsFor } = context.webhooks;
  const changes = context.dueWork.take(momentOf(context), clockMs(context));
  const lines = changes.map((change) =>
    lineOf(change, { atMs: clockMs(context), newId, request: null, endpointsFor }),
  );
  await Promise.all(lines.map((line) => context.store.commit(line)));
  return lines.length;
}
