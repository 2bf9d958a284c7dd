import type { Moment, PaymentMethod } from '../shapes.ts';
import { fingerprintOf, type TestCard } from './test-cards.ts';

export interface CardDetails {
  readonly card: TestCard;
  readonly expMonth: number;
  readonly expYear: number;
  readonly cvcGiven: boolean;
  readonly billing: PaymentMethod['billing_details'];
}

export const noBilling: PaymentMethod['billing_details'] = {
  address: null,
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

/** A PaymentMethod for a test card. The number leaves only its last four digits and its fingerprint behind. */
export function makePaymentMethod(details: CardDetails, moment: Moment): PaymentMethod {
  const { card } = details;
  return {
    id: moment.newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: details.billing,
    card: {
      brand: card.brand,
      checks: {
        address_line1_check: null,
        address_postal_code_check: null,
        cvc_check: details.cvcGiven ? 'unchecked' : null,
      },
      country: 'US',
      display_brand: card.brand === 'amex' ? 'american_express' : card.brand,
      exp_month: details.expMonth,
      exp_year: details.expYear,
      fingerprint: fingerprintOf(card.number),
      funding: 'credit',
      generated_from: null,
      last4: card.number.slice(-4),
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: moment.now,
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: 'card',
  };
}

/** What Stripe makes of a ready-made token: a new PaymentMethod each time. */
export function makeFromTestCard(card: TestCard, moment: Moment): PaymentMethod {
  const expYear = new Date(moment.now * 1000).getUTCFullYear() + 1;
  return makePaymentMethod({ card, expMonth: 12, expYear, cvcGiven: true, billing: noBilling }, moment);
}
