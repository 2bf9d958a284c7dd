import { announce, h, heading, say, showState } from '../dom.js';
import { orderKicker, orderSummary } from './order-parts.js';

/** After this long it is said that it takes longer than usual. Milliseconds. */
const longMs = 15_000;

/** Between the bank's yes and the ticket: what has happened, and what has not. */
export function showFinishing(page, order) {
  page.title('Finishing your purchase');
  const free = order.amountMinor === 0;
  const steps = [
    { text: free ? 'Nothing to pay' : 'Your bank approved the payment', done: ['AUTHORIZED', 'FINALIZED'] },
    { text: 'The tickets are written to your name', done: ['FINALIZED'] },
    { text: free ? 'The tickets are issued' : 'The payment is taken', done: [] },
  ].map((step) => ({
    ...step,
    element: h(
      'li',
      {},
      h('span', { class: 'step-mark', 'aria-hidden': 'true' }),
      h('span', {}, step.text),
      h('span', { class: 'unseen' }),
    ),
  }));
  const words = h('p', { class: 'lead', role: 'status' });
  const late = h(
    'p',
    { class: 'hint', hidden: true },
    'This takes longer than usual. You may close this page: we mail you as soon as it is done, and you are never charged twice.',
  );
  const startedAtMs = performance.now();
  showState(
    page.main,
    orderKicker(order),
    heading('We are finishing your purchase'),
    words,
    h(
      'ol',
      { class: 'steps' },
      steps.map(({ element }) => element),
    ),
    late,
    orderSummary(order),
  );
  const update = ({ state, words: told }) => {
    say(words, `${told}.`);
    for (const { element, done } of steps) {
      const isDone = done.includes(state);
      element.classList.toggle('done', isDone);
      say(element.lastElementChild, isDone ? ': done' : ': not yet');
    }
    if (late.hidden && performance.now() - startedAtMs > longMs) {
      late.hidden = false;
      announce('This takes longer than usual.');
    }
  };
  update(order);
  return { update };
}
