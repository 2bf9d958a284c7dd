import { Refusal } from '../refusal.js';
import { request } from '../request.js';

/**
 * The lanes of a drop, as far as its line needs them: null while they are not known. Asked for once, and again when the
 * status or the place tells of a lane that is not among them.
 */
export function createLanesFollower({ drop }, signal) {
  let lanes = null;
  return async ({ joined }, { lane }) => {
    const knownOf = lanes?.length ?? 1;
    if (joined.length > knownOf || lane >= knownOf) lanes = (await askLanes(drop.id, signal))?.lanes ?? lanes;
    return lanes;
  };
}

/** A drop's lanes; null while they are out of reach. Asked once: nothing hangs on them. */
export async function askLanes(dropId, signal) {
  try {
    return await request('GET', `/v1/drops/${dropId}/lanes`, { signal });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return null;
  }
}
