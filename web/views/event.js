import { read } from '../api.js';
import { serverNow } from '../clock.js';
import { fill, h, heading, keepFocus, linkButton, showState } from '../dom.js';
import { keepFresh, untilRefreshMs } from '../keep-fresh.js';
import { amount, bothClocks, count, price } from '../words.js';
import { createLineMaking } from './line-making.js';

const phaseWords = {
  lobby: 'not open yet',
  open: 'open now',
  paused: 'paused by the organiser',
  soldOut: 'Sold out',
  closed: 'closed',
};

/** One event: when, where, what it costs, and its drops with their opening times. Keeps itself up to date. */
export async function showEvent(page) {
  const event = await readEvent(page);
  const drops = h('div', {});
  const prices = h('div', {});
  const sayMaking = createLineMaking(page);
  const show = (now) => {
    fill(drops, dropList(now, sayMaking));
    fill(prices, priceTable(now));
  };
  show(event);
  page.title(event.name);
  const starts = bothClocks(event.startsAt, event.timeZone);
  const { street, postalCode, city } = event.address;
  showState(
    page.main,
    heading(event.name),
    event.status === 'CANCELLED'
      ? h('p', { class: 'problem' }, 'This event was cancelled by its organiser.')
      : null,
    h(
      'dl',
      { class: 'facts' },
      h(
        'div',
        {},
        h('dt', {}, 'When'),
        h('dd', {}, starts.there, starts.here === null ? null : h('small', {}, starts.here)),
      ),
      h(
        'div',
        {},
        h('dt', {}, 'Where'),
        h('dd', {}, event.venue.name, h('small', {}, `${street}, ${postalCode} ${city}`)),
      ),
    ),
    event.description === '' ? null : h('p', { class: 'prose' }, event.description),
    h(
      'div',
      { class: 'columns' },
      h('div', {}, h('h2', {}, 'Ticket sales'), drops),
      h('div', {}, h('h2', {}, 'Prices'), prices),
    ),
  );
  keepFresh(page, event, {
    load: () => readEvent(page),
    waitMs: (now) => untilRefreshMs(now.drops.flatMap(({ opensAt, closesAt }) => [opensAt, closesAt])),
    show: (now) => keepFocus(drops, () => show(now)),
  }).catch(page.fail);
}

function readEvent(page) {
  return read(`/v1/events/${page.id}`, { signal: page.signal });
}

function dropList(event, sayMaking) {
  if (event.drops.length === 0) return h('p', {}, 'No sale is planned yet.');
  return h(
    'ul',
    { class: 'drops' },
    event.drops.map((drop) => dropRow(drop, event, sayMaking)),
  );
}

function isGone({ categories }) {
  return categories.every(({ left }) => left === 0);
}

function dropRow(drop, event, sayMaking) {
  const opens = bothClocks(drop.opensAt, event.timeZone);
  const open = drop.phase === 'open' || drop.phase === 'paused';
  const opened = drop.phase !== 'lobby' && Date.parse(drop.opensAt) <= serverNow();
  const ended = drop.phase === 'closed' || drop.phase === 'soldOut' || event.status !== 'PUBLISHED';
  const making = h('p', { class: 'quiet line-making', hidden: true });
  if (drop.phase === 'lobby' && !ended) sayMaking(making, drop, null);
  return h(
    'li',
    { class: 'drop-card' },
    h(
      'div',
      {},
      h('h3', {}, drop.name),
      h('p', {}, opened ? 'Opened ' : 'Opens ', h('strong', {}, opens.there)),
      opens.here === null ? null : h('p', { class: 'quiet' }, opens.here),
      h(
        'p',
        { class: 'tag' },
        open && isGone(event) ? 'nothing is left at the moment' : phaseWords[drop.phase],
      ),
    ),
    ended ? null : linkButton(`#/drops/${drop.id}`, open ? 'Go to the sale' : 'Go to the waiting room'),
    making,
  );
}

function priceTable({ categories, currency }) {
  if (categories.length === 0) return h('p', {}, 'There are no prices yet.');
  return h(
    'table',
    { class: 'prices' },
    h('caption', { class: 'unseen' }, 'Prices and what is left'),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, 'Category'),
        h('th', { scope: 'col' }, 'Price'),
        h('th', { scope: 'col' }, 'Left'),
      ),
    ),
    h(
      'tbody',
      {},
      categories.map((category) =>
        h(
          'tr',
          {},
          h(
            'th',
            { scope: 'row' },
            category.name,
            category.description === '' ? null : h('small', {}, category.description),
          ),
          h(
            'td',
            {},
            category.priceMinor === 0 ? price(0, currency) : amount(category.priceMinor, category.currency),
          ),
          h('td', {}, category.left === 0 ? 'none' : count(category.left)),
        ),
      ),
    ),
  );
}
