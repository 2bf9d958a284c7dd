import { call } from '../api.js';
import { serverNow } from '../clock.js';
import { announce, fill, h, heading, linkButton, showState } from '../dom.js';
import { keptFor } from '../kept.js';
import { counted } from '../words.js';
import { leaveButton } from './leave.js';
import { orderKicker, orderSummary } from './order-parts.js';
import { refundsPart } from './refunds-part.js';
import { ticketCard } from './ticket-card.js';

const ticketsPerPage = 100;

/** Paid: the tickets with their codes, and the way out that lets the next one in. */
export async function showPaid(page, order) {
  const tickets = await ticketsOf(page, order);
  page.title(tickets.length === 1 ? 'Your ticket' : 'Your tickets');
  announce('Paid. Your tickets are here.');
  showState(
    page.main,
    orderKicker(order),
    heading(tickets.length === 1 ? 'Your ticket' : `Your ${counted(order.tickets.length, 'ticket')}`),
    h('p', { class: 'lead' }, `Paid. We mailed you the way to ${tickets.length === 1 ? 'it' : 'them'}, too.`),
    tickets.length === 0
      ? h('p', { class: 'hint' }, 'None of these tickets are yours any more.')
      : h(
          'ul',
          { class: 'tickets' },
          tickets.map((ticket) => ticketCard(ticket)),
        ),
    leavePart(page, order),
    h(
      'div',
      { class: 'actions' },
      linkButton('#/tickets', 'All my tickets', ''),
      linkButton('#/orders', 'My orders', ''),
    ),
    orderSummary(order),
    refundsPart(page, order),
  );
  return {};
}

async function ticketsOf(page, { orderId }) {
  const found = [];
  let after = '';
  do {
    const { items, next } = await call('GET', `/v1/tickets?limit=${ticketsPerPage}${after}`, {
      signal: page.signal,
    });
    found.push(...items.filter((ticket) => ticket.orderId === orderId));
    after = next === null ? null : `&after=${encodeURIComponent(next)}`;
  } while (after !== null);
  return found;
}

/** Whoever is done makes room for somebody who waits. */
function leavePart(page, { dropId }) {
  const own = keptFor(dropId).admission.get();
  if (own === null || Date.parse(own.expiresAt) <= serverNow()) return null;
  const slot = h('div', {});
  const part = h('div', { class: 'panel' });
  const onLeft = () =>
    fill(part, h('p', { role: 'status' }, 'You left the shop. Thank you for making room.'));
  const words = 'I am done: leave the shop';
  const leave = leaveButton(page, { dropId, token: own.token, words, kind: 'primary', slot, onLeft });
  return fill(
    part,
    h('h2', {}, 'You are still in the shop'),
    h('p', {}, 'Leave it, and the next one in line comes in at once. Your tickets stay yours.'),
    slot,
    h('div', { class: 'actions' }, leave, linkButton(`#/drops/${dropId}`, 'Buy more', '')),
  );
}
