/**
 * What DESIGN §3 and §4 say of states and kinds, written down here a second time: an auditor that shared these tables
 * with the code it checks would share their mistakes.
 */

/** `what came before>what may follow`; nothing comes before a MINT. */
export const LEDGER_STEPS: readonly string[] = [
  '>MINT',
  ...['MINT', 'REFUND', 'VOID', 'RELEASE'].flatMap((before) => [
    `${before}>SALE`,
    `${before}>BLOCK`,
    `${before}>RETIRE`,
  ]),
  ...['SALE', 'TRANSFER', 'CHECKIN_UNDO'].flatMap((before) => [
    `${before}>TRANSFER`,
    `${before}>CHECKIN`,
    `${before}>REFUND`,
  ]),
  'SALE>VOID',
  'CHECKIN>CHECKIN_UNDO',
  'CHECKIN>REFUND',
  'BLOCK>RELEASE',
  'BLOCK>RETIRE',
];

/** The newest entry of a ticket that somebody owns. */
export const LIVE_KINDS: readonly string[] = ['SALE', 'TRANSFER', 'CHECKIN', 'CHECKIN_UNDO'];
/** Kinds that are about an order. */
export const ORDER_KINDS: readonly string[] = [...LIVE_KINDS, 'REFUND', 'VOID'];

/** `from>to`; an order that costs nothing starts as AUTHORIZED. */
export const ORDER_STEPS: readonly string[] = [
  '>PENDING_PAYMENT',
  '>AUTHORIZED',
  // The deadline was moved: by an outage of Stripe, or for 3-D Secure.
  'PENDING_PAYMENT>PENDING_PAYMENT',
  'PENDING_PAYMENT>AUTHORIZED',
  'PENDING_PAYMENT>EXPIRING',
  'EXPIRING>AUTHORIZED',
  'EXPIRING>EXPIRED',
  'AUTHORIZED>FINALIZED',
  'AUTHORIZED>LOST',
  'LOST>LOST_RELEASED',
  'FINALIZED>PAID',
  'FINALIZED>CAPTURE_FAILED',
  'CAPTURE_FAILED>VOIDED',
  'PAID>REFUNDED',
];

/** Orders that own their SALE entries; all others own none. */
export const OWNING_STATES: readonly string[] = ['FINALIZED', 'PAID', 'CAPTURE_FAILED', 'VOIDED', 'REFUNDED'];
/** Orders that hold claims and a reserved share of the quota. */
export const RESERVING_STATES: readonly string[] = ['PENDING_PAYMENT', 'AUTHORIZED', 'EXPIRING'];
/** Orders that somebody still has to bring to an end. */
export const UNFINISHED_STATES: readonly string[] = [
  ...RESERVING_STATES,
  'FINALIZED',
  'LOST',
  'CAPTURE_FAILED',
];
