import { h } from '../dom.js';
import { amount, price, seatWords } from '../words.js';

/** Tickets with their prices, and what they cost together: of a hold or of an order. */
export function basket({ tickets, amountMinor, currency }) {
  const line = (ticket) =>
    h('li', {}, h('span', {}, seatWords(ticket)), h('span', {}, price(ticket.priceMinor, currency)));
  return [
    h('ul', { class: 'basket' }, tickets.map(line)),
    h(
      'p',
      { class: 'total' },
      h('span', {}, 'Total, everything included'),
      h('strong', {}, amount(amountMinor, currency)),
    ),
  ];
}

export function orderSummary(order) {
  return h('div', { class: 'panel slim' }, basket(order));
}

export function orderKicker(order) {
  return h('p', { class: 'kicker' }, h('a', { href: `#/events/${order.eventId}` }, order.eventName));
}
