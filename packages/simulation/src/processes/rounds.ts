import {
  expireEveryMs,
  graceSeconds,
  pollEveryMs,
  quietSeconds,
  stuckSeconds,
  sweepEveryMs,
  unpaidQuietSeconds,
} from '@fairgate/shared/states/due-times.ts';
import { isAsked } from '../database/due-rows.ts';
import type { DueKind, DueListeners, ModelDatabase } from '../database/model-database.ts';
import { isOpen } from '../database/rows.ts';
import type { Process, ProcessKind, Steps, World } from '../schedule/world.ts';
import { pollStripe, readInbox, sweepOperations } from './payments-worker.ts';
import { expireOverdueOrders, relaySeatMarks, sweepAuthorized } from './queue-worker.ts';
import { nextProbeDue, probeStripe } from './watch-outage.ts';

interface Round {
  readonly by: ProcessKind;
  readonly everyMs: (queuesOn: boolean) => number;
  /** A round whose work did not get done is played again after this at the earliest. */
  readonly againMs: number;
  readonly work: (w: World, process: Process) => Steps;
  /** When the first row is due that it would find; Infinity: there is none. */
  readonly nextDue: (db: ModelDatabase, graceMs: number) => number;
}

const never = Number.POSITIVE_INFINITY;
const marksEveryMs = 300;
/** Questions whether Stripe is back come less often than in production. */
const probeAgainMs = 3_000;
const againMs = 8_000;

export const rounds: Readonly<Record<DueKind, Round>> = {
  operation: {
    by: 'payments-worker',
    everyMs: sweepEveryMs,
    againMs,
    work: sweepOperations,
    nextDue: (db, graceMs) => {
      let due = never;
      for (const operation of db.openOperations)
        if (isOpen(operation) && !operation.isParked && operation.dueAt + graceMs < due)
          due = operation.dueAt + graceMs;
      return due;
    },
  },
  inbox: {
    by: 'payments-worker',
    everyMs: sweepEveryMs,
    againMs,
    work: (w) => readInbox(w, null),
    nextDue: (db) => {
      let due = never;
      for (const row of db.openInbox) if (!row.processed && !row.isParked && row.dueAt < due) due = row.dueAt;
      return due;
    },
  },
  ask: {
    by: 'payments-worker',
    everyMs: () => pollEveryMs,
    againMs,
    work: pollStripe,
    nextDue: (db) => {
      let due = never;
      for (const order of db.unfinishedOrders()) {
        if (!isAsked(order)) continue;
        const quiet = order.state === 'PENDING_PAYMENT' ? unpaidQuietSeconds : quietSeconds;
        due = Math.min(due, order.payment.updatedAt + quiet * 1000);
      }
      return due;
    },
  },
  authorized: {
    by: 'queue-worker',
    everyMs: sweepEveryMs,
    againMs,
    work: sweepAuthorized,
    nextDue: (db, graceMs) => {
      let due = never;
      for (const order of db.unfinishedOrders())
        if (order.state === 'AUTHORIZED' && !order.isParked)
          due = Math.min(due, Math.max(order.updatedAt + graceMs, order.finalizeDueAt));
      return due;
    },
  },
  deadline: {
    by: 'queue-worker',
    everyMs: () => expireEveryMs,
    againMs,
    work: expireOverdueOrders,
    nextDue: (db) => {
      let due = never;
      for (const order of db.unfinishedOrders()) {
        if (order.state === 'PENDING_PAYMENT') due = Math.min(due, order.payDeadline);
        else if (order.state === 'EXPIRING') due = Math.min(due, order.updatedAt + stuckSeconds * 1000);
      }
      return due;
    },
  },
  probe: {
    by: 'payments-worker',
    everyMs: () => 50,
    againMs: probeAgainMs,
    work: probeStripe,
    nextDue: nextProbeDue,
  },
  marks: {
    by: 'queue-worker',
    everyMs: () => marksEveryMs,
    againMs,
    work: relaySeatMarks,
    nextDue: (db) => {
      let due = never;
      for (const mark of db.seatMarks) if (!mark.isDone && mark.dueAt < due) due = mark.dueAt;
      return due;
    },
  },
};

/**
 * Plays the rounds that would find something, at the instants at which they would: a round with nothing due changes
 * nothing. Each time one worker of the kind plays it, now and then two at once.
 */
export function connectRounds(w: World): DueListeners {
  const graceMs = graceSeconds(w.queuesOn) * 1000;
  const wakeOperation = connectRound(w, rounds.operation, graceMs);
  const wakeAuthorized = connectRound(w, rounds.authorized, graceMs);
  return {
    operation: (at) => wakeOperation(at + graceMs),
    authorized: (at) => wakeAuthorized(at + graceMs),
    deadline: connectRound(w, rounds.deadline, graceMs),
    inbox: connectRound(w, rounds.inbox, graceMs),
    ask: connectRound(w, rounds.ask, graceMs),
    marks: connectRound(w, rounds.marks, graceMs),
    probe: connectRound(w, rounds.probe, graceMs),
  };
}

/** Answers with what has the round played at an instant, or soon after. */
function connectRound(w: World, round: Round, graceMs: number): (at: number) => void {
  const everyMs = round.everyMs(w.queuesOn);
  let plannedAt = never;
  const wake = (at: number): void => {
    const from = Math.max(at, w.now) + w.random.below(everyMs);
    if (plannedAt <= from) return;
    plannedAt = from;
    w.later(from - w.now, () => play(from));
  };
  const play = (planned: number): void => {
    if (plannedAt !== planned) return;
    plannedAt = never;
    const due = round.nextDue(w.db, graceMs);
    if (due === never) return;
    if (due > w.now) {
      wake(due);
      return;
    }
    const process = w.pick(round.by);
    if (process === undefined) {
      wake(w.now + w.waitFor(round.by));
      return;
    }
    w.spawn(process, round.work(w, process));
    if (w.random.chance(0.15)) {
      const second = w.pick(round.by);
      if (second !== undefined && second !== process)
        w.spawn(second, round.work(w, second), w.random.below(5));
    }
    wake(w.now + round.againMs);
  };
  return wake;
}
