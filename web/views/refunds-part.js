import { call } from '../api.js';
import { fill, h } from '../dom.js';
import { amount, counted, dayAndTime, visitorZone } from '../words.js';

/** More refunds than tickets there cannot be, and an order has at most twenty of those. */
const refundsMax = 100;

/** What went back of an order, newest first; nothing as long as nothing did. */
export function refundsPart(page, { orderId }) {
  const part = h('section', { class: 'panel slim', hidden: true });
  call('GET', `/v1/orders/${orderId}/refunds?limit=${refundsMax}`, { signal: page.signal })
    .then(({ items }) => {
      if (items.length === 0) return;
      fill(part, h('h2', {}, 'Money back'), h('ul', { class: 'basket' }, items.map(refundRow)));
      part.hidden = false;
    })
    // The order itself is shown; what goes back is told by mail as well.
    .catch(() => undefined);
  return part;
}

function refundRow({ amountMinor, feeMinor, currency, words, tickets, createdAt }) {
  return h(
    'li',
    {},
    h(
      'span',
      {},
      `${words}.`,
      h('small', {}, `${counted(tickets.length, 'ticket')}, ${dayAndTime(createdAt, visitorZone())}`),
      feeMinor === 0 ? null : h('small', {}, `The organiser keeps ${amount(feeMinor, currency)}.`),
    ),
    h('span', {}, amount(amountMinor, currency)),
  );
}
