import { pause } from './dom.js';
import { hideNotice, showNotice } from './notice.js';
import { Refusal } from './refusal.js';
import { request } from './request.js';
import { accessToken } from './session.js';

/** How often a call that may pass is made again by itself, and how long it waits at most before it says so instead. */
const triesMax = 5;
const waitSecondsMax = 20;

/**
 * A call of the API by whoever is signed in. Every call is safe to repeat, so one that finds the gateway over capacity,
 * throttling or out of reach waits as long as it is told and is made again. A refused token is renewed once. Throws a
 * Refusal, or SignInNeeded when the session is over.
 */
export async function call(method, path, { signedIn = true, headers = {}, ...rest } = {}) {
  let renewed = false;
  for (let tries = 1; ; tries += 1) {
    try {
      const bearer = signedIn ? { authorization: `Bearer ${await accessToken({ fresh: renewed })}` } : {};
      const answer = await request(method, path, { ...rest, headers: { ...headers, ...bearer } });
      hideNotice();
      return answer;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 401 && signedIn && !renewed) {
        renewed = true;
        continue;
      }
      const seconds = error.retryAfterSeconds ?? 2 ** tries;
      if (!error.passes || tries >= triesMax || seconds > waitSecondsMax) {
        hideNotice();
        throw error;
      }
      showNotice(error, seconds);
      await pause(seconds * 1000, rest.signal);
    }
  }
}

/** A document that is the same for everybody. */
export function read(path, options = {}) {
  return call('GET', path, { ...options, signedIn: false });
}
