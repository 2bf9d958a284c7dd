import { call, read } from '../api.js';
import { serverNow } from '../clock.js';
import { keptFor } from '../kept.js';
import { Refusal } from '../refusal.js';
import { account } from '../session.js';
import { showDoor } from './door.js';
import { waitInLine } from './line.js';
import { showShop } from './shop.js';

const unfinishedStates = ['PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'EXPIRING'];

/**
 * A drop from the door to the shop. Where this visitor stands is found out anew each time, so that a refresh, another
 * tab or another device goes on where things are: inside, in the line, or before the door.
 */
export async function showDrop(page) {
  const drop = await read(`/v1/drops/${page.id}`, { signal: page.signal });
  const event = await read(`/v1/events/${drop.eventId}`, { signal: page.signal });
  page.title(event.name);
  const visit = {
    ...{ drop, event, kept: keptFor(drop.id) },
    ...{ phase: await readPhase(page, drop), unfinished: await findUnfinished(page) },
  };
  const join = () => joinLine(page, visit);
  if (account() === null) return showDoor(page, visit, { join });
  const admission = visit.kept.admission.get();
  if (admission !== null && Date.parse(admission.expiresAt) > serverNow())
    return showShop(page, visit, admission);
  if (admission !== null) {
    visit.kept.admission.clear();
    visit.kept.place.clear();
    return showDoor(page, visit, { join, ended: true });
  }
  if (visit.kept.place.get() !== null || takeWish(drop.id)) return joinLine(page, visit);
  return showDoor(page, visit, { join });
}

/** Takes the one place, or shows it again, and waits there. */
async function joinLine(page, visit) {
  if (account() === null) {
    sessionStorage.setItem('fairgate.joins', visit.drop.id);
    return page.go(`#/sign-in?next=${encodeURIComponent(location.hash)}`);
  }
  const entry = await call('POST', `/v1/drops/${visit.drop.id}/entries`, { signal: page.signal });
  const admission = await waitInLine(page, visit, entry);
  if (admission === null) {
    visit.kept.place.clear();
    return showDoor(page, visit, { join: () => joinLine(page, visit), ended: true });
  }
  visit.kept.admission.set(admission);
  return showShop(page, visit, admission);
}

/** The status knows more than the drop: what is left. Should it be out of reach, the drop's own words will do. */
async function readPhase(page, drop) {
  try {
    return (await read(`/v1/drops/${drop.id}/status`, { signal: page.signal })).phase;
  } catch (error) {
    if (error instanceof Refusal) return drop.phase;
    throw error;
  }
}

/** Whether the visitor had pressed Join before signing in. */
function takeWish(dropId) {
  const wished = sessionStorage.getItem('fairgate.joins') === dropId;
  sessionStorage.removeItem('fairgate.joins');
  return wished;
}

async function findUnfinished(page) {
  if (account() === null) return null;
  const { items } = await call('GET', '/v1/orders?limit=10', { signal: page.signal });
  return items.find((order) => order.dropId === page.id && unfinishedStates.includes(order.state)) ?? null;
}
