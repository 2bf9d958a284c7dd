import { read } from '../api.js';
import { aheadInAll, chanceOf, chanceWords } from '../chances.js';
import { clockWords, countDown, serverNow } from '../clock.js';
import { fill, h, heading, say } from '../dom.js';
import { Refusal } from '../refusal.js';
import { count, counted, price } from '../words.js';
import { createPlaceCheck } from './check-place.js';
import { createGiveUp } from './give-up.js';
import { createLanePart } from './line-lane.js';
import { createLineMessage } from './line-message.js';
import { createLineNotices } from './line-notices.js';
import { boardWords, slowWords } from './line-words.js';
import { unfinishedBanner } from './unfinished.js';

/**
 * What is looked at while waiting. Built once; each answer only changes words and figures.
 * @param firstAhead how many were ahead when the place was taken; null: it is taken now
 * @param take is given another place, when a code gave one
 * @param giveUp see createGiveUp
 */
export function createLineBoard(page, { drop, event, unfinished, kept }, firstAhead, { take, giveUp }) {
  const { signal } = page;
  const title = heading('You are in line');
  const figure = h('p', { class: 'figure' });
  const wait = h('p', { class: 'lead' });
  const bar = h('progress', { max: 100, value: 0, 'aria-label': 'How far you have come in the line' });
  const note = h('p', { class: 'stage-note', hidden: true });
  const message = createLineMessage(page, drop);
  const stay = h('p', {});
  const place = h('dd', {});
  const serving = h('dd', {});
  const present = h('dd', {});
  const left = h('dd', {});
  const why = h('p', { class: 'why', hidden: true });
  const leftList = h('ul', { class: 'left-list' });
  const asked = h('p', { class: 'quiet' });
  let ahead0 = firstAhead;
  let leftVersion = null;
  let leftCategories = [];
  let tickingTo = null;
  let placeCheck = null;
  const fact = (term, words) => h('div', {}, h('dt', {}, term), words);
  const servingFact = fact('Now serving', serving);
  const lobbyFact = fact('In the lobby', present);
  const checkSlot = h('div', {});
  const lanePart = createLanePart(page, drop, take);
  const leaving = createGiveUp(page, drop, kept, giveUp);
  const notices = createLineNotices(page, drop);
  const element = h(
    'section',
    { class: 'line' },
    h('p', { class: 'kicker' }, h('a', { href: `#/events/${event.id}` }, event.name), `, ${drop.name}`),
    title,
    unfinishedBanner(unfinished),
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        {},
        figure,
        wait,
        bar,
        message.element,
        note,
        why,
        h(
          'dl',
          { class: 'line-facts' },
          fact('Your place', place),
          servingFact,
          lobbyFact,
          fact('Tickets left', left),
        ),
        stay,
        lanePart.element,
        notices.element,
        checkSlot,
        leaving,
      ),
      h('div', { class: 'panel' }, h('h2', {}, 'What is left'), leftList, asked),
    ),
  );

  const sayOrHide = (element, text) => {
    element.hidden = text === null;
    if (text !== null) say(element, text);
  };
  const explain = (text) => sayOrHide(why, text);

  const tickTo = (opensAt) => {
    if (tickingTo === opensAt) return;
    tickingTo = opensAt;
    countDown(Date.parse(opensAt), signal, (milliseconds) => {
      if (tickingTo === opensAt) say(figure, clockWords(milliseconds));
    });
  };

  const showProgress = ({ phase }, { stage, ahead }) => {
    if (ahead !== null) ahead0 = Math.max(ahead0 ?? 1, ahead);
    bar.hidden = phase !== 'open' || stage !== 'line';
    if (!bar.hidden) bar.value = Math.round(100 * (1 - ahead / ahead0));
  };

  /** Once, so that what somebody opened stays open. */
  const offerCheck = ({ draw }, { rank }) => {
    if (draw !== 'drawn' || rank === null || placeCheck !== null) return;
    placeCheck = createPlaceCheck(page, drop, { rank, commitment: kept.commitment.get() });
    fill(checkSlot, placeCheck);
  };

  const sayPlace = (rank) => say(place, rank === null ? 'not drawn yet' : count(rank));

  return {
    element,
    /** What is known before anybody said how the line stands. */
    begin({ rank }) {
      if (rank === null) say(title, 'You have a place');
      sayPlace(rank);
    },
    show(status, standing) {
      if (status.phase === 'lobby') tickTo(status.opensAt);
      else tickingTo = null;
      const { rank } = standing;
      const words = boardWords(status, standing);
      say(title, words.title);
      if (words.figure !== 'countdown') say(figure, words.figure);
      say(wait, words.wait);
      sayOrHide(note, words.note);
      say(stay, words.stay);
      figure.hidden = words.figure === '';
      wait.hidden = words.wait === '';
      showProgress(status, standing);
      sayPlace(rank);
      servingFact.hidden = ['lobby', 'sealed', 'behind'].includes(standing.stage);
      lobbyFact.hidden = !servingFact.hidden;
      say(serving, standing.serving === 0 ? 'nobody' : `up to ${count(standing.serving)}`);
      say(present, counted(standing.present, 'person', 'people'));
      lanePart.show(status, standing);
      notices.show(status);
      offerCheck(status, standing);
      say(left, status.left === null ? '…' : count(status.left));
      explain(slowWords(status, standing));
      say(
        asked,
        `As of ${new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(new Date(serverNow()))}`,
      );
    },
    /** What was shown of the way so far was another place's. */
    startAnew() {
      ahead0 = null;
      placeCheck = null;
      fill(checkSlot);
    },
    showAtDoor(refusal) {
      say(title, 'It is your turn');
      say(figure, '');
      figure.hidden = true;
      say(wait, refusal.title);
      explain(refusal.advice);
    },
    showMessage: message.show,
    showTrouble: (refusal) => explain(`${refusal.title}. We ask again by ourselves; your place is kept.`),
    /** What is left per category, fetched when the status says that it changed. */
    async showLeft(status, standing) {
      try {
        if (status.availability !== leftVersion) {
          const { version, categories } = await read(`/v1/drops/${drop.id}/availability`, { signal });
          leftVersion = version;
          leftCategories = categories;
        }
        fill(
          leftList,
          event.categories.map((category) => leftRow(category, leftCategories, chanceIn(status, standing))),
        );
      } catch (error) {
        // The next answer brings the figures; nothing hangs on them.
        if (!(error instanceof Refusal)) throw error;
      }
    },
  };
}

/** How likely something of a category is left when the turn comes; null while nobody can say. */
function chanceIn({ phase, serving }, { stage, ahead, lane, lanes }) {
  if (phase !== 'open' || stage !== 'line' || ahead === null || ahead === 0) return () => null;
  const share = lanes?.find((one) => one.lane === lane)?.sharePercent ?? 100;
  const served = serving.reduce((sum, one) => sum + one, 0);
  return (counts) => chanceOf(counts, aheadInAll(ahead, share), served);
}

function leftRow(category, availability, chance) {
  const counts = availability.find((one) => one.categoryId === category.id) ?? { free: 0, held: 0, sold: 0 };
  const { free, held } = counts;
  const outlook = chanceWords(chance(counts));
  const words =
    free === 0 && held === 0
      ? 'sold out'
      : `${count(free)} free${held === 0 ? '' : `, ${count(held)} in other hands`}`;
  return h(
    'li',
    {},
    h('span', {}, category.name),
    h('span', {}, price(category.priceMinor, category.currency)),
    h('span', { class: 'quiet' }, words, outlook === null ? null : h('span', { class: 'block' }, outlook)),
  );
}
