import { call } from '../api.js';
import { h, heading, linkButton, showState } from '../dom.js';
import { pagedList, pagePath } from '../paged-list.js';
import { amount, counted, dayAndTime, visitorZone } from '../words.js';

const ordersPerPage = 20;

export async function showOrders(page) {
  page.title('My orders');
  const load = (cursor) =>
    call('GET', pagePath('/v1/orders', cursor, ordersPerPage), { signal: page.signal });
  const { element, isEmpty } = await pagedList(page, { load, row: orderRow, name: 'orders' });
  showState(
    page.main,
    heading('My orders'),
    isEmpty
      ? [h('p', { class: 'lead' }, 'You have ordered nothing yet.'), linkButton('#/', 'See what is on')]
      : element,
  );
}

function orderRow(order) {
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'order-card', href: `#/orders/${order.orderId}` },
      h(
        'div',
        {},
        h('h2', {}, order.eventName),
        h('p', { class: 'quiet' }, dayAndTime(order.createdAt, visitorZone())),
        h('p', {}, order.words),
      ),
      h(
        'div',
        { class: 'order-sum' },
        h('strong', {}, amount(order.amountMinor, order.currency)),
        h('span', { class: 'quiet' }, counted(order.tickets.length, 'ticket')),
      ),
    ),
  );
}
