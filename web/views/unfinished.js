import { h } from '../dom.js';
import { amount } from '../words.js';

/** The way back to an order that was left behind, or nothing. */
export function unfinishedBanner(order) {
  if (order === null) return null;
  return h(
    'p',
    { class: 'hint' },
    `You have an unfinished order over ${amount(order.amountMinor, order.currency)}: ${order.words.toLowerCase()}. `,
    h('a', { href: `#/orders/${order.orderId}` }, 'Go on with it'),
  );
}
