import { count, counted } from '../words.js';

/** What the report of a drop says, in sentences. */
export const reportWords = {
  title: 'How this sale went',
  notYet: 'The report is not there yet',
  notYetWhy(state) {
    if (state === 'SOLD_OUT')
      return 'Everything is sold, and some people are still in the shop. The report comes when the last one has left.';
    return 'It is made when the sale is over, of everybody who came.';
  },
  summary({ lanes, tickets }) {
    const came = sum(lanes, 'entrants');
    if (came === 0) return 'Nobody joined the line of this sale.';
    const admitted = sum(lanes, 'admitted');
    return `${counted(came, 'person', 'people')} joined, ${counted(admitted, 'turn')} led into the shop, and ${count(tickets.sold)} of ${counted(tickets.offered, 'ticket')} are sold.`;
  },
  endedBy: {
    closed: 'closed by the organiser',
    closesAt: 'at its planned time',
    soldOut: 'when the last shopper of a sold-out sale had left',
  },
  unfinished: (orders) =>
    `${counted(orders, 'order is', 'orders are')} not finished yet, so what was bought may still change.`,
  waitNote:
    'A wait is counted from joining, or from the opening for who joined before, until that person came in.',
  left(lane) {
    const parts = [
      lane.placesReplaced === 0
        ? null
        : `${counted(lane.placesReplaced, 'place was', 'places were')} given up for a new one after the turn was used`,
      lane.placesLeft === 0
        ? null
        : `${counted(lane.placesLeft, 'place was', 'places were')} given up for another lane`,
    ].filter((part) => part !== null);
    return parts.length === 0 ? null : `${parts.join(', and ')}.`;
  },
  wait: (seconds) => (seconds === null ? 'not known' : exactly(Math.round(seconds))),
  noDraw: ['First come, first served.', 'This sale had no lobby that was drawn.'],
  notDrawn: ['The lobby of this sale was not drawn.', 'It ended before that.'],
  bypasses: (bypasses) =>
    bypasses === 0
      ? 'Nobody came in before their turn.'
      : `${counted(bypasses, 'person', 'people')} came in before their turn.`,
  log: (entries, hash) => [
    `The log of who came in when has ${counted(entries, 'entry', 'entries')}. Whoever notes its last fingerprint can tell later whether it was rewritten:`,
    hash,
  ],
  noLog: 'The log of who came in is empty.',
  notLogged: (admissions) =>
    `${counted(admissions, 'person who came in is', 'people who came in are')} not in the log: they came in its last second, or are on their way to it.`,
  check: 'The draw and the log can be checked from anywhere:',
  estimates({ compared, medianErrorPercent, withinPromisePercent, entries }) {
    if (compared === 0)
      return 'There is nothing to compare: nobody who waited long enough came in while the line was watched.';
    return `Half of the promised waits were off by ${medianErrorPercent < 1 ? 'less than 1 %' : `${percent(medianErrorPercent)} or less`}. ${percent(withinPromisePercent)} of people waited no longer than the longest that they were told. This compares ${count(compared)} of ${counted(entries, 'person', 'people')}.`;
  },
  estimatesRest({ notPromised, leftOut }) {
    const parts = [
      notPromised === 0
        ? null
        : `${count(notPromised)} came while the line stood still and were promised nothing`,
      leftOut === 0 ? null : `${count(leftOut)} waited too briefly, or while nobody watched the line`,
    ].filter((part) => part !== null);
    return parts.length === 0 ? null : `Of the others, ${parts.join('; ')}.`;
  },
};

/** 265: '4 minutes 25 seconds'; from an hour on to the minute. */
function exactly(seconds) {
  if (seconds < 60) return counted(seconds, 'second');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return pair(counted(minutes, 'minute'), seconds % 60, 'second');
  const all = Math.round(seconds / 60);
  return pair(counted(Math.floor(all / 60), 'hour'), all % 60, 'minute');
}

function pair(first, rest, unit) {
  return rest === 0 ? first : `${first} ${counted(rest, unit)}`;
}

function percent(value) {
  return `${new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(value)} %`;
}

function sum(lanes, field) {
  return lanes.reduce((total, lane) => total + lane[field], 0);
}
