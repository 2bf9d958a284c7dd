/** A stage of the purchase that may not keep up: workers that are not there, paid orders, or calls to Stripe. */
export type PurchaseStage = 'workers' | 'orders' | 'payments';

/** Why no line moves at the moment. Empty: nothing keeps them. */
export type Standstill = '' | 'payments' | 'held';

/**
 * What keeps the next in line from coming in at once. none: nobody waits, or the line has not begun. tickets: all are in
 * other hands, and come back or not. held, draining: operators let nobody in.
 */
export const lineBounds = [
  'none',
  'rate',
  'cap',
  'tickets',
  'held',
  'draining',
  'workers',
  'orders',
  'payments',
] as const;
export type LineBound = (typeof lineBounds)[number];
