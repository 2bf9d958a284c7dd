import { act } from '../act.js';
import { clockWords, countDown, serverNow } from '../clock.js';
import { h, heading, say, showState } from '../dom.js';
import { account } from '../session.js';
import { bothClocks, count, counted, duration, price } from '../words.js';
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
 * Before the line: what one needs to know to decide, and the button that takes a place.
 * @param ended the visitor was inside, and that time is over
 */
export function showDoor(page, visit, { join, ended = false }) {
  const { drop, event, phase } = visit;
  const isOver = phase === 'closed' || phase === 'soldOut' || event.status !== 'PUBLISHED';
  showState(
    page.main,
    h('p', { class: 'kicker' }, h('a', { href: `#/events/${event.id}` }, event.name), `, ${drop.name}`),
    heading(event.status === 'PUBLISHED' ? titles[phase] : 'This event is not on sale'),
    ended ? h('p', { class: 'hint' }, 'Your time in the shop is over. You may join the line again.') : null,
    unfinishedBanner(visit.unfinished),
    h(
      'div',
      { class: 'columns' },
      h('div', {}, isOver ? overPart(event) : [openingPart(page, visit), joinPart(page, join), rules(drop)]),
      pricesPart(event),
    ),
  );
}

function overPart(event) {
  const link = h('a', { href: `#/events/${event.id}` }, 'See the event and its other dates');
  return h('p', { class: 'lead' }, 'Nothing can be bought here any more. ', link);
}

function openingPart(page, { drop, event, phase }) {
  const opens = bothClocks(drop.opensAt, event.timeZone);
  const opensMs = Date.parse(drop.opensAt);
  const countdown = h('strong', { role: 'timer' });
  if (phase === 'lobby')
    countDown(opensMs, page.signal, (left) =>
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
  button.addEventListener('click', () => act(page, button, slot, join, { busy: 'Taking your place …' }));
  return [h('div', { class: 'actions' }, button), slot];
}

/** No surprises: every limit is said before anybody waits. */
function rules(drop) {
  const lines = [
    'One person has one place, on however many devices. Closing the page or losing the network does not cost it.',
    `When it is your turn you have ${duration(drop.admissionSeconds)} in the shop.`,
    `Seats that you choose are kept for ${duration(drop.holdSeconds)}, and once more as long if you ask.`,
    `At most ${counted(drop.perCustomerLimit, 'ticket')} per person.`,
  ];
  return h(
    'ul',
    { class: 'rules' },
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
