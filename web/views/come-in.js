import { call } from '../api.js';
import { announce } from '../dom.js';
import { Refusal } from '../refusal.js';

/** Exchanges the place for an admission: what waitInLine gives, or `{ kind: 'wait', refusal }`. */
export async function comeIn(page, visit, entry) {
  try {
    const admission = await call('POST', `/v1/drops/${visit.drop.id}/admissions`, {
      body: { placeTicket: entry.placeTicket },
      signal: page.signal,
    });
    announce('It is your turn. You are in the shop.');
    return { kind: 'inside', admission };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
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
