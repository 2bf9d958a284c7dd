/**
 * Stripe's test cards, by number and by token. Source: Stripe's documentation of testing. What a card does is
 * decided by its number alone, so the table is all there is.
 */
export interface TestCard {
  readonly number: string;
  readonly brand: 'visa' | 'mastercard' | 'amex' | 'discover';
  readonly behaviour: CardBehaviour;
  /** Stripe's ready-made PaymentMethods for it. */
  readonly tokens: readonly string[];
}

export type CardBehaviour =
  | {
      readonly kind: 'approves';
      readonly refunds: 'settle' | 'settleLater' | 'fail';
      readonly disputed: boolean;
    }
  | { readonly kind: 'declines'; readonly decline: Decline }
  | { readonly kind: 'authenticates'; readonly afterwards: 'approves' | 'declines' };

export interface Decline {
  readonly code: 'card_declined' | 'expired_card' | 'incorrect_cvc' | 'processing_error' | 'incorrect_number';
  readonly declineCode: string;
  readonly message: string;
}

const approves = { kind: 'approves', refunds: 'settle', disputed: false } as const;
const authenticates = { kind: 'authenticates', afterwards: 'approves' } as const;

function declines(code: Decline['code'], declineCode: string, message: string): CardBehaviour {
  return { kind: 'declines', decline: { code, declineCode, message } };
}

const declined = 'Your card was declined.';

export const genericDecline: Decline = {
  code: 'card_declined',
  declineCode: 'generic_decline',
  message: declined,
};

export const testCards: readonly TestCard[] = [
  { number: '4242424242424242', brand: 'visa', behaviour: approves, tokens: ['pm_card_visa'] },
  { number: '4000056655665556', brand: 'visa', behaviour: approves, tokens: ['pm_card_visa_debit'] },
  { number: '5555555555554444', brand: 'mastercard', behaviour: approves, tokens: ['pm_card_mastercard'] },
  {
    number: '5200828282828210',
    brand: 'mastercard',
    behaviour: approves,
    tokens: ['pm_card_mastercard_debit'],
  },
  { number: '378282246310005', brand: 'amex', behaviour: approves, tokens: ['pm_card_amex'] },
  { number: '6011111111111117', brand: 'discover', behaviour: approves, tokens: ['pm_card_discover'] },
  {
    number: '4000000000000002',
    brand: 'visa',
    behaviour: declines('card_declined', 'generic_decline', declined),
    tokens: ['pm_card_visa_chargeDeclined', 'pm_card_chargeDeclined'],
  },
  {
    number: '4000000000009995',
    brand: 'visa',
    behaviour: declines('card_declined', 'insufficient_funds', 'Your card has insufficient funds.'),
    tokens: ['pm_card_visa_chargeDeclinedInsufficientFunds', 'pm_card_chargeDeclinedInsufficientFunds'],
  },
  {
    number: '4000000000009987',
    brand: 'visa',
    behaviour: declines('card_declined', 'lost_card', declined),
    tokens: ['pm_card_visa_chargeDeclinedLostCard', 'pm_card_chargeDeclinedLostCard'],
  },
  {
    number: '4000000000009979',
    brand: 'visa',
    behaviour: declines('card_declined', 'stolen_card', declined),
    tokens: ['pm_card_visa_chargeDeclinedStolenCard', 'pm_card_chargeDeclinedStolenCard'],
  },
  {
    number: '4000000000000069',
    brand: 'visa',
    behaviour: declines('expired_card', 'expired_card', 'Your card has expired.'),
    tokens: ['pm_card_chargeDeclinedExpiredCard'],
  },
  {
    number: '4000000000000127',
    brand: 'visa',
    behaviour: declines('incorrect_cvc', 'incorrect_cvc', "Your card's security code is incorrect."),
    tokens: ['pm_card_chargeDeclinedIncorrectCvc'],
  },
  {
    number: '4000000000000119',
    brand: 'visa',
    behaviour: declines(
      'processing_error',
      'processing_error',
      'An error occurred while processing your card. Try again in a little bit.',
    ),
    tokens: ['pm_card_chargeDeclinedProcessingError'],
  },
  {
    number: '4000002760003184',
    brand: 'visa',
    behaviour: authenticates,
    tokens: ['pm_card_authenticationRequired', 'pm_card_authenticationRequiredOnSetup'],
  },
  {
    number: '4000000000003220',
    brand: 'visa',
    behaviour: authenticates,
    tokens: ['pm_card_threeDSecure2Required', 'pm_card_threeDSecureRequired'],
  },
  { number: '4000002500003155', brand: 'visa', behaviour: authenticates, tokens: [] },
  {
    number: '4000008400001629',
    brand: 'visa',
    behaviour: { kind: 'authenticates', afterwards: 'declines' },
    tokens: ['pm_card_threeDSecureRequiredChargeDeclined'],
  },
  {
    number: '4000000000007726',
    brand: 'visa',
    behaviour: { kind: 'approves', refunds: 'settleLater', disputed: false },
    tokens: ['pm_card_pendingRefund'],
  },
  {
    number: '4000000000005126',
    brand: 'visa',
    behaviour: { kind: 'approves', refunds: 'fail', disputed: false },
    tokens: ['pm_card_refundFail'],
  },
  {
    number: '4000000000000259',
    brand: 'visa',
    behaviour: { kind: 'approves', refunds: 'settle', disputed: true },
    tokens: ['pm_card_createDispute'],
  },
];

const byNumber = new Map(testCards.map((card) => [card.number, card]));
const behaviours = new Map(testCards.map((card) => [fingerprintOf(card.number), card.behaviour]));
const byToken = new Map(testCards.flatMap((card) => card.tokens.map((token) => [token, card] as const)));

export function testCardByNumber(number: string): TestCard | undefined {
  return byNumber.get(number);
}

export function testCardByToken(token: string): TestCard | undefined {
  return byToken.get(token);
}

/**
 * What a stored PaymentMethod will do. The number itself is never stored; the fingerprint of a test card is
 * made of it, and only test cards are accepted.
 */
export function behaviourOf(fingerprint: string | null | undefined): CardBehaviour {
  return behaviours.get(fingerprint ?? '') ?? approves;
}

/** Sixteen characters, as Stripe's fingerprints; equal for equal numbers. */
export function fingerprintOf(number: string): string {
  return `loopback${number.slice(-8)}`;
}
