import { act } from '../act.js';
import { read } from '../api.js';
import { clockWords, countDown, serverNow } from '../clock.js';
import { announce, fill, h, heading, say, showState } from '../dom.js';
import { keepFresh, untilRefreshMs } from '../keep-fresh.js';
import { account } from '../session.js';
import { bothClocks, count, counted, duration, price } from '../words.js';
import { createLanesAtDoor } from './lanes-at-door.js';
import { createLineMaking } from './line-making.js';
import { proofWords } from './proof-words.js';
import { unfinishedBanner } from './unfinished.js';

const titles = {
  lobby: 'The sale opens soon',
  open: 'The sale is open',
  paused: 'The sale is paused',
  soldOut: 'Sold out',
  closed: 'This sale is closed',
};
const dayMs = 86_400_000;

/**
 * Before the line: what one needs to know to decide, and the button that takes a place. Keeps itself up to date while
 * it is shown; the button stays where it is, so that nobody presses beside it.
 * @param ended the visitor was inside, and that time is over
 * @param gaveUp the visitor gave the place up
 */
export function showDoor(page, visit, { join, ended = false, gaveUp = false }) {
  const title = heading(titleOf(visit));
  const opening = h('div', {});
  const prices = h('div', {});
  const making = h('li', { hidden: true });
  const sayMaking = createLineMaking(page);
  const { shares, brought } = createLanesAtDoor(page);
  const told = rules(visit.drop, [making, shares]);
  const sale = h('div', {}, opening, joinPart(page, join), brought, told);
  const over = h('div', {}, overPart(visit));
  let counting = new AbortController();
  const show = (now) => {
    counting.abort();
    counting = new AbortController();
    say(title, titleOf(now));
    sale.hidden = isOver(now);
    over.hidden = !sale.hidden;
    fill(opening, openingPart(AbortSignal.any([counting.signal, page.signal]), now));
    fill(prices, pricesPart(now.event));
    sayMaking(making, { ...now.drop, phase: now.phase }, now.draw);
  };
  show(visit);
  showState(
    page.main,
    h(
      'p',
      { class: 'kicker' },
      h('a', { href: `#/events/${visit.event.id}` }, visit.event.name),
      `, ${visit.drop.name}`,
    ),
    title,
    ended ? h('p', { class: 'hint' }, 'Your time in the shop is over. You may join the line again.') : null,
    gaveUp
      ? h('p', { class: 'hint' }, 'You gave your place up. If you join again, you stand where you stood.')
      : null,
    unfinishedBanner(visit.unfinished),
    h('div', { class: 'columns' }, h('div', {}, sale, over), prices),
  );
  followDoor(page, visit, title, show).catch((error) => {
    // Whoever stands in the line by now is not called back to a door's trouble.
    if (title.isConnected) page.fail(error);
  });
}

/** Asks by the advice of the status, until the line or the shop takes the door's place. */
function followDoor(page, visit, title, show) {
  let farMs;
  let told = titleOf(visit);
  return keepFresh(
    page,
    { drop: visit.drop, event: visit.event, phase: visit.phase, draw: visit.draw },
    {
      waitMs: ({ drop, phase }) =>
        phase === 'closed' || !title.isConnected
          ? null
          : untilRefreshMs([drop.opensAt, drop.closesAt], farMs),
      async load() {
        const [status, event] = await Promise.all(
          [`/v1/drops/${page.id}/status`, `/v1/events/${visit.event.id}`].map((path) =>
            read(path, { signal: page.signal }),
          ),
        );
        farMs = status.poll.far * 1000;
        const { phase, opensAt, draw } = status;
        return { drop: { ...visit.drop, opensAt }, event, phase, draw };
      },
      show(now) {
        if (!title.isConnected) return;
        show(now);
        if (titleOf(now) !== told) announce(`${titleOf(now)}.`);
        told = titleOf(now);
      },
    },
  );
}

function isOver({ phase, event }) {
  return phase === 'closed' || phase === 'soldOut' || event.status !== 'PUBLISHED';
}

function titleOf({ phase, event }) {
  return event.status === 'PUBLISHED' ? titles[phase] : 'This event is not on sale';
}

function overPart({ drop, event }) {
  const link = h('a', { href: `#/events/${event.id}` }, 'See the event and its other dates');
  const report = h('a', { href: `#/drops/${drop.id}/report` }, 'See how this sale went');
  return [h('p', { class: 'lead' }, 'Nothing can be bought here any more. ', link), h('p', {}, report)];
}

function openingPart(signal, { drop, event, phase }) {
  const opens = bothClocks(drop.opensAt, event.timeZone);
  const opensMs = Date.parse(drop.opensAt);
  const countdown = h('strong', { role: 'timer' });
  if (phase === 'lobby')
    countDown(opensMs, signal, (left) =>
      say(countdown, left > dayMs ? counted(Math.ceil(left / dayMs), 'day') : clockWords(left)),
    );
  return [
    h(
      'p',
      { class: 'lead' },
      opensMs <= serverNow() ? 'Opened ' : 'Opens ',
      h('strong', {}, opens.there),
      opens.here === null ? null : h('span', { class: 'quiet block' }, opens.here),
    ),
    phase === 'lobby'
      ? h('p', {}, 'That is in ', countdown, '. You may join now, and wait wherever you like.')
      : null,
  ];
}

function joinPart(page, join) {
  const words = account() === null ? 'Sign in and join the line' : 'Join the line';
  const button = h('button', { type: 'button', class: 'button primary large' }, words);
  const slot = h('div', {});
  const show = (words) => fill(slot, h('p', { class: 'hint' }, words));
  button.addEventListener('click', () =>
    act(page, button, slot, () => join(show), { busy: 'Taking your place …' }),
  );
  return [h('div', { class: 'actions' }, button), slot];
}

/** No surprises: every limit is said before anybody waits. @param first items that say their words later */
function rules(drop, first) {
  const lines = [
    'One person has one place, on however many devices. Closing the page or losing the network does not cost it.',
    `When it is your turn you have ${duration(drop.admissionSeconds)} in the shop.`,
    `Seats that you choose are kept for ${duration(drop.holdSeconds)}, and once more as long if you ask.`,
    `At most ${counted(drop.perCustomerLimit, 'ticket')} per person.`,
    proofWords.rule[drop.proofOfWork],
  ].filter((line) => line !== null);
  return h(
    'ul',
    { class: 'rules' },
    first,
    lines.map((line) => h('li', {}, line)),
  );
}

function pricesPart({ categories }) {
  const row = ({ name, priceMinor, currency, left }) =>
    h(
      'li',
      {},
      h('span', {}, name),
      h('span', {}, price(priceMinor, currency)),
      h('span', { class: 'quiet' }, left === 0 ? 'none left' : `${count(left)} left`),
    );
  return h(
    'div',
    { class: 'panel' },
    h('h2', {}, 'Prices'),
    h('ul', { class: 'left-list' }, categories.map(row)),
  );
}
