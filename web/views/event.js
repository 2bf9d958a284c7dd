import { read } from '../api.js';
import { serverNow } from '../clock.js';
import { fill, h, heading, linkButton, pause, showState } from '../dom.js';
import { Refusal } from '../refusal.js';
import { amount, bothClocks, count, price } from '../words.js';

const phaseWords = {
  lobby: 'not open yet',
  open: 'open now',
  paused: 'paused by the organiser',
  soldOut: 'Sold out',
  closed: 'closed',
};

/** What changes by itself is asked for anew this often, and just after a drop opens or closes. Milliseconds. */
const refreshEveryMs = 15_000;
/** The gateway keeps its answer for two seconds. */
const afterTurnMs = 2_500;

/** One event: when, where, what it costs, and its drops with their opening times. Keeps itself up to date. */
export async function showEvent(page) {
  const event = await readEvent(page);
  const drops = h('div', {});
  const prices = h('div', {});
  const show = (now) => {
    fill(drops, dropList(now));
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
      h('div', {}, h('h2', {}, 'Tickets go on sale'), drops),
      h('div', {}, h('h2', {}, 'Prices'), prices),
    ),
  );
  followEvent(page, event, (now) => keepFocus(drops, () => show(now))).catch((error) => {
    if (!page.signal.aborted) page.fail(error);
  });
}

function readEvent(page) {
  return read(`/v1/events/${page.id}`, { signal: page.signal });
}

/** Shows what changed, for as long as somebody looks. */
async function followEvent(page, first, show) {
  let shown = first;
  for (;;) {
    await pause(untilRefresh(shown.drops), page.signal);
    if (document.visibilityState !== 'visible') continue;
    const now = await readEvent(page).catch((error) => {
      // What is shown is a little older then; the next question brings the rest.
      if (error instanceof Refusal && error.passes) return null;
      throw error;
    });
    if (now === null || JSON.stringify(now) === JSON.stringify(shown)) continue;
    shown = now;
    show(now);
  }
}

function untilRefresh(drops) {
  const turns = drops
    .flatMap(({ opensAt, closesAt }) => [opensAt, closesAt])
    .filter((instant) => instant !== null)
    .map((instant) => Date.parse(instant) + afterTurnMs - serverNow())
    .filter((milliseconds) => milliseconds > 0);
  return Math.min(refreshEveryMs, ...turns);
}

/** Whoever stands on a link of the list stands on the same one afterwards. */
function keepFocus(element, change) {
  const href = element.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  change();
  if (href !== null) element.querySelector(`a[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
}

function dropList(event) {
  if (event.drops.length === 0) return h('p', {}, 'No sale is planned yet.');
  return h(
    'ul',
    { class: 'drops' },
    event.drops.map((drop) => dropRow(drop, event)),
  );
}

function isGone({ categories }) {
  return categories.every(({ left }) => left === 0);
}

function dropRow(drop, event) {
  const opens = bothClocks(drop.opensAt, event.timeZone);
  const open = drop.phase === 'open' || drop.phase === 'paused';
  const ended = drop.phase === 'closed' || drop.phase === 'soldOut' || event.status !== 'PUBLISHED';
  return h(
    'li',
    { class: 'drop-card' },
    h(
      'div',
      {},
      h('h3', {}, drop.name),
      h('p', {}, open ? 'Opened ' : 'Opens ', h('strong', {}, opens.there)),
      opens.here === null ? null : h('p', { class: 'quiet' }, opens.here),
      h(
        'p',
        { class: 'tag' },
        open && isGone(event) ? 'nothing is left at the moment' : phaseWords[drop.phase],
      ),
    ),
    ended ? null : linkButton(`#/drops/${drop.id}`, open ? 'Go to the sale' : 'Go to the waiting room'),
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
