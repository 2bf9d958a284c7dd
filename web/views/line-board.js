import { read } from '../api.js';
import { clockWords, countDown, serverNow } from '../clock.js';
import { fill, h, heading, say } from '../dom.js';
import { rangeWords } from '../line.js';
import { Refusal } from '../refusal.js';
import { count, counted, interruptedWords, isInterrupted, price, timeOnly, visitorZone } from '../words.js';
import { unfinishedBanner } from './unfinished.js';

const reassurance =
  'Keep this page open and you come in by yourself. If you close it, your place is kept: come back here on any device.';

/**
 * What is looked at while waiting. Built once; each answer only changes words and figures.
 * @param firstAhead how many were ahead when the place was taken; null: it is taken now
 * @param signal ends the ticking of the countdown
 */
export function createLineBoard({ drop, event, unfinished }, entry, firstAhead, signal) {
  const title = heading('You are in line');
  const figure = h('p', { class: 'figure' });
  const wait = h('p', { class: 'lead' });
  const bar = h('progress', { max: 100, value: 0, 'aria-label': 'How far you have come in the line' });
  const serving = h('dd', {});
  const left = h('dd', {});
  const why = h('p', { class: 'why', hidden: true });
  const leftList = h('ul', { class: 'left-list' });
  const asked = h('p', { class: 'quiet' });
  let ahead0 = firstAhead;
  let leftVersion = null;
  let tickingTo = null;
  const fact = (term, words) => h('div', {}, h('dt', {}, term), words);
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
        why,
        h(
          'dl',
          { class: 'line-facts' },
          fact('Your place', h('dd', {}, count(entry.rank))),
          fact('Now serving', serving),
          fact('Tickets left', left),
        ),
        h('p', {}, reassurance),
      ),
      h('div', { class: 'panel' }, h('h2', {}, 'What is left'), leftList, asked),
    ),
  );

  const explain = (text) => {
    why.hidden = text === null;
    if (text !== null) say(why, text);
  };

  const tickTo = (opensAt) => {
    if (tickingTo === opensAt) return;
    tickingTo = opensAt;
    countDown(Date.parse(opensAt), signal, (milliseconds) => {
      if (tickingTo === opensAt) say(figure, clockWords(milliseconds));
    });
  };

  return {
    element,
    show(status, standing) {
      if (status.phase === 'lobby') tickTo(status.opensAt);
      else tickingTo = null;
      ahead0 = Math.max(ahead0 ?? 1, standing.ahead);
      const words = boardWords(status, standing);
      say(title, words.title);
      if (status.phase !== 'lobby') say(figure, words.figure);
      say(wait, words.wait);
      figure.hidden = words.figure === '';
      bar.hidden = status.phase !== 'open';
      bar.value = Math.round(100 * (1 - standing.ahead / ahead0));
      say(serving, standing.serving === 0 ? 'nobody' : `up to ${count(standing.serving)}`);
      say(left, status.left === null ? '…' : count(status.left));
      explain(reason(status, standing));
      say(
        asked,
        `As of ${new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(new Date(serverNow()))}`,
      );
    },
    showAtDoor(refusal) {
      say(title, 'It is your turn');
      say(figure, '');
      figure.hidden = true;
      say(wait, refusal.title);
      explain(refusal.advice);
    },
    showTrouble: (refusal) => explain(`${refusal.title}. We ask again by ourselves; your place is kept.`),
    /** What is left per category, fetched when the status says that it changed. */
    async showLeft(status) {
      if (status.availability === leftVersion) return;
      try {
        const { version, categories } = await read(`/v1/drops/${drop.id}/availability`, { signal });
        leftVersion = version;
        fill(
          leftList,
          event.categories.map((category) => leftRow(category, categories)),
        );
      } catch (error) {
        // The next answer brings the figures; nothing hangs on them.
        if (!(error instanceof Refusal)) throw error;
      }
    },
  };
}

function boardWords(status, { ahead, range, measured }) {
  if (isInterrupted(status))
    return { title: interruptedWords.title, figure: '', wait: interruptedWords.wait };
  switch (status.phase) {
    case 'lobby':
      return {
        title: 'You have a place',
        figure: 'countdown',
        wait: `until the sale opens, at ${timeOnly(status.opensAt, visitorZone())} by your clock.`,
      };
    case 'paused':
      return {
        title: 'The sale is paused',
        figure: '',
        wait: 'The organiser paused it. Your place is kept and the line goes on from here.',
      };
    case 'soldOut':
      return {
        title: 'Sold out',
        figure: '',
        wait: 'Every ticket of this sale is sold. We are sorry; thank you for waiting.',
      };
    case 'closed':
      return { title: 'This sale is closed', figure: '', wait: 'Nobody comes in any more.' };
    default:
  }
  if (ahead === 0) return { title: 'It is your turn', figure: '', wait: 'We open the shop for you.' };
  return {
    title: 'You are in line',
    figure: count(ahead),
    wait: `${ahead === 1 ? 'person' : 'people'} ahead of you. ${measured === null ? 'At the planned pace' : 'Your wait'}: ${rangeWords(range)}.`,
  };
}

/** Why it takes longer than the organiser's rate would have it; null while it does not. */
function reason({ phase, ratePerMinute, payments }, { ahead, measured }) {
  if (phase !== 'open' || payments === 'interrupted' || ahead === 0 || measured === null) return null;
  if (measured <= 0) return 'The shop is full at the moment. The line moves as soon as somebody leaves it.';
  if (measured < ratePerMinute / 2)
    return `The line moves slower than planned, by ${counted(Math.max(1, Math.round(measured)), 'place')} a minute: the shop is full and people take their time.`;
  return null;
}

function leftRow(category, availability) {
  const { free = 0, held = 0 } = availability.find((one) => one.categoryId === category.id) ?? {};
  const words =
    free === 0 && held === 0
      ? 'sold out'
      : `${count(free)} free${held === 0 ? '' : `, ${count(held)} in other hands`}`;
  return h(
    'li',
    {},
    h('span', {}, category.name),
    h('span', {}, price(category.priceMinor, category.currency)),
    h('span', { class: 'quiet' }, words),
  );
}
