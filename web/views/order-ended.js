import { h, heading, linkButton, say, showState } from '../dom.js';
import { orderKicker, orderSummary } from './order-parts.js';
import { refundsPart } from './refunds-part.js';

/** What each ending means for the buyer: its title and whether choosing again makes sense. */
const endings = {
  EXPIRING: { title: 'This order is ending', again: false },
  EXPIRED: { title: 'This order has ended', again: true },
  LOST: { title: 'The seats were gone', again: true },
  LOST_RELEASED: { title: 'The seats were gone', again: true },
  CAPTURE_FAILED: { title: 'The payment failed', again: false },
  VOIDED: { title: 'The payment failed', again: true },
  REFUNDED: { title: 'Refunded', again: false },
};

export function showEnded(page, order) {
  const title = heading('');
  const words = h('p', { class: 'lead', role: 'status' });
  const actions = h(
    'div',
    { class: 'actions' },
    linkButton(`#/drops/${order.dropId}`, 'Choose again'),
    linkButton('#/orders', 'My orders', ''),
  );
  const update = ({ state, words: told }) => {
    page.title(endings[state].title);
    say(title, endings[state].title);
    say(words, `${told}.`);
    actions.firstElementChild.hidden = !endings[state].again;
  };
  update(order);
  showState(
    page.main,
    orderKicker(order),
    title,
    words,
    actions,
    orderSummary(order),
    refundsPart(page, order),
  );
  return { update };
}
