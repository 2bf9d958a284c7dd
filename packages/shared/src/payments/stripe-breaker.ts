import { setTimeout as sleep } from 'node:timers/promises';
import { NotSentError } from './not-sent-error.ts';
import type { CallOutcome, StripeProbe } from './stripe-probe.ts';

/** Told of every call to Stripe; says when one must not be made. */
export interface StripeBreaker {
  /** Throws NotSentError while Stripe is out. */
  readonly assertClosed: () => void;
  /** A call is about to be made; the returned function says how it ended. */
  readonly begin: () => (outcome: CallOutcome) => void;
  readonly stop: () => void;
}

/** A call without an answer for this long counts as failed while it still waits. Milliseconds. */
const silentMsMax = 1_500;
/** So many questions in a row must fail before an outage is declared. With the silence above: within 5 s. */
const questionsMax = 3;
const questionPauseMs = 300;

export interface BreakerParts {
  readonly probe: StripeProbe;
  readonly isOpen: () => boolean;
  /** Reports an outage that began so many seconds ago. */
  readonly report: (failingSeconds: number) => Promise<void>;
}

/**
 * One process's part of the circuit breaker. A call that fails (no answer, an answer of 5xx, or silence) is only a
 * reason to ask Stripe itself: an outage is reported when question after question fails and no other call is answered
 * meanwhile. So neither one poisoned call nor a burst of them opens it, and a lull does not hide an outage.
 */
export function createBreaker(parts: BreakerParts): StripeBreaker {
  /** Counts answers; asking ends as soon as one came. */
  let answers = 0;
  let isAsking = false;
  let stopped = false;

  const ask = async (sinceMs: number): Promise<void> => {
    const known = answers;
    for (let asked = 0; asked < questionsMax; asked += 1) {
      if (asked > 0) await sleep(questionPauseMs, undefined, { ref: false });
      const outcome = stopped || answers !== known || parts.isOpen() ? 'answered' : await parts.probe();
      // Over its rate it refuses, but it is there.
      if (outcome !== 'failed' || answers !== known) return;
    }
    await parts.report((performance.now() - sinceMs) / 1000);
  };

  const suspect = (sinceMs: number): void => {
    if (stopped || isAsking || parts.isOpen()) return;
    isAsking = true;
    ask(sinceMs)
      .catch(() => undefined)
      .finally(() => {
        isAsking = false;
      });
  };

  return {
    assertClosed() {
      if (parts.isOpen()) throw new NotSentError('Stripe is out; the call is made when it answers again');
    },
    begin() {
      const sinceMs = performance.now();
      const timer = setTimeout(suspect, silentMsMax, sinceMs).unref();
      return (outcome) => {
        clearTimeout(timer);
        if (outcome === 'answered') answers += 1;
        if (outcome === 'failed') suspect(sinceMs);
      };
    },
    stop() {
      stopped = true;
    },
  };
}
