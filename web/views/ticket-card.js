import { h } from '../dom.js';
import { drawQr } from '../qr.js';
import { bothClocks, enteredWords } from '../words.js';
import { giveTicket } from './give-ticket.js';
import { qrPicture } from './qr-picture.js';

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
  return [
    qrPicture(rows, 'QR code of this ticket'),
    h('details', {}, h('summary', {}, 'The code as text'), text),
  ];
}
