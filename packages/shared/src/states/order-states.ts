import { checkTransitions, type Transitions } from './machine.ts';

/**
 * An order's life (DESIGN §3). The steps are taken by the functions of prisma/migrations, each naming the state it
 * leaves; this table is what the API, the workers and the pages read. A test compares the two.
 */
export type OrderState =
  | 'PENDING_PAYMENT'
  | 'AUTHORIZED'
  | 'FINALIZED'
  | 'PAID'
  | 'EXPIRING'
  | 'EXPIRED'
  | 'LOST'
  | 'LOST_RELEASED'
  | 'CAPTURE_FAILED'
  | 'VOIDED'
  | 'REFUNDED';

export const orderTransitions: Transitions<OrderState> = {
  // The step to itself: its deadline was moved.
  PENDING_PAYMENT: ['PENDING_PAYMENT', 'AUTHORIZED', 'EXPIRING'],
  AUTHORIZED: ['FINALIZED', 'LOST'],
  FINALIZED: ['PAID', 'CAPTURE_FAILED'],
  PAID: ['REFUNDED'],
  EXPIRING: ['EXPIRED', 'AUTHORIZED'],
  EXPIRED: [],
  LOST: ['LOST_RELEASED'],
  LOST_RELEASED: [],
  CAPTURE_FAILED: ['VOIDED'],
  VOIDED: [],
  REFUNDED: [],
};

/** An order starts as PENDING_PAYMENT, or as AUTHORIZED when it costs nothing. */
export const orderInitialStates = ['PENDING_PAYMENT', 'AUTHORIZED'] as const satisfies readonly OrderState[];

/** PAID is an end too: most orders stay there. */
export const orderEndStates = [
  'PAID',
  'EXPIRED',
  'LOST_RELEASED',
  'VOIDED',
  'REFUNDED',
] as const satisfies readonly OrderState[];

checkTransitions('order', orderTransitions, orderInitialStates, orderEndStates);

interface OrderStateFacts {
  /** Holds claims and a reserved share of the quota, and keeps its admission busy. */
  readonly reserves: boolean;
  /** Owns exactly its SALE entries in the ledger. */
  readonly ownsSales: boolean;
  /** The customer may still give the order up. */
  readonly cancellable: boolean;
  /** What the buyer is told. */
  readonly words: string;
}

export const orderStates: { readonly [state in OrderState]: OrderStateFacts } = {
  PENDING_PAYMENT: { reserves: true, ownsSales: false, cancellable: true, words: 'Waiting for your payment' },
  AUTHORIZED: {
    reserves: true,
    ownsSales: false,
    cancellable: false,
    words: 'Payment approved; we are finishing your purchase',
  },
  FINALIZED: {
    reserves: false,
    ownsSales: true,
    cancellable: false,
    words: 'The seats are yours; we are completing the payment',
  },
  PAID: { reserves: false, ownsSales: true, cancellable: false, words: 'Paid' },
  EXPIRING: {
    reserves: true,
    ownsSales: false,
    cancellable: false,
    words: 'Ending; we are making sure you are not charged',
  },
  EXPIRED: { reserves: false, ownsSales: false, cancellable: false, words: 'Ended without payment' },
  LOST: {
    reserves: false,
    ownsSales: false,
    cancellable: false,
    words: 'The seats were gone; your money is being released',
  },
  LOST_RELEASED: {
    reserves: false,
    ownsSales: false,
    cancellable: false,
    words: 'The seats were gone; you were not charged',
  },
  CAPTURE_FAILED: {
    reserves: false,
    ownsSales: true,
    cancellable: false,
    words: 'The payment could not be completed',
  },
  VOIDED: {
    reserves: false,
    ownsSales: true,
    cancellable: false,
    words: 'The payment could not be completed; the seats were given back',
  },
  REFUNDED: { reserves: false, ownsSales: true, cancellable: false, words: 'Refunded' },
};

export function isOrderEnd(state: OrderState): boolean {
  return (orderEndStates as readonly OrderState[]).includes(state);
}
