import { call, read } from '../api.js';
import { serverNow } from '../clock.js';
import { fill, h, pause } from '../dom.js';
import { keptFor } from '../kept.js';
import { account } from '../session.js';
import { takePlace } from '../take-place.js';
import { showDoor } from './door.js';
import { showElsewhere } from './elsewhere.js';
import { showGivenBack } from './given-back.js';
import { waitInLine } from './line.js';
import { readPhase } from './read-phase.js';
import { showShop } from './shop.js';

const askAgainMs = 1_000;
const unfinishedStates = ['PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'EXPIRING'];

/**
 * A drop from the door to the shop. Where this visitor stands is found out anew each time, so that a refresh, another
 * tab or another device goes on where things are: inside, in the line, or before the door.
 */
export async function showDrop(page) {
  const drop = await read(`/v1/drops/${page.id}`, { signal: page.signal });
  const event = await read(`/v1/events/${drop.eventId}`, { signal: page.signal });
  page.title(event.name);
  const [standing, unfinished] = await Promise.all([readPhase(page, drop), findUnfinished(page)]);
  const visit = { drop, event, ...standing, unfinished, kept: keptFor(drop.id) };
  const join = (show) => joinLine(page, visit, show);
  if (account() === null || visit.phase === 'closed') return showDoor(page, visit, { join });
  const admission = visit.kept.admission.get();
  if (admission !== null && Date.parse(admission.expiresAt) > serverNow())
    return showShop(page, visit, admission);
  if (admission !== null) {
    visit.kept.admission.clear();
    visit.kept.place.clear();
    const ticket = visit.kept.returned.get();
    if (ticket !== null) return showGivenBack(page, visit, ticket);
    return showDoor(page, visit, { join, ended: true });
  }
  const wished = takeWish(drop.id);
  if (wished || visit.kept.place.get() !== null)
    return joinLine(page, visit, (words) => showInstead(page, words));
  return showDoor(page, visit, { join });
}

/** Takes the one place, or shows it again, and waits there. @param show says why that takes a while */
async function joinLine(page, visit, show) {
  if (account() === null) {
    sessionStorage.setItem('fairgate.joins', visit.drop.id);
    return page.go(`#/sign-in?next=${encodeURIComponent(location.hash)}`);
  }
  const entry = await takePlace(page, visit.drop, show);
  return settle(page, visit, await waitInLine(page, visit, entry));
}

/** What the wait ended with. */
async function settle(page, visit, outcome) {
  if (outcome.kind === 'unknown') {
    // Asking for the entry again gives the place that the account has now.
    await pause(askAgainMs, page.signal);
    return joinLine(page, visit, (words) => showInstead(page, words));
  }
  if (outcome.kind === 'gone')
    return showDoor(page, visit, { join: (again) => joinLine(page, visit, again), gaveUp: true });
  if (outcome.kind === 'used') {
    visit.kept.place.clear();
    return showDoor(page, visit, { join: (again) => joinLine(page, visit, again), ended: true });
  }
  if (outcome.kind === 'elsewhere')
    return showElsewhere(page, visit, outcome, (next) => settle(page, visit, next));
  visit.kept.admission.set(outcome.admission);
  return showShop(page, visit, outcome.admission);
}

/** Where there is no door to say it beside its button. */
function showInstead(page, words) {
  fill(page.main, h('p', { class: 'loading' }, words));
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
