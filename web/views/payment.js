import { act } from '../act.js';
import { call } from '../api.js';
import { createDeadlineClock } from '../deadline-clock.js';
import { fill, h, heading, showState } from '../dom.js';
import { isRealStripe } from '../stripe.js';
import { amount } from '../words.js';
import { createCardForm } from './card-form.js';
import { orderKicker, orderSummary } from './order-parts.js';

/** An order that waits for its payment: the seats are kept until the deadline. */
export function showPayment(page, order, follow) {
  page.title('Pay');
  const clock = createDeadlineClock({ words: 'Your tickets are kept for', signal: page.signal });
  const till = h('div', { class: 'till' });
  const slot = h('div', {});
  showState(
    page.main,
    orderKicker(order),
    heading(`Pay ${amount(order.amountMinor, order.currency)}`),
    clock.element,
    h('div', { class: 'columns' }, till, orderSummary(order)),
    slot,
    cancelPart(page, order, follow, slot),
  );
  clock.run(order.payDeadline);
  let shownFor;
  const update = ({ payment }) => {
    const intent = payment?.paymentIntentId ?? null;
    if (shownFor === intent) return;
    shownFor = intent;
    fill(till, tillPart(page, order, payment, follow));
  };
  update(order);
  return { update };
}

function tillPart(page, order, payment, follow) {
  if (payment === null) {
    return h(
      'div',
      { class: 'panel', role: 'status' },
      h('h2', {}, 'The payment service does not answer yet'),
      h('p', {}, 'Your order is kept. We ask again by ourselves; nothing was charged.'),
    );
  }
  if (isRealStripe(payment)) {
    return h(
      'div',
      { class: 'panel', 'data-state': 'real-stripe' },
      h('h2', {}, 'This page cannot take your card'),
      h(
        'p',
        {},
        'This plain page pays only with the loopback Stripe, which comes with Fairgate for development. A real card must be typed into Stripe’s own form, and this page does not have it.',
      ),
      h('p', {}, 'Nothing was charged. You may cancel the order below; otherwise it ends by itself.'),
    );
  }
  return createCardForm(page, order, payment, follow);
}

/** Two presses, so that nobody cancels by accident. */
function cancelPart(page, order, follow, slot) {
  const ask = h('button', { type: 'button', class: 'button quiet-button' }, 'Cancel this order');
  const yes = h('button', { type: 'button', class: 'button' }, 'Yes, cancel it');
  const no = h('button', { type: 'button', class: 'button' }, 'Keep it');
  const box = h('div', { class: 'actions' }, ask);
  ask.addEventListener('click', () => {
    fill(box, h('p', {}, 'The seats go back on sale and nothing is charged.'), yes, no);
    no.focus();
  });
  no.addEventListener('click', () => {
    fill(box, ask);
    ask.focus();
  });
  yes.addEventListener('click', () =>
    act(
      page,
      yes,
      slot,
      async () =>
        follow.changed(
          await call('POST', `/v1/orders/${order.orderId}/cancellation`, { signal: page.signal }),
        ),
      {
        busy: 'Cancelling …',
        onRefusal(error) {
          // The payment was faster: the order itself says how it stands.
          if (error.code === 'STATE_CONFLICT') follow.paid().catch(page.fail);
          return error.code === 'STATE_CONFLICT';
        },
      },
    ),
  );
  return box;
}
