import { threeDSecureSeconds } from '@fairgate/shared/domain/limits.ts';
import type { IntentFact } from '@fairgate/shared/states/decide-intent.ts';
import { sentGraceSeconds } from '@fairgate/shared/states/decide-operation.ts';
import { Refusal } from '../database/model-database.ts';
import { NONE, type OperationRow, type OrderRow } from '../database/rows.ts';
import { askStripe, callStripe } from '../outside/call-stripe.ts';
import type { CallKind, IntentView, StripeFault } from '../outside/model-stripe.ts';
import type { Steps, World } from '../schedule/world.ts';

/** As perform-operation.ts, ask-and-record.ts and inspect-intent.ts of packages/shared/src/payments, step by step. */

export type Inspected = 'authorized' | 'settled' | 'recorded' | 'waiting' | 'unknownIntent';
export type Performed = Inspected | 'done' | 'notOurs' | 'later';

/** What was loaded of an operation, as it was then. */
interface Loaded {
  readonly operation: OperationRow;
  readonly failures: number;
  readonly intent: number;
}

const calls: Readonly<Record<OperationRow['kind'], CallKind>> = {
  AUTHORIZE: 'create',
  CAPTURE: 'capture',
  CANCEL: 'cancel',
  REFUND: 'refund',
};

export function* performOperation(w: World, operation: OperationRow): Steps<Performed> {
  yield w.toDatabase();
  const { failures } = operation;
  const loaded = { operation, failures, intent: operation.order.payment.intent };
  w.fromDatabase();
  const markedAt = w.now;
  yield w.toDatabase();
  const isOurs = w.sql.markSent(w.db, operation, sentGraceSeconds);
  const sentSecondsAgo = (w.now - operation.sentAt) / 1000;
  w.fromDatabase();
  if (!isOurs) return 'notOurs';
  try {
    const askedFirst = w.decide.mustAskFirst({
      kind: operation.kind,
      attempt: operation.attempt,
      sentSecondsAgo,
      isRestored: false,
    });
    if (askedFirst && (yield* askedAndRecorded(w, loaded))) return 'done';
    if (w.standStillUntil > 0) yield* w.standStill();
    const heldSeconds = (w.now - markedAt) / 1000;
    const held = { askedFirst, sentSecondsAgo, heldSeconds, graceSeconds: sentGraceSeconds };
    if (w.decide.isTooLateToSend({ kind: operation.kind, ...held })) {
      w.tell?.(`${w.name()}: ${operation.kind} of order ${operation.order.id} is not sent any more`);
      return 'later';
    }
    return yield* call(w, loaded);
  } catch (error) {
    return yield* settleFailure(w, loaded, error);
  }
}

function* call(w: World, { operation, intent }: Loaded): Steps<Performed> {
  const { kind, order, amountMinor, id } = operation;
  const key = w.decide.idempotencyKeyOf({ opId: id });
  const sent = { kind: calls[kind], key, operation: id, order: order.id, intent, amountMinor };
  const view = yield* callStripe(w, sent);
  switch (kind) {
    case 'AUTHORIZE':
      yield* keepIntent(w, operation, view);
      return 'done';
    case 'REFUND':
      yield* w.ask(() => w.sql.recordRefund(w.db, operation, order.id, 'succeeded'));
      return 'done';
    default:
      return yield* recordIntent(w, order, view);
  }
}

/** A second intent of an order was never shown to anybody: it is ended. */
function* keepIntent(w: World, operation: OperationRow, view: IntentView): Steps {
  const outcome = yield* w.ask(() => w.sql.storeIntent(w.db, operation, view.id, view.status));
  w.tell?.(`${w.name()}: stores intent ${view.id} of order ${operation.order.id}: ${outcome}`);
  if (!w.decide.mustEndIntent(outcome)) return;
  const { id: order, amountMinor } = operation.order;
  yield* callStripe(w, { kind: 'cancel', key: NONE, operation: NONE, order, intent: view.id, amountMinor });
}

function* settleFailure(w: World, loaded: Loaded, error: unknown): Steps<Performed> {
  if (error instanceof Error && !(error instanceof Refusal)) throw error;
  if (error instanceof Refusal) w.accuse(`the database refused: ${error.message}`);
  const { operation, failures } = loaded;
  const verdict = w.decide.classifyStripeError(error as StripeFault);
  const step = w.decide.decideFailure(operation.kind, verdict, Math.max(operation.attempt, failures + 1));
  w.tell?.(`${w.name()}: ${operation.kind} of order ${operation.order.id} failed, ${verdict}: ${step.kind}`);
  yield w.toDatabase();
  switch (step.kind) {
    case 'postpone':
      w.sql.postpone(w.db, operation, step.delaySeconds);
      break;
    case 'unknown':
      w.sql.markUnknown(w.db, operation, step.delaySeconds);
      break;
    case 'ask':
      w.sql.markUnknown(w.db, operation, step.delaySeconds);
      w.fromDatabase();
      if (yield* askedAndRecorded(w, loaded)) return 'done';
      yield* openNextAttempt(w, operation, step.delaySeconds);
      return 'later';
    case 'askThenRefuse':
      w.sql.markUnknown(w.db, operation, step.delaySeconds);
      w.fromDatabase();
      if (yield* askedAndRecorded(w, loaded)) return 'done';
      yield w.toDatabase();
      w.sql.refuseRefund(operation);
      break;
    case 'fail':
      w.sql.failOperation(w.db, operation);
      break;
  }
  w.fromDatabase();
  return 'later';
}

function* openNextAttempt(w: World, operation: OperationRow, delaySeconds: number): Steps {
  yield w.toDatabase();
  w.sql.openNextAttempt(w.db, operation, delaySeconds);
  w.fromDatabase();
}

/** true: it is recorded, nothing is left to send. */
function* askedAndRecorded(w: World, { operation, intent }: Loaded): Steps<boolean> {
  if (operation.kind === 'AUTHORIZE') {
    const from = w.decide.madeSinceMs(operation.createdAt);
    const view = yield* askStripe(w, () => w.stripe.findIntent(operation.id, from));
    if (view === null) return false;
    yield* keepIntent(w, operation, view);
    return true;
  }
  if (operation.kind === 'REFUND') {
    const found = yield* askStripe(w, () => {
      const paid = w.stripe.intents[intent];
      return paid !== undefined && paid.refunds.length > 0 ? paid : undefined;
    });
    if (found === null) return false;
    yield* w.ask(() => w.sql.recordRefund(w.db, operation, operation.order.id, 'succeeded'));
    return true;
  }
  return (yield* inspectIntent(w, intent)) === 'settled';
}

export function* inspectIntent(w: World, intent: number): Steps<Inspected> {
  const view = yield* askStripe(w, () => w.stripe.intents[intent]);
  yield w.toDatabase();
  const order = w.db.intents.get(intent);
  w.fromDatabase();
  return view === null || order === undefined ? 'unknownIntent' : yield* recordIntent(w, order, view);
}

function* stretchForThreeDSecure(w: World, order: OrderRow): Steps {
  const outcome = yield* w.ask(() => w.sql.stretchForThreeDSecure(w.db, order, threeDSecureSeconds));
  w.tell?.(`${w.name()}: order ${order.id} is asked for 3-D Secure: ${outcome}`);
}

function recordFact(w: World, order: OrderRow, view: IntentView, fact: IntentFact): string {
  switch (fact) {
    case 'authorized': {
      const facts = { id: view.id, amountMinor: view.amountMinor, ours: view.order === order.id };
      return w.sql.recordAuthorized(w.db, order, facts);
    }
    case 'captured':
      return w.sql.recordCaptured(w.db, order, view.capturedMinor);
    default:
      return w.sql.recordCanceled(w.db, order);
  }
}

/** Records an intent as Stripe just showed it. */
function* recordIntent(w: World, order: OrderRow, view: IntentView): Steps<Inspected> {
  const fact = w.decide.decideIntent(view.status);
  if (fact === 'nothing') {
    if (view.status === 'requires_action') yield* stretchForThreeDSecure(w, order);
    return 'waiting';
  }
  const outcome = yield* w.ask(() => recordFact(w, order, view, fact));
  w.tell?.(`${w.name()}: order ${order.id} is ${fact} at Stripe: ${outcome}, now ${order.state}`);
  if (outcome === 'AUTHORIZED') return 'authorized';
  return w.decide.settlesOperation(view.status) ? 'settled' : 'recorded';
}
