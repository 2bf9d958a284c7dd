import type { RefundRun, RefundRunSwitch, RefundRuns } from '@fairgate/shared/contracts/event-changes.ts';
import type { Database } from '@fairgate/shared/database/client.ts';
import {
  listRefundRuns,
  type RefundRunView,
  switchRefundRun,
} from '@fairgate/shared/database/refund-runs.ts';
import { Problem } from '@fairgate/shared/errors.ts';
import type { Account } from '../../access/policy.ts';
import { requireEvent } from '../../catalogue/event-access.ts';

/** An event has one unfinished run at most, and is moved seldom. */
const runsShownMax = 20;

/** The runs that refund an event's orders, newest first, and how far they are. */
export async function showRefundRuns(
  database: Database,
  account: Account,
  eventId: string,
): Promise<RefundRuns> {
  await requireEvent(database, account, eventId, 'read');
  return { items: (await listRefundRuns(database, eventId, runsShownMax)).map(showRun) };
}

/** Pauses a run, or lets it go on. Said again it changes nothing; one that is done stays done. */
export async function switchRun(
  database: Database,
  account: Account,
  run: { readonly eventId: string; readonly runId: string },
  { state }: RefundRunSwitch,
): Promise<RefundRun> {
  await requireEvent(database, account, run.eventId, 'refund');
  const switched = await switchRefundRun(database, run, state, account.id);
  const view = (await listRefundRuns(database, run.eventId, runsShownMax)).find(
    (one) => one.runId === run.runId,
  );
  if (view === undefined) throw new Problem('NOT_FOUND');
  if (!switched && view.state !== state) throw new Problem('STATE_CONFLICT', { state: view.state });
  return showRun(view);
}

function showRun(view: RefundRunView): RefundRun {
  return {
    runId: view.runId,
    cause: view.cause,
    state: view.state,
    reason: view.reason,
    ordersLeft: view.ordersLeft,
    ordersDisputed: view.ordersDisputed,
    refunds: { pending: view.refundsPending, done: view.refundsDone, failed: view.refundsFailed },
    refundedMinor: view.refundedMinor,
    createdAt: view.createdAt.toISOString(),
    finishedAt: view.finishedAt?.toISOString() ?? null,
  };
}
