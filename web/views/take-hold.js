import { call } from '../api.js';
import { problemPanel } from '../problem-panel.js';
import { Refusal } from '../refusal.js';

/**
 * Asks for the hold. It is remembered before it is asked for: should the answer be lost, the same id finds the same
 * hold.
 */
export async function takeHold({ page, visit, admission }, remembered) {
  const { kept, drop } = visit;
  kept.hold.set(remembered);
  try {
    return await call('POST', `/v1/drops/${drop.id}/holds`, {
      body: { holdId: remembered.holdId, ...remembered.wish },
      headers: { 'fairgate-admission': admission.token },
      signal: page.signal,
    });
  } catch (error) {
    if (error instanceof Refusal && !error.passes) kept.hold.clear();
    throw error;
  }
}

/** A refusal in the shop: without an admission the visit is over, everything else is said where it happened. */
export function refuse(shop, slot, error) {
  if (error.code === 'NO_ADMISSION') shop.ended(error);
  else slot.replaceChildren(problemPanel(error));
}
