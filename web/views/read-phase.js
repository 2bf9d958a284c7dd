import { read } from '../api.js';
import { Refusal } from '../refusal.js';

/**
 * `{ phase, draw }`. The status knows more than the drop: what is left, and how far its draw is. Should it be out of
 * reach, the drop's own words will do, and the draw is null.
 */
export async function readPhase(page, drop) {
  try {
    const { phase, draw } = await read(`/v1/drops/${drop.id}/status`, { signal: page.signal });
    return { phase, draw };
  } catch (error) {
    if (error instanceof Refusal) return { phase: drop.phase, draw: null };
    throw error;
  }
}
