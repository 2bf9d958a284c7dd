import { serverNow } from '../clock.js';
import { rangeWords } from '../line.js';
import { count, counted, interruptedWords, isInterrupted, timeOnly, visitorZone } from '../words.js';
import { lobbyWords, stays } from './lobby-words.js';

/**
 * What the board says: a title, a figure ('countdown' runs to the opening, '' is none), a line below it, a paragraph that
 * a lobby needs or null, and what stays when the page is closed.
 */
export function boardWords(status, standing) {
  const { stage, rank } = standing;
  const lobby = lobbyWords(stage, { ...standing, opensAt: status.opensAt });
  const plain = plainWords(status, standing);
  const stay = rank === null ? stays.entered : stays.line;
  if (lobby === null || !['lobby', 'open'].includes(status.phase)) return { ...plain, note: null, stay };
  if (stage === 'finishing') return { title: lobby.title, figure: '', wait: '', note: lobby.note, stay };
  return { ...plain, title: lobby.title, note: lobby.note, stay };
}

function plainWords(status, { ahead, range, measured }) {
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
  if (ahead === null) return { title: 'You are in the lobby', figure: '', wait: '' };
  if (ahead === 0) return { title: 'It is your turn', figure: '', wait: 'We open the shop for you.' };
  return {
    title: 'You are in line',
    figure: count(ahead),
    wait: `${ahead === 1 ? 'person' : 'people'} ahead of you. ${measured === null ? 'At the planned pace' : 'Your wait'}: ${rangeWords(range)}.`,
  };
}

/** Said at once, whatever the line did so far. */
const standstillWords = {
  held: 'The organiser lets nobody in at the moment. Your place is kept, and the line goes on from here.',
  draining: 'The organiser lets nobody more in. Who is in the shop may finish. Your place is kept.',
  workers: 'Something of ours is being mended, and nobody is let in until it works. Your place is kept.',
  orders: 'What is bought is finished first; then more people come in. Your place is kept.',
  payments: 'Payments are finished first; then more people come in. Your place is kept.',
  tickets:
    'Every ticket that is left is in somebody’s hands at the moment. As soon as one is given back, the line moves on.',
};
/** Said when the wait grew, or the line is slower than planned. */
const slowerWords = {
  cap: 'the shop is full and people take their time',
  rate: 'fewer people are let in a minute than before',
};

/**
 * Why it takes longer than the organiser's rate, and the lane's share of it, would have it, or than was said before; null
 * while it does not.
 */
export function slowWords({ phase, payments, why }, { stage, ahead, measured, planned, grew }) {
  if (phase !== 'open' || payments === 'interrupted' || stage !== 'line' || ahead === 0) return null;
  const still = standstillWords[why];
  if (still !== undefined) return still;
  if (measured === null) return null;
  const reason = slowerWords[why];
  if (reason === undefined) return null;
  if (measured <= 0)
    return why === 'cap'
      ? 'The shop is full at the moment. The line moves as soon as somebody leaves it.'
      : null;
  if (measured < planned / 2)
    return `The line moves slower than planned, by ${counted(Math.max(1, Math.round(measured)), 'place')} a minute: ${reason}.`;
  return grew ? `It takes longer than we said before: ${reason}.` : null;
}

/** Before the opening it is said at these many minutes; in between there is nothing new. */
const spokenMinutes = [1, 2, 5, 10, 30, 60];

/** What each stage is called by who listens. */
const spokenPlaces = {
  lobby: 'You are in the lobby.',
  sealed: 'The lobby is closed. The draw comes next.',
};

export function spokenWords({ stage, ahead, range }, status) {
  const { phase, opensAt } = status;
  if (isInterrupted(status)) return interruptedWords.spoken;
  if (phase === 'lobby') {
    const minutes = (Date.parse(opensAt) - serverNow()) / 60_000;
    const within = spokenMinutes.find((one) => minutes <= one);
    const place = spokenPlaces[stage] ?? 'You have a place.';
    return within === undefined ? place : `${place} The sale opens within ${counted(within, 'minute')}.`;
  }
  if (phase === 'paused') return 'The organiser paused the sale. Your place is kept.';
  if (phase === 'soldOut') return 'Sold out.';
  if (phase === 'closed') return 'The sale is closed.';
  if (stage === 'finishing') return 'The sale is open, and the draw is being finished. Your place is kept.';
  if (ahead === 0) return 'It is your turn.';
  const still = standstillWords[status.why];
  const place = `${counted(ahead, 'person', 'people')} ahead of you`;
  return still === undefined ? `${place}: ${rangeWords(range)}.` : `${place}. ${still}`;
}

export function titleWords({ stage, ahead, rank }, status) {
  const { phase } = status;
  if (isInterrupted(status)) return interruptedWords.title;
  if (phase === 'lobby') {
    if (stage === 'drawn') return `Your place is ${count(rank)}`;
    return rank === null ? 'You are in the lobby' : 'You have a place';
  }
  if (phase === 'soldOut') return 'Sold out';
  if (phase === 'closed') return 'Closed';
  if (stage === 'finishing') return 'The draw is being finished';
  return ahead === 0 ? 'Your turn' : `(${ahead}) You are in line`;
}
