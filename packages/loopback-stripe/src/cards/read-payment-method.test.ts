import { expect, test } from 'vitest';
import { decodeForm } from '../form/decode-form.ts';
import { newId } from '../new-id.ts';
import type { Moment } from '../shapes.ts';
import { makePaymentMethod } from './make-payment-method.ts';
import { readCard } from './read-payment-method.ts';
import { behaviourOf } from './test-cards.ts';

const moment: Moment = { now: Date.UTC(2026, 10, 22) / 1000, newId, origin: '' };

const cardForm = (number: string, rest = '&card[exp_month]=12&card[exp_year]=2030&card[cvc]=123') =>
  decodeForm(`type=card&card[number]=${number}${rest}`);

test.for([
  { number: '4242424242424242', behaviour: 'approves' },
  { number: '4242 4242 4242 4242', behaviour: 'approves' },
  { number: '378282246310005', behaviour: 'approves' },
  { number: '4000000000000002', behaviour: 'declines', declineCode: 'generic_decline' },
  { number: '4000000000009995', behaviour: 'declines', declineCode: 'insufficient_funds' },
  { number: '4000000000000069', behaviour: 'declines', declineCode: 'expired_card' },
  { number: '4000000000000127', behaviour: 'declines', declineCode: 'incorrect_cvc' },
  { number: '4000000000000119', behaviour: 'declines', declineCode: 'processing_error' },
  { number: '4000002760003184', behaviour: 'authenticates' },
  { number: '4000000000003220', behaviour: 'authenticates' },
])('a card $number $behaviour', ({ number, behaviour, declineCode }) => {
  const method = makePaymentMethod(readCard(cardForm(number), moment), moment);
  const found = behaviourOf(method.card?.fingerprint);
  expect(found.kind).toBe(behaviour);
  expect(found.kind === 'declines' ? found.decline.declineCode : undefined).toBe(declineCode);
});

test('of a number only its last four digits are kept', () => {
  const method = makePaymentMethod(readCard(cardForm('4242424242424242'), moment), moment);
  expect(method.card?.last4).toBe('4242');
  expect(JSON.stringify(method)).not.toContain('424242424');
});

const expiring = (month: number, year: number) => `&card[exp_month]=${month}&card[exp_year]=${year}`;

test.for([
  { what: 'a wrong check digit', form: cardForm('4242424242424241'), code: 'incorrect_number' },
  { what: 'letters', form: cardForm('4242abcd42424242'), code: 'incorrect_number' },
  { what: 'a number that is no test card', form: cardForm('4539578763621486'), code: 'card_declined' },
  { what: 'month 13', form: cardForm('4242424242424242', expiring(13, 2030)), code: 'invalid_expiry_month' },
  { what: 'last month', form: cardForm('4242424242424242', expiring(10, 2026)), code: 'invalid_expiry_year' },
  {
    what: 'a security code of two digits',
    form: cardForm('4242424242424242', `${expiring(12, 2030)}&card[cvc]=12`),
    code: 'invalid_cvc',
  },
])('$what is a card error, $code', ({ form, code }) => {
  expect(() => readCard(form, moment)).toThrow(
    expect.objectContaining({ status: 402, body: expect.objectContaining({ type: 'card_error', code }) }),
  );
});

test('this month and a year of two digits are good', () => {
  expect(readCard(cardForm('4242424242424242', expiring(11, 26)), moment).expYear).toBe(2026);
});
