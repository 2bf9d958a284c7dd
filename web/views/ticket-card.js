import { h } from '../dom.js';
import { drawQr } from '../qr.js';
import { bothClocks, enteredWords } from '../words.js';
import { giveTicket } from './give-ticket.js';

/** Modules of white around a code, so that a reader finds its corners. */
const quietModules = 4;

/**
 * One ticket with its signed code. The code is the ticket: who shows it comes in.
 * @param page with it the ticket can be given to somebody from here
 */
export function ticketCard(ticket, page = null) {
  const starts = bothClocks(ticket.startsAt, ticket.timeZone);
  const { seat, categoryName } = ticket;
  const places =
    seat === null
      ? [['Seat', 'any']]
      : [
          ['Section', seat.zone],
          ['Row', seat.row],
          ['Seat', seat.label],
        ];
  return h(
    'li',
    { class: 'ticket' },
    h(
      'div',
      { class: 'ticket-words' },
      h('h2', {}, ticket.eventName),
      h('p', {}, starts.there),
      h('p', { class: 'quiet' }, ticket.venueName),
      h(
        'dl',
        { class: 'ticket-place' },
        [['Category', categoryName], ...places].map(([term, words]) =>
          h('div', {}, h('dt', {}, term), h('dd', {}, words)),
        ),
      ),
      ticket.enteredAt === null ? null : h('p', {}, enteredWords(ticket.enteredAt, ticket.timeZone)),
      page === null || ticket.code === null || ticket.enteredAt !== null ? null : giveTicket(page, ticket),
    ),
    h(
      'div',
      { class: 'ticket-code' },
      ticket.code === null
        ? h('p', {}, 'The code appears as soon as the payment is complete.')
        : codePart(ticket.code),
    ),
  );
}

function codePart(code) {
  const text = h('code', {}, code);
  const rows = drawQr(code);
  if (rows === null) return text;
  return [codePicture(rows), h('details', {}, h('summary', {}, 'The code as text'), text)];
}

/** Drawn in one path. Always dark on white, whatever the colours of the page: readers expect it. */
function codePicture(rows) {
  const svg = (tag, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const size = rows.length + 2 * quietModules;
  const dark = rows.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const picture = svg('svg', {
    ...{ class: 'qr', role: 'img', 'aria-label': 'QR code of this ticket', 'shape-rendering': 'crispEdges' },
    viewBox: `${-quietModules} ${-quietModules} ${size} ${size}`,
  });
  picture.append(
    svg('rect', { x: -quietModules, y: -quietModules, width: size, height: size, fill: '#fff' }),
    svg('path', { d: dark.join(''), fill: '#000' }),
  );
  return picture;
}
