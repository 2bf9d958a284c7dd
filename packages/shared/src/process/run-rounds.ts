import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';

/** Work that is done again and again, whether or not a job asked for it. */
export interface Round {
  readonly name: string;
  /** From the end of one round to the start of the next. Milliseconds. */
  readonly everyMs: number;
  /** Failures after which the pause does not grow, however many there were: for who looks whether a store is back. */
  readonly keepsPaceAfter?: (error: unknown) => boolean;
  /** Answers true when it stopped at its limit and more is due: the next round follows at once. */
  readonly work: () => Promise<boolean> | Promise<void>;
}

/** After failures in a row the pause doubles up to this. Milliseconds. */
const failurePauseMsMax = 5_000;

/** Runs each round in a loop of its own until stopped; a failing one is logged and tried again. Stopping waits for all. */
export function runRounds(rounds: readonly Round[], log: Logger): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const loops = rounds.map((round) => loop(round, log.child({ round: round.name }), stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

async function loop(round: Round, log: Logger, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    let more = false;
    let pause = round.everyMs;
    try {
      more = (await round.work()) === true;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (round.keepsPaceAfter?.(error) !== true)
        pause = Math.min(round.everyMs * 2 ** failures, failurePauseMsMax);
      log.warn({ err: error, failures }, 'a round failed and is tried again');
    }
    // A little jitter keeps the workers of a fleet from doing the same round at the same instant.
    if (!more) await sleep(pause * (0.9 + 0.2 * Math.random()), undefined, { signal }).catch(() => undefined);
  }
}
