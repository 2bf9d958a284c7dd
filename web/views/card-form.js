import { act } from '../act.js';
import { announce, field, fill, h } from '../dom.js';
import { payByCard } from '../stripe.js';
import { amount } from '../words.js';

const testCards = [
  { number: '4242 4242 4242 4242', words: 'is approved' },
  { number: '4000 0000 0000 0002', words: 'is declined' },
  { number: '4000 0000 0000 9995', words: 'has insufficient funds' },
  { number: '4000 0027 6000 3184', words: 'asks for 3-D Secure' },
];
const fieldOfParam = { number: 'number', exp_month: 'expiry', exp_year: 'expiry', cvc: 'cvc' };

/** The card, for the loopback Stripe. What was typed stays when a card is declined. */
export function createCardForm(page, order, payment, follow) {
  const number = field(
    'Card number',
    h('input', {
      id: 'card-number',
      inputmode: 'numeric',
      autocomplete: 'cc-number',
      required: true,
      maxlength: 23,
      placeholder: '1234 1234 1234 1234',
    }),
  );
  const expiry = field(
    'Expiry',
    h('input', {
      id: 'card-expiry',
      inputmode: 'numeric',
      autocomplete: 'cc-exp',
      required: true,
      maxlength: 7,
      placeholder: 'MM / YY',
    }),
  );
  const cvc = field(
    'Security code',
    h('input', {
      id: 'card-cvc',
      inputmode: 'numeric',
      autocomplete: 'cc-csc',
      required: true,
      maxlength: 4,
      placeholder: '123',
    }),
  );
  const fields = { number, expiry, cvc };
  const slot = h('div', {});
  const button = h(
    'button',
    { class: 'button primary large' },
    `Pay ${amount(order.amountMinor, order.currency)}`,
  );
  const form = h(
    'form',
    { class: 'panel card-form', novalidate: true },
    h('h2', {}, 'Card'),
    number.element,
    h('div', { class: 'pair' }, expiry.element, cvc.element),
    slot,
    button,
    h('p', { class: 'note' }, 'Charged once, and only when the seats are yours.'),
    testCardList(fields),
  );
  number.input.addEventListener('input', () => groupDigits(number.input));
  expiry.input.addEventListener('input', () => groupExpiry(expiry.input));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const card = readCard(fields);
    if (card === null) return;
    fill(slot);
    act(page, button, slot, () => pay(card), { busy: 'Asking your bank …' });
  });
  if (follow.returned === 'refused')
    tell('Your bank did not approve the payment', 'Nothing was charged. Try again, or take another card.');
  return form;

  async function pay(card) {
    const returnUrl = `${location.origin}/${location.hash}`;
    const outcome = await payByCard(payment, card, returnUrl);
    if (outcome.kind === 'bank') {
      announce('Your bank wants to see you. We take you there.');
      location.assign(outcome.url);
      // Until the bank's page is there, the button stays as it is.
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      return;
    }
    if (outcome.kind === 'refused') {
      const place = fields[fieldOfParam[outcome.param]];
      if (place === undefined)
        tell(
          outcome.message,
          'Nothing was charged. What you chose is still kept: try again, or take another card.',
        );
      else {
        place.refuse(outcome.message);
        place.input.focus();
      }
      return;
    }
    const asked = await follow.paid();
    if (asked.state === 'PENDING_PAYMENT')
      tell(
        'Your bank did not answer',
        'We keep asking. Should the payment have gone through, this page goes on by itself; you are never charged twice.',
      );
  }

  function tell(title, advice) {
    fill(
      slot,
      h(
        'div',
        { class: 'problem', role: 'alert' },
        h('p', { class: 'problem-title' }, title),
        h('p', {}, advice),
      ),
    );
  }
}

/** The card as Stripe takes it, or null with every fault marked and the first one focused. */
function readCard({ number, expiry, cvc }) {
  const digits = number.input.value.replaceAll(/\D/g, '');
  const [, month, year] = /^(\d{1,2})\D+(\d{2}|\d{4})$/.exec(expiry.input.value.trim()) ?? [];
  const faults = [
    [number, digits.length < 12 ? 'Type the number on the front of your card.' : null],
    [expiry, month === undefined ? 'Type the month and year, such as 04 / 30.' : null],
    [cvc, /^\d{3,4}$/.test(cvc.input.value) ? null : 'Type the three or four digits on the back.'],
  ];
  for (const [one, fault] of faults) one.refuse(fault);
  const first = faults.find(([, fault]) => fault !== null);
  if (first !== undefined) {
    first[0].input.focus();
    return null;
  }
  return { number: digits, month, year, cvc: cvc.input.value };
}

/** In groups of four while typing at the end; an edit in the middle is left alone. */
function groupDigits(input) {
  if (input.selectionStart !== input.value.length) return;
  const grouped = input.value
    .replaceAll(/\D/g, '')
    .slice(0, 19)
    .replaceAll(/(\d{4})(?=\d)/g, '$1 ');
  if (grouped !== input.value) input.value = grouped;
}

function groupExpiry(input) {
  if (input.selectionStart !== input.value.length) return;
  const match = /^(\d\d)(\d.*)$/.exec(input.value);
  if (match !== null) input.value = `${match[1]} / ${match[2]}`;
}

/** In development the cards that Stripe gives to everybody for trying things out. */
function testCardList(fields) {
  const take = (number) => {
    fields.number.input.value = number;
    fields.expiry.input.value = `12 / ${String((new Date().getFullYear() + 3) % 100).padStart(2, '0')}`;
    fields.cvc.input.value = '123';
    for (const one of Object.values(fields)) one.refuse(null);
  };
  return h(
    'details',
    { class: 'test-cards' },
    h('summary', {}, 'This is a test: cards to try'),
    h(
      'ul',
      {},
      testCards.map(({ number, words }) =>
        h(
          'li',
          {},
          h('button', { type: 'button', class: 'link', onclick: () => take(number) }, number),
          ` ${words}`,
        ),
      ),
    ),
  );
}
