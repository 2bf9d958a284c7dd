import { call } from '../api.js';
import { clockWords, countDown } from '../clock.js';
import { announce, h, heading, say, showState } from '../dom.js';
import { problemPanel } from '../problem-panel.js';
import { Refusal } from '../refusal.js';
import { showChoice } from './choice.js';
import { showHold } from './hold.js';
import { unfinishedBanner } from './unfinished.js';

/** Inside: choose, then hold. The head with the time that is left stays; the floor below it changes. */
export async function showShop(page, visit, admission) {
  const { drop, event, kept } = visit;
  const left = h('strong', { role: 'timer' });
  const floor = h('div', { class: 'floor' });
  const inside = new AbortController();
  const insidePage = { ...page, signal: AbortSignal.any([page.signal, inside.signal]) };
  const shop = { page: insidePage, visit, admission, floor, choose, hold, ended };
  showState(
    page.main,
    h(
      'div',
      { class: 'shop-head' },
      h('p', { class: 'kicker' }, h('a', { href: `#/events/${event.id}` }, event.name), `, ${drop.name}`),
      h('p', { class: 'quiet' }, 'In the shop for ', left),
    ),
    unfinishedBanner(visit.unfinished),
    floor,
  );
  page.title(event.name);
  countDown(Date.parse(admission.expiresAt), insidePage.signal, (milliseconds) => {
    say(left, clockWords(milliseconds));
    if (milliseconds === 0) ended();
  });
  const earlier = kept.hold.get();
  if (earlier === null) return choose();
  try {
    return hold(await takeHold(shop, earlier));
  } catch (error) {
    if (!(error instanceof Refusal) || error.passes) throw error;
    if (error.code === 'NO_ADMISSION') return ended();
    return choose('Your earlier hold has ended. The seats went back on sale.');
  }

  function choose(note = null) {
    kept.hold.clear();
    return showChoice(shop, note);
  }

  function hold(held) {
    return showHold(shop, held);
  }

  /** The admission is over: by its time, or because it was left elsewhere. */
  function ended() {
    inside.abort();
    kept.hold.clear();
    kept.admission.clear();
    kept.place.clear();
    announce('Your time in the shop is over.');
    showState(
      page.main,
      heading('Your time in the shop is over'),
      h('p', {}, 'Others are waiting, so a visit has an end. What you paid for is yours.'),
      h(
        'div',
        { class: 'actions' },
        h(
          'button',
          { type: 'button', class: 'button primary', onclick: () => page.go(`#/drops/${drop.id}`) },
          'Back to the line',
        ),
        h('a', { class: 'button', href: '#/orders' }, 'My orders'),
      ),
    );
  }
}

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
  if (error.code === 'NO_ADMISSION') shop.ended();
  else slot.replaceChildren(problemPanel(error));
}
