import { beginOutage, openOutage, recordProbe, takeProbe } from '../database/outages.ts';
import { NONE } from '../database/rows.ts';
import type { Process, Steps, World } from '../schedule/world.ts';

/** As packages/shared/src/payments/stripe-breaker.ts and watch-outage.ts, and the payments-worker's probe-stripe.ts. */

const refreshMs = 1_000;
const silentMsMax = 1_500;
const questionsMax = 3;
const questionPauseMs = 300;
const probeTimeoutMs = 900;
const probeEveryMs = 1_000;
const answersNeeded = 3;
const answersNeededSoon = 10;
const calmSeconds = 300;

/** Whether Stripe is out, as the process that works now last saw it in Postgres, a second ago at most. */
export function seesOutage(w: World): boolean {
  const { outages } = w.db;
  if (outages.length === 0) return false;
  const seenAt = w.now - ((w.now + (w.current?.process?.phaseMs ?? 0)) % refreshMs);
  for (let n = outages.length - 1; n >= 0; n -= 1) {
    const outage = outages[n];
    if (outage !== undefined && outage.writtenAt <= seenAt)
      return outage.endedAt === NONE || outage.endedAt > seenAt;
  }
  return false;
}

/** A call got no answer, or a fault: a reason to ask Stripe itself. `isSilent`: that shows only after a while. */
export function suspectOutage(w: World, isSilent: boolean): void {
  const process = w.current?.process ?? null;
  if (process === null || process.askingGeneration === process.generation || seesOutage(w)) return;
  process.askingGeneration = process.generation;
  w.spawn(process, askWhetherOut(w, process, w.now), isSilent ? silentMsMax : 1);
}

function* askWhetherOut(w: World, process: Process, since: number): Steps {
  try {
    const known = process.answers;
    for (let asked = 0; asked < questionsMax; asked += 1) {
      if (asked > 0) yield questionPauseMs;
      if (process.answers !== known || seesOutage(w)) return;
      if ((yield* askProbe(w)) || process.answers !== known) return;
    }
    yield w.toDatabase();
    const outcome = beginOutage(w.db, (w.now - since) / 1000);
    w.tell?.(`${process.name}: Stripe does not answer: ${outcome}`);
    w.fromDatabase();
  } finally {
    process.askingGeneration = NONE;
  }
}

function* askProbe(w: World): Steps<boolean> {
  if (w.stripeDownUntil > w.now || w.faults['request-lost'].hit() || w.faults['reply-lost'].hit()) {
    yield probeTimeoutMs;
    return false;
  }
  yield w.travel();
  return true;
}

/** While Stripe is out, one worker at a time asks once a second whether it is back. */
export function* probeStripe(w: World): Steps {
  if (!seesOutage(w)) return;
  yield w.toDatabase();
  const taken = takeProbe(w.db, (probeEveryMs / 1000) * 0.9, calmSeconds);
  w.fromDatabase();
  if (taken === null) return;
  const answered = yield* askProbe(w);
  yield w.toDatabase();
  const needed = taken.endedRecently ? answersNeededSoon : answersNeeded;
  const outcome = recordProbe(w.db, taken.outage, answered, needed);
  if (outcome === 'ENDED') w.tell?.(`${w.name()}: Stripe answers again, and deadlines have moved`);
  w.fromDatabase();
}

/** When the next question is due. */
export function nextProbeDue(w: World['db']): number {
  const outage = openOutage(w);
  return outage === undefined ? Number.POSITIVE_INFINITY : outage.probedAt + probeEveryMs * 0.9;
}
