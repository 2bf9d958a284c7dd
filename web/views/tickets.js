import { call } from '../api.js';
import { h, heading, linkButton, showState } from '../dom.js';
import { pagedList, pagePath } from '../paged-list.js';
import { ticketCard } from './ticket-card.js';

const ticketsPerPage = 20;

export async function showTickets(page) {
  page.title('My tickets');
  const load = (cursor) =>
    call('GET', pagePath('/v1/tickets', cursor, ticketsPerPage), { signal: page.signal });
  const { element, isEmpty } = await pagedList(page, {
    load,
    row: (ticket) => ticketCard(ticket, page),
    name: 'tickets',
  });
  showState(
    page.main,
    heading('My tickets'),
    isEmpty
      ? [h('p', { class: 'lead' }, 'You have no tickets yet.'), linkButton('#/', 'See what is on')]
      : element,
  );
}
