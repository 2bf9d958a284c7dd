import { Refusal } from '../refusal.js';
import { request } from '../request.js';

/**
 * What is published of a drop's draw, as far as a line's status needs it: asked for once before the seal and once after
 * it, and again when the opening moved. Gives null while it is not known, and where there is no draw.
 */
export function createDrawFollower({ drop, kept }, signal) {
  let facts = null;
  let askedFor = null;
  return async ({ draw, opensAt }) => {
    const stage = draw === 'scheduled' ? opensAt : 'sealed';
    if (draw === 'none' || askedFor === stage) return facts;
    facts = (await askDraw(drop.id, signal))?.facts ?? facts;
    if (facts !== null && (draw === 'scheduled' || facts.sealedAt !== null)) askedFor = stage;
    if (facts?.sealedAt === null) kept.commitment.set(facts.commitment);
    return facts;
  };
}

/**
 * `{ facts }` of a drop's draw, null in it where there is none; null while that is out of reach. Asked once: nothing hangs
 * on it, and the next question brings it.
 */
export async function askDraw(dropId, signal) {
  try {
    return { facts: await request('GET', `/v1/drops/${dropId}/draw`, { signal }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.status === 404 ? { facts: null } : null;
  }
}
