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
  const button = h('button', { class: 'button primary' });
  const form = h(
    'form',
    { class: 'panel', 'aria-labelledby': 'best-title' },
    h('h2', { id: 'best-title' }, 'Best available'),
    h('fieldset', {}, h('legend', {}, 'Category'), h('div', { class: 'offers' }, radios)),
    h('div', { class: 'quantity' }, h('label', { for: 'quantity' }, 'How many'), quantity, togetherLine),
    button,
  );
  const chosen = () => offers.find(({ category }) => lefts.get(category.id).input.checked) ?? null;

  const update = () => {
    const offer = chosen();
    const number = Number(quantity.value);
    togetherLine.hidden = offer === null || !offer.seated || number < 2;
    const total =
      offer === null ? '' : `, ${amount(offer.category.priceMinor * number, offer.category.currency)}`;
    if (button.getAttribute('aria-disabled') !== 'true')
      say(button, `Hold ${number === 1 ? 'one ticket' : `${number} tickets`}${total}`);
  };
  form.addEventListener('change', update);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const offer = chosen();
    if (offer === null) return;
    const seated = offer.seated ? { together: together.checked } : {};
    hold(button, { categoryId: offer.category.id, quantity: Number(quantity.value), ...seated });
  });
  const show = (now) => {
    for (const [categoryId, { left }] of lefts) {
      const number = now.get(categoryId) ?? 0;
      say(left, number === 0 ? 'none free now' : `${count(number)} free`);
    }
  };
  update();
  show(free);
  return { element: form, show };
}
