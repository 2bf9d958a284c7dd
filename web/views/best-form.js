import { h, say } from '../dom.js';
import { amount, count, price } from '../words.js';

const ticketsPerHoldMax = 20;

/**
 * Category and quantity: the best seats that are free, or general admission.
 * @param free how many are free, by category id; `show` takes later figures
 */
export function createBestForm({ offers, free, limit, hold }) {
  const first = offers.find(({ category }) => free.get(category.id) > 0) ?? offers[0];
  const lefts = new Map();
  const radios = offers.map((offer) => {
    const { category, seated } = offer;
    const left = h('span', { class: 'quiet' });
    const input = h('input', {
      type: 'radio',
      name: 'category',
      value: category.id,
      checked: offer === first,
    });
    lefts.set(category.id, { left, input });
    return h(
      'label',
      { class: 'offer' },
      input,
      h('span', { class: 'offer-name' }, category.name, h('small', {}, seated ? 'seated' : 'no fixed seat')),
      h('span', { class: 'offer-price' }, price(category.priceMinor, category.currency)),
      left,
    );
  });
  const quantity = h(
    'select',
    { id: 'quantity' },
    Array.from({ length: Math.min(limit, ticketsPerHoldMax) }, (_, n) =>
      h('option', { value: n + 1 }, n + 1),
    ),
  );
  const together = h('input', { type: 'checkbox', id: 'together', checked: true });
  const togetherLine = h('label', { class: 'check', for: 'together' }, together, 'Side by side in one row');
  const button = h('button', { class: 'button primary', 'aria-describedby': 'best-reason' });
  const reason = h('p', { class: 'note', id: 'best-reason', hidden: true });
  const form = h(
    'form',
    { class: 'panel', 'aria-labelledby': 'best-title' },
    h('h2', { id: 'best-title' }, 'Best available'),
    h('fieldset', {}, h('legend', {}, 'Category'), h('div', { class: 'offers' }, radios)),
    h('div', { class: 'quantity' }, h('label', { for: 'quantity' }, 'How many'), quantity, togetherLine),
    button,
    reason,
  );
  let now = free;
  let busy = false;
  const chosen = () => offers.find(({ category }) => lefts.get(category.id).input.checked) ?? null;

  const update = () => {
    const offer = chosen();
    const number = Number(quantity.value);
    togetherLine.hidden = offer === null || !offer.seated || number < 2;
    const total =
      offer === null ? '' : `, ${amount(offer.category.priceMinor * number, offer.category.currency)}`;
    if (busy) return;
    const why = whyNot(offer, now);
    reason.hidden = why === null;
    say(reason, why ?? '');
    if (why === null) button.removeAttribute('aria-disabled');
    else button.setAttribute('aria-disabled', 'true');
    say(button, `Hold ${number === 1 ? 'one ticket' : `${number} tickets`}${total}`);
  };
  form.addEventListener('change', update);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const offer = chosen();
    if (busy || whyNot(offer, now) !== null) return;
    const seated = offer.seated ? { together: together.checked } : {};
    busy = true;
    await hold(button, { categoryId: offer.category.id, quantity: Number(quantity.value), ...seated });
    busy = false;
    update();
  });
  const show = (counted) => {
    now = counted;
    for (const [categoryId, { left }] of lefts) {
      const number = now.get(categoryId) ?? 0;
      say(left, number === 0 ? 'none free now' : `${count(number)} free`);
    }
    update();
  };
  show(free);
  return { element: form, show };
}

/** Why nothing can be held of what is chosen, or null. */
function whyNot(offer, free) {
  if (offer === null) return 'Choose a category first.';
  if (free.get(offer.category.id) > 0) return null;
  const elsewhere = [...free.values()].some((number) => number > 0);
  return elsewhere
    ? `Nothing of ${offer.category.name} is free now. Another category has tickets.`
    : 'Nothing is free now.';
}
