import { clockWords, countDown } from '../clock.js';
import { announce, fallSilent, h, heading, linkButton, say, showState } from '../dom.js';
import { Refusal } from '../refusal.js';
import { createPlaceCheck } from './check-place.js';
import { showChoice } from './choice.js';
import { showGivenBack } from './given-back.js';
import { showHold } from './hold.js';
import { leaveButton } from './leave.js';
import { createMoveAway } from './move-away.js';
import { readPhase } from './read-phase.js';
import { takeHold } from './take-hold.js';
import { unfinishedBanner } from './unfinished.js';

/** What is true of these phases only. */
const afterwards = { soldOut: 'Everything is sold by now.', closed: 'This sale is closed by now.' };

/** How a visit ends here, other than by leaving. */
const ends = {
  over: {
    title: 'Your time in the shop is over',
    note: 'Others are waiting, so a visit has an end. What you paid for is yours.',
    again: 'Back to the line',
  },
  moved: {
    title: 'You went on on another device',
    note: 'Your visit moved there with what you held. It ends here.',
    again: 'Look at this drop again',
  },
};

/** Inside: choose, then hold. The head with the time that is left stays; the floor below it changes. */
export async function showShop(page, visit, admission) {
  const { drop, event, kept } = visit;
  const inside = new AbortController();
  const signal = AbortSignal.any([page.signal, inside.signal]);
  const floor = h('div', { class: 'floor' });
  const shop = {
    ...{ page: { ...page, signal }, visit, admission, floor },
    choose(note = null) {
      kept.hold.clear();
      return showChoice(shop, note).catch((error) => {
        if (!signal.aborted) page.fail(error);
      });
    },
    hold: (held) => showHold(shop, held),
    /** The admission is over: by its time, or because it was left elsewhere. */
    ended({ facts = {} } = {}) {
      inside.abort();
      for (const one of [kept.hold, kept.admission, kept.place]) one.clear();
      const words = facts.reason === 'moved' ? ends.moved : ends.over;
      const ticket = kept.returned.get();
      announce(`${words.title}.`);
      if (words === ends.over && ticket !== null) showGivenBack(page, visit, ticket);
      else showEnd(page, drop, words);
    },
  };
  const left = () => {
    inside.abort();
    return showLeft(page, visit);
  };
  const head = shopHead(shop, left);
  showState(
    page.main,
    head,
    unfinishedBanner(visit.unfinished),
    floor,
    createMoveAway(shop),
    checkPart(shop),
  );
  page.title(event.name);
  const earlier = kept.hold.get();
  if (earlier === null) return shop.choose();
  try {
    return shop.hold(await takeHold(shop, earlier));
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof Refusal) || error.passes) throw error;
    if (error.code === 'NO_ADMISSION') return shop.ended(error);
    return shop.choose('Your earlier hold has ended. What you held went back on sale.');
  }
}

function shopHead(shop, onLeft) {
  const { page, visit, admission } = shop;
  const { drop, event } = visit;
  const left = h('strong', { role: 'timer' });
  const slot = h('div', {});
  countDown(Date.parse(admission.expiresAt), page.signal, (milliseconds) => {
    say(left, clockWords(milliseconds));
    if (milliseconds === 0) shop.ended();
  });
  const leave = {
    dropId: drop.id,
    token: admission.token,
    words: 'Leave the shop',
    kind: 'quiet-button',
    slot,
    onLeft,
    onMoved: shop.ended,
  };
  return [
    h(
      'div',
      { class: 'shop-head' },
      h('p', { class: 'kicker' }, h('a', { href: `#/events/${event.id}` }, event.name), `, ${drop.name}`),
      h('p', { class: 'quiet' }, 'Your visit ends in ', left),
      leaveButton(page, leave),
    ),
    slot,
  ];
}

/** Who came in at once has had no time for it in the line. Where there was no lobby, there is nothing to check. */
function checkPart({ page, visit: { drop, kept } }) {
  const commitment = kept.commitment.get();
  const rank = kept.place.get()?.rank ?? null;
  return commitment === null || rank === null ? null : createPlaceCheck(page, drop, { rank, commitment });
}

function showEnd(page, drop, { title, note, again }) {
  const goBack = () => page.go(`#/drops/${drop.id}`);
  showState(
    page.main,
    heading(title),
    h('p', {}, note),
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', class: 'button primary', onclick: goBack }, again),
      linkButton('#/orders', 'My orders', ''),
    ),
  );
}

/** Says that one may come back only while there is something to come back for. */
async function showLeft(page, { drop, event }) {
  const { phase } = await readPhase(page, drop);
  fallSilent();
  showState(
    page.main,
    heading('You left the shop'),
    h(
      'p',
      {},
      `Thank you for making room. ${afterwards[phase] ?? 'You may come back while tickets are left.'}`,
    ),
    h(
      'div',
      { class: 'actions' },
      linkButton(`#/events/${event.id}`, 'Back to the event', ''),
      linkButton('#/tickets', 'My tickets', ''),
    ),
  );
}
