import { act } from '../act.js';
import { read } from '../api.js';
import { announce, h, heading, pause, say, showState } from '../dom.js';
import { randomId } from '../random-id.js';
import { Refusal } from '../refusal.js';
import { readSections, seatStatus, statusAt, unpackCounted } from '../seats.js';
import { createStatusStream } from '../status-stream.js';
import { createBestForm } from './best-form.js';
import { createSeatPicker } from './seat-picker.js';
import { refuse, takeHold } from './take-hold.js';

/** The list of seats is asked for anew this often; and soon after something happened. Milliseconds. */
const statusEveryMs = 4_000;
/** What came may have been a moment older than what was told. */
const statusAnywayMs = 15_000;
/** The gateway's list may be a second old. */
const statusSoonMs = 1_200;

/** Two ways to the same hold: the best that is free, or seats of one's own choice. */
export async function showChoice(shop, note) {
  const { page, visit, floor } = shop;
  const { event, drop } = visit;
  const [seatMap, statuses] = await Promise.all([
    readSeatMap(event.id, page.signal),
    readStatuses(event.id, page.signal),
  ]);
  const sections = readSections(seatMap, drop.id);
  const offers = readOffers(seatMap, sections, drop.id);
  const slot = h('div', {});
  const ended = new AbortController();
  const hold = async (button, wish) => {
    await act(
      page,
      button,
      slot,
      async () => {
        const remembered = {
          holdId: randomId(),
          orderKey: randomId(),
          wish,
          extended: false,
        };
        const held = await takeHold(shop, remembered);
        ended.abort();
        shop.hold(held);
      },
      {
        busy: 'Holding …',
        onRefusal(error) {
          if (error.code === 'SEATS_TAKEN') picker?.lose(error.facts.tickets.map(Number));
          refuse(shop, slot, error);
          nudge.dispatchEvent(new Event('go'));
          return true;
        },
      },
    );
  };
  const nudge = new EventTarget();
  const limit = drop.perCustomerLimit;
  const best = createBestForm({ offers, free: countOffers(offers, statuses), limit, hold });
  const picker = sections.length === 0 ? null : createSeatPicker({ sections, statuses, limit, hold });
  const title = heading('Choose your tickets');
  const gone = h('p', { class: 'hint', role: 'status', hidden: true });
  const show = (bytes) => {
    sayWhatIsLeft(title, gone, offers, bytes);
    best.show(countOffers(offers, bytes));
    picker?.show(bytes);
  };
  showState(
    floor,
    title,
    gone,
    note === null ? null : h('p', { class: 'hint', role: 'status' }, note),
    slot,
    h('div', { class: picker === null ? '' : 'shop-floor' }, best.element, picker?.element ?? null),
  );
  sayWhatIsLeft(title, gone, offers, statuses);
  if (note !== null) announce(note);
  const signal = AbortSignal.any([page.signal, ended.signal]);
  const news = followVersion(shop, signal);
  followStatuses(event.id, signal, { nudge, news }, show).catch((error) => {
    if (!signal.aborted) page.fail(error);
  });
}

/** Sold out is said where one would choose; what others only hold may come back. */
function sayWhatIsLeft(title, gone, offers, statuses) {
  const numbers = offers.flatMap((offer) => offer.numbers);
  const has = (status) => numbers.some((number) => statusAt(statuses, number) === status);
  const free = has(seatStatus.free);
  const held = has(seatStatus.held);
  say(title, free || held ? 'Choose your tickets' : 'Sold out');
  gone.hidden = free;
  if (free) return;
  say(
    gone,
    held
      ? 'Nothing is free now. What others hold may come back: this page looks by itself every few seconds.'
      : 'Every ticket is sold. Leave the shop, or stay in case one comes back.',
  );
}

/** Says whether seats may have changed since it was last asked: where the status is not told, they always may. */
function followVersion({ visit, admission }, signal) {
  let told = null;
  let asking = null;
  let taken = null;
  let takenAtMs = 0;
  const headers = () => ({ 'fairgate-admission': admission.token });
  const stream = createStatusStream(visit.drop.id, headers, signal, ({ availability }) => {
    told = availability;
  });
  stream.want(true);
  return {
    some() {
      asking = told;
      return !stream.isOpen() || told !== taken || performance.now() - takenAtMs > statusAnywayMs;
    },
    /** The list that was asked for last came. */
    taken() {
      taken = asking;
      takenAtMs = performance.now();
    },
  };
}

/** Keeps what is free up to date while somebody looks. `nudge` says that something happened just now. */
async function followStatuses(eventId, signal, { nudge, news }, show) {
  let delayMs = statusSoonMs;
  let nudged = false;
  nudge.addEventListener('go', () => {
    nudged = true;
  });
  for (;;) {
    await pause(delayMs, signal, nudge);
    delayMs = nudged ? statusSoonMs : statusEveryMs;
    if (!nudged && document.visibilityState === 'visible' && news.some()) {
      const statuses = await readStatuses(eventId, signal).catch((error) => {
        // The hold itself decides; an old list only costs a try.
        if (error instanceof Refusal) return null;
        throw error;
      });
      if (statuses !== null) {
        news.taken();
        show(statuses);
      }
    }
    nudged = false;
  }
}

/** The seat map, with the currency beside each price. */
async function readSeatMap(eventId, signal) {
  const seatMap = await read(`/v1/events/${eventId}/seat-map`, { signal });
  const { currency } = seatMap;
  return { ...seatMap, categories: seatMap.categories.map((category) => ({ ...category, currency })) };
}

function readStatuses(eventId, signal) {
  return read(`/v1/events/${eventId}/seat-status`, { signal, binary: true });
}

/** The categories of this drop: `[{ category, numbers, seated }]`. */
function readOffers(seatMap, sections, dropId) {
  const dropIndex = seatMap.drops.indexOf(dropId);
  const dropOf = unpackCounted(seatMap.dropOf);
  const seatedIds = new Set(
    sections.flatMap(({ rows }) => rows.flatMap(({ seats }) => seats.map((seat) => seat.category.id))),
  );
  const numbers = seatMap.categories.map(() => []);
  for (const [number, index] of unpackCounted(seatMap.categoryOf).entries()) {
    if (index >= 0 && dropOf[number] === dropIndex) numbers[index].push(number);
  }
  return seatMap.categories
    .map((category, index) => ({ category, numbers: numbers[index], seated: seatedIds.has(category.id) }))
    .filter((offer) => offer.numbers.length > 0);
}

/** How many are free, by category id. */
function countOffers(offers, statuses) {
  return new Map(
    offers.map(({ category, numbers }) => [
      category.id,
      numbers.filter((number) => statusAt(statuses, number) === seatStatus.free).length,
    ]),
  );
}
