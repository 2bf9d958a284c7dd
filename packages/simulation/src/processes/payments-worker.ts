import {
  graceSeconds,
  inboxRetrySeconds,
  quietSeconds,
  unpaidQuietSeconds,
} from '@fairgate/shared/states/due-times.ts';
import { markInboxUntried, takeInboxEvents, takeOrdersToAsk } from '../database/due-rows.ts';
import { loadDueOperations } from '../database/operation-rows.ts';
import { type InboxRow, NONE, type OperationRow } from '../database/rows.ts';
import { faults } from '../outside/model-stripe.ts';
import type { Process, Steps, World } from '../schedule/world.ts';
import { inspectIntent, performOperation } from './perform-operation.ts';
import { seesOutage } from './watch-outage.ts';

/** As services/payments-worker/src/jobs. */

export function* performPayment(w: World, operation: OperationRow): Steps {
  if (seesOutage(w)) return;
  const outcome = yield* performOperation(w, operation);
  if (outcome === 'authorized') w.jobs.finalize(operation.order);
}

export function* sweepOperations(w: World, process: Process): Steps {
  if (seesOutage(w)) return;
  yield w.toDatabase();
  const due = loadDueOperations(w.db, graceSeconds(w.queuesOn));
  w.fromDatabase();
  for (const operation of due) w.spawn(process, performPayment(w, operation));
}

/** Works off kept webhooks; `only` narrows it to the one that a job named. */
export function* readInbox(w: World, only: InboxRow | null): Steps {
  if (seesOutage(w)) return;
  const process = w.current?.process ?? null;
  yield w.toDatabase();
  const taken = takeInboxEvents(w.db, inboxRetrySeconds, only);
  w.fromDatabase();
  for (const row of taken) w.spawn(process, readOrPutBack(w, row));
}

function* readOrPutBack(w: World, row: InboxRow): Steps {
  try {
    yield* readEvent(w, row);
  } catch (error) {
    if (error !== faults.notSent) throw error;
    yield w.toDatabase();
    markInboxUntried(w.db, row);
    w.fromDatabase();
  }
}

function* readEvent(w: World, row: InboxRow): Steps {
  yield w.toDatabase();
  const order = w.db.intents.get(row.intent);
  const state = order?.state ?? null;
  w.fromDatabase();
  if (w.decide.tellsSomething(row.type, state)) {
    const outcome = yield* inspectIntent(w, row.intent);
    const known = w.db.intents.get(row.intent);
    if (outcome === 'authorized' && known !== undefined) w.jobs.finalize(known);
  }
  yield w.toDatabase();
  row.processed = true;
  w.fromDatabase();
}

export function* pollStripe(w: World, process: Process): Steps {
  if (seesOutage(w)) return;
  yield w.toDatabase();
  const orders = takeOrdersToAsk(w.db, quietSeconds, unpaidQuietSeconds);
  if (orders.length > 0) w.db.onDue.ask(w.now + quietSeconds * 1000);
  w.fromDatabase();
  for (const order of orders) w.spawn(process, askAbout(w, order.payment.intent));
}

function* askAbout(w: World, intent: number): Steps {
  if (intent === NONE) return;
  const outcome = yield* inspectIntent(w, intent);
  const order = w.db.intents.get(intent);
  if (outcome === 'authorized' && order !== undefined) w.jobs.finalize(order);
}
