import { clockWords, countDown } from './clock.js';
import { announce, h, say } from './dom.js';
import { duration } from './words.js';

/** Said aloud when this much is left, and from the first on the clock stands out. Seconds. */
const warningSeconds = [120, 30];

/**
 * A clock that runs down: `words` 4:59. `run(instant)` starts it anew, `stop()` ends it; `onOver` hears when the time
 * is up.
 */
export function createDeadlineClock({ words, signal, onOver = () => undefined }) {
  const left = h('strong', { role: 'timer' });
  const element = h('p', { class: 'clock' }, `${words} `, left);
  let ticking = new AbortController();
  return {
    element,
    run(instant) {
      ticking.abort();
      ticking = new AbortController();
      let before = null;
      countDown(Date.parse(instant), AbortSignal.any([ticking.signal, signal]), (milliseconds) => {
        const seconds = milliseconds / 1000;
        say(left, clockWords(milliseconds));
        element.classList.toggle('soon', seconds <= warningSeconds[0]);
        const passed = warningSeconds.find((at) => seconds <= at && before > at);
        if (before !== null && passed !== undefined) announce(`${words} ${duration(passed)} more.`);
        before = seconds;
        if (milliseconds === 0) onOver();
      });
    },
    stop: () => ticking.abort(),
  };
}
