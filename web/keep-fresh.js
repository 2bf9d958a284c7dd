import { serverNow } from './clock.js';
import { pause } from './dom.js';
import { Refusal } from './refusal.js';

/** What changes by itself is asked for this often where the API gives no other advice. Milliseconds. */
export const refreshEveryMs = 15_000;
/** The gateway keeps its answer for two seconds. */
const afterTurnMs = 2_500;
/** Everybody waits for the same instant, and everybody who opened a page together asks in step: this pulls them apart. */
const turnSpreadMs = 3_000;
const jitterShare = 0.3;

/**
 * Shows what changed, for as long as somebody looks: until the page is left or `waitMs(state)` is null.
 * @param first what is shown now
 * @param load gives the state anew
 */
export async function keepFresh(page, first, { load, waitMs, show }) {
  let shown = first;
  for (;;) {
    const milliseconds = waitMs(shown);
    if (milliseconds === null) return;
    await pause(milliseconds, page.signal);
    if (document.visibilityState !== 'visible') continue;
    const now = await load().catch((error) => {
      // What is shown is a little older then; the next question brings the rest.
      if (error instanceof Refusal && error.passes) return null;
      throw error;
    });
    page.signal.throwIfAborted();
    if (now === null || JSON.stringify(now) === JSON.stringify(shown)) continue;
    shown = now;
    show(now);
  }
}

/**
 * How long until the next question: as usual, or sooner when something turns by the clock before that.
 * @param instants when something opens or closes; null for never
 */
export function untilRefreshMs(instants, everyMs = refreshEveryMs, random = Math.random) {
  const spread = random();
  const turns = instants
    .filter((instant) => instant !== null)
    .map((instant) => Date.parse(instant) + afterTurnMs - serverNow())
    .filter((milliseconds) => milliseconds > 0)
    .map((milliseconds) => milliseconds + turnSpreadMs * spread);
  return Math.min(everyMs * (1 + jitterShare * spread), ...turns);
}
