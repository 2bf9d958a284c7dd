import { read } from '../api.js';
import { serverNow } from '../clock.js';
import { announce, h, heading, say, showState } from '../dom.js';
import { keepFresh, untilRefreshMs } from '../keep-fresh.js';
import { pagedList, pagePath } from '../paged-list.js';
import { amount, bothClocks, fromNow } from '../words.js';

const eventsPerPage = 20;
/** Nobody decides by the second here; the event's own page asks more often. Milliseconds. */
const refreshEveryMs = 30_000;
const clockEveryMs = 1_000;

/** What is on sale: the next event first. Keeps itself up to date, and opens by the clock. */
export async function showEvents(page) {
  page.title("What's on");
  const tags = createSaleTags(page.signal);
  const load = (cursor) => read(pagePath('/v1/events', cursor, eventsPerPage), { signal: page.signal });
  const row = (event) => eventRow(event, tags);
  const list = await pagedList(page, { load, row, name: 'events' });
  const none = h('p', { class: 'lead', hidden: !list.isEmpty }, 'Nothing is on sale at the moment.');
  showState(page.main, heading("What's on"), none, list.element);
  keepFresh(page, list.shown(), {
    load: list.reload,
    waitMs: (pages) =>
      untilRefreshMs(
        pages.flatMap(({ items }) => items.map(({ nextDrop }) => nextDrop?.opensAt ?? null)),
        refreshEveryMs,
      ),
    show(pages) {
      none.hidden = pages[0].items.length > 0;
      list.show(pages);
      tags.tell();
    },
  }).catch(page.fail);
}

/** What the listener hears of a list: what was not so a moment ago, and matters to somebody who waits for it. */
const toldWords = ['sale open', 'Sold out'];

/** The words of every event's sale, kept true by the clock between two answers. */
function createSaleTags(signal) {
  const tags = new Map();
  const said = new Map();
  const tell = () => {
    const news = [];
    for (const [id, { event, element }] of tags) {
      const words = saleWords(event);
      say(element, words);
      if (said.has(id) && said.get(id) !== words && toldWords.includes(words))
        news.push(`${event.name}: ${words}.`);
      said.set(id, words);
    }
    if (news.length > 0) announce(news.join(' '));
  };
  const timer = setInterval(tell, clockEveryMs);
  signal.addEventListener('abort', () => clearInterval(timer));
  return {
    tell,
    /** A later answer about the same event takes the place of the one before. */
    tagOf(event) {
      const words = saleWords(event);
      const element = h('p', { class: 'tag' }, words);
      tags.set(event.id, { event, element });
      if (!said.has(event.id)) said.set(event.id, words);
      return element;
    },
  };
}

function eventRow(event, tags) {
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
      h('div', { class: 'event-sale' }, price === null ? null : h('p', {}, price), tags.tagOf(event)),
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
