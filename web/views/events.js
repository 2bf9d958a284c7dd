import { read } from '../api.js';
import { serverNow } from '../clock.js';
import { h, heading, showState } from '../dom.js';
import { pagedList, pagePath } from '../paged-list.js';
import { amount, bothClocks, fromNow } from '../words.js';

const eventsPerPage = 20;

/** What is on sale: the next event first. */
export async function showEvents(page) {
  page.title("What's on");
  const load = (cursor) => read(pagePath('/v1/events', cursor, eventsPerPage), { signal: page.signal });
  const { element, isEmpty } = await pagedList(page, { load, row: eventRow, name: 'events' });
  showState(
    page.main,
    heading("What's on"),
    isEmpty ? h('p', { class: 'lead' }, 'Nothing is on sale at the moment.') : element,
  );
}

function eventRow(event) {
  const starts = bothClocks(event.startsAt, event.timeZone);
  // A price would promise that something can be had for it.
  const price = event.nextDrop?.phase === 'soldOut' ? null : priceWords(event);
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'event-card', href: `#/events/${event.id}` },
      dateBlock(event),
      h(
        'div',
        { class: 'event-words' },
        h('h2', {}, event.name),
        h('p', {}, `${event.venue.name}, ${event.venue.city}`),
        h('p', { class: 'quiet' }, starts.there),
      ),
      h(
        'div',
        { class: 'event-sale' },
        price === null ? null : h('p', {}, price),
        h('p', { class: 'tag' }, saleWords(event)),
      ),
    ),
  );
}

function priceWords({ priceFromMinor, currency }) {
  if (priceFromMinor === null) return null;
  return priceFromMinor === 0 ? 'free tickets' : `from ${amount(priceFromMinor, currency)}`;
}

/** The day as on a tear-off calendar; the whole date is in the text beside it. */
function dateBlock({ startsAt, timeZone }) {
  const part = (options) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(new Date(startsAt));
  return h(
    'div',
    { class: 'calendar', 'aria-hidden': 'true' },
    h('span', {}, part({ month: 'short' })),
    h('strong', {}, part({ day: 'numeric' })),
  );
}

function saleWords({ nextDrop, startsAt }) {
  const now = serverNow();
  if (Date.parse(startsAt) < now) return 'over';
  if (nextDrop === null) return 'no sale planned';
  const opensIn = Date.parse(nextDrop.opensAt) - now;
  if (opensIn > 0) return `opens ${fromNow(opensIn)}`;
  if (nextDrop.phase === 'soldOut') return 'Sold out';
  return nextDrop.phase === 'paused' ? 'sale paused' : 'sale open';
}
