import { pause } from './dom.js';
import { keptFor } from './kept.js';
import { hideNotice, showNotice } from './notice.js';
import { Refusal } from './refusal.js';
import { request } from './request.js';
import { accessToken } from './session.js';

/** How often a call that may pass is made again by itself, and how long it waits at most before it says so instead. */
const triesMax = 5;
const waitSecondsMax = 20;

/**
 * Does the work again while it finds the gateway over capacity, throttling or out of reach: waits as long as it is told,
 * and says so. All that is called here is safe to repeat.
 */
export async function patiently(work, signal) {
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await work();
      hideNotice();
      return answer;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const seconds = error.retryAfterSeconds ?? 2 ** tries;
      if (!error.passes || tries >= triesMax || seconds > waitSecondsMax) {
        hideNotice();
        throw error;
      }
      showNotice(error, seconds);
      await pause(seconds * 1000, signal);
    }
  }
}

/**
 * A call of the API by whoever is signed in. A refused token is renewed once. Throws a Refusal, or SignInNeeded when the
 * session is over.
 */
export function call(method, path, { headers = {}, ...rest } = {}) {
  const asking = async (fresh) => {
    const authorization = `Bearer ${await accessToken({ fresh })}`;
    try {
      return await request(method, path, { ...rest, headers: { ...headers, authorization } });
    } catch (error) {
      keepReturn(path, error);
      throw error;
    }
  };
  return patiently(async () => {
    try {
      return await asking(false);
    } catch (error) {
      if (error.status !== 401) throw error;
      return asking(true);
    }
  }, rest.signal);
}

/** What a fault of ours gave to who was in the shop. */
function keepReturn(path, error) {
  const [, dropId] = /^\/v1\/drops\/([0-9a-f-]{36})\//.exec(path) ?? [];
  if (dropId !== undefined && typeof error.returnTicket === 'string')
    keptFor(dropId).returned.set(error.returnTicket);
}

/** A document that is the same for everybody. */
export function read(path, options = {}) {
  return patiently(() => request('GET', path, options), options.signal);
}
