import { call } from '../api.js';
import { announce } from '../dom.js';
import { Refusal } from '../refusal.js';

/**
 * Exchanges the place for an admission: what waitInLine gives, or `{ kind: 'wait', refusal }`, or `{ kind: 'elsewhere' }`
 * when another device of the account is inside.
 * @param how `{ moveCode }` or `{ takeOver: true }`: takes that device's place
 */
export async function comeIn(page, visit, entry, how = moveOf(page)) {
  try {
    const admission = await call('POST', `/v1/drops/${visit.drop.id}/admissions`, {
      body: { placeTicket: entry.placeTicket, ...how },
      signal: page.signal,
    });
    announce('It is your turn. You are in the shop.');
    return { kind: 'inside', admission };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 'OTHER_DEVICE') return { kind: 'elsewhere', entry };
    if (error.code === 'MOVE_CODE_INVALID') return { kind: 'elsewhere', entry, refusal: error };
    if (error.code === 'PLACE_INVALID')
      return { kind: error.facts.reason === 'turnUsed' ? 'used' : 'unknown' };
    if (
      [
        'NOT_YOUR_TURN',
        'SHOP_FULL',
        'PAYMENT_UNAVAILABLE',
        'DROP_PAUSED',
        'DROP_NOT_OPEN',
        'DROP_CLOSED',
      ].includes(error.code)
    )
      return { kind: 'wait', refusal: error };
    throw error;
  }
}

/** The code in the address that another device showed. */
function moveOf({ query }) {
  const moveCode = query.get('move');
  return moveCode === null ? {} : { moveCode };
}
