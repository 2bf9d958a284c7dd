import type { FormTree } from '../form/decode-form.ts';
import { readText, readTree, requireInteger, requireText } from '../form/read-parameters.ts';
import { Refusal, refuseMissing, refuseParameter } from '../refusal.ts';
import type { Moment, PaymentIntent, PaymentMethod } from '../shapes.ts';
import { idOf } from '../shapes.ts';
import type { Store } from '../store/store.ts';
import { type CardDetails, makeFromTestCard, noBilling } from './make-payment-method.ts';
import { testCardByNumber, testCardByToken } from './test-cards.ts';

/** A PaymentMethod that a request names, and whether it has still to be written. */
export interface NamedMethod {
  readonly method: PaymentMethod;
  readonly isNew: boolean;
}

/**
 * The PaymentMethod of a parameter: a stored one, or a new one for a ready-made token. Throws a Refusal when
 * there is none, or when it has paid for another intent already, as Stripe does for methods without a customer.
 */
export function nameMethod(
  store: Store,
  id: string,
  intent: PaymentIntent | undefined,
  moment: Moment,
): NamedMethod {
  const card = testCardByToken(id);
  if (card !== undefined) return { method: makeFromTestCard(card, moment), isNew: true };
  const method = store.methods.get(id);
  if (method === undefined) throw refuseMissing('PaymentMethod', id, 'payment_method');
  const usedBy = store.usedMethods.get(id);
  if (usedBy !== undefined && usedBy !== intent?.id) {
    const message =
      'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.';
    throw new Refusal(400, { type: 'invalid_request_error', message }, 'executing');
  }
  return { method, isNew: false };
}

/** The method already on an intent. */
export function methodOf(store: Store, intent: PaymentIntent): PaymentMethod | undefined {
  const id = idOf(intent.payment_method);
  return id === null ? undefined : store.methods.get(id);
}

/** Card details as a payment form posts them. Throws Stripe's card errors (402) for what cannot be a card. */
export function readCard(form: FormTree, moment: Moment): CardDetails {
  if (requireText(form, 'type') !== 'card') {
    throw refuseParameter('loopback_not_imitated', 'The loopback Stripe imitates cards only.', 'type');
  }
  const fields = readTree(form, 'card');
  if (fields === undefined)
    throw refuseParameter('parameter_missing', 'Missing required param: card.', 'card');
  const token = readText(fields, 'token');
  if (token !== undefined)
    throw refuseParameter('loopback_not_imitated', 'Card tokens are not imitated.', 'card');
  const number = requireText(fields, 'number').replaceAll(/[\s-]/g, '');
  const expMonth = requireInteger(fields, 'exp_month');
  const expYear = fullYear(requireInteger(fields, 'exp_year'));
  if (!passesLuhn(number)) throw refuseCard('incorrect_number', 'Your card number is incorrect.', 'number');
  checkExpiry(expMonth, expYear, moment);
  const cvc = readText(fields, 'cvc');
  if (cvc !== undefined && !/^\d{3,4}$/.test(cvc)) {
    throw refuseCard('invalid_cvc', "Your card's security code is invalid.", 'cvc');
  }
  const card = testCardByNumber(number);
  if (card === undefined) {
    const message = 'Your card was declined. Your request was in test mode, but used a non test card.';
    throw refuseCard('card_declined', message, '', 'test_mode_live_card');
  }
  return { card, expMonth, expYear, cvcGiven: cvc !== undefined, billing: readBilling(form) };
}

function readBilling(form: FormTree): PaymentMethod['billing_details'] {
  const fields = readTree(form, 'billing_details');
  if (fields === undefined) return noBilling;
  return {
    ...noBilling,
    email: readText(fields, 'email') ?? null,
    name: readText(fields, 'name') ?? null,
    phone: readText(fields, 'phone') ?? null,
  };
}

function checkExpiry(month: number, year: number, moment: Moment): void {
  if (month < 1 || month > 12) {
    throw refuseCard('invalid_expiry_month', "Your card's expiration month is invalid.", 'exp_month');
  }
  const now = new Date(moment.now * 1000);
  const monthsLeft = (year - now.getUTCFullYear()) * 12 + month - 1 - now.getUTCMonth();
  if (monthsLeft < 0 || year > now.getUTCFullYear() + 50) {
    throw refuseCard('invalid_expiry_year', "Your card's expiration year is invalid.", 'exp_year');
  }
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}

/** The check digit of ISO/IEC 7812. */
function passesLuhn(number: string): boolean {
  if (!/^\d{12,19}$/.test(number)) return false;
  let sum = 0;
  for (let index = 0; index < number.length; index += 1) {
    const digit = Number(number[number.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function refuseCard(code: string, message: string, param: string, declineCode?: string): Refusal {
  const body = { type: 'card_error', code, message, ...(param === '' ? {} : { param }) } as const;
  return new Refusal(
    402,
    declineCode === undefined ? body : { ...body, decline_code: declineCode },
    'executing',
  );
}
