import { h } from './dom.js';
import { Refusal } from './refusal.js';

/** A failed call in words: what happened, what to do now, and a button where trying again makes sense. */
export function problemPanel(error, { onRetry = null, retryWords = 'Try again' } = {}) {
  const known = error instanceof Refusal;
  if (!known) reportError(error);
  const title = known ? error.title : 'Something broke in this page';
  const advice = known ? error.advice : 'Load it again. Your place, your seats and your orders are kept.';
  return h(
    'div',
    { class: 'problem', role: 'alert', 'data-code': known ? error.code : 'PAGE' },
    h('p', { class: 'problem-title' }, title),
    h('p', {}, advice),
    known && error.facts.orderId !== undefined
      ? h('p', {}, h('a', { href: `#/orders/${error.facts.orderId}` }, 'Go to that order'))
      : null,
    onRetry === null ? null : h('button', { type: 'button', class: 'button', onclick: onRetry }, retryWords),
  );
}
