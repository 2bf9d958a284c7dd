import type { World } from './open-world.ts';
import {
  expire,
  finalize,
  markOperation,
  openOperation,
  placeOrder,
  recordAuthorized,
  recordCanceled,
  recordCaptured,
  storeIntent,
} from './purchase-calls.ts';

export const PRICE_MINOR = 5000;

/** The states that the functions lead to; the two others are planted by `plantState`. */
export const STATES = [
  'PENDING_PAYMENT',
  'AUTHORIZED',
  'FINALIZED',
  'PAID',
  'EXPIRING',
  'EXPIRED',
  'LOST',
  'LOST_RELEASED',
  'VOIDED',
] as const;
export type ReachedState = (typeof STATES)[number];

/** Brings a fresh order for one ticket, with a stored intent, into the state by the functions alone. */
export async function orderIn(world: World, state: ReachedState, ticket: number): Promise<string> {
  const { orderId, operationId } = await placeOrder(world, [ticket]);
  await storeIntent(world, operationId);
  for (const step of ROADS[state]) await step(world, orderId);
  return orderId;
}

type Step = (world: World, orderId: string) => Promise<unknown>;

const authorize: Step = (world, orderId) => recordAuthorized(world, orderId, { amountMinor: PRICE_MINOR });
const authorizeWrongly: Step = (world, orderId) => recordAuthorized(world, orderId, { amountMinor: 1 });
const sell: Step = (world, orderId) => finalize(world, [orderId]);
const capture: Step = (world, orderId) => recordCaptured(world, orderId, PRICE_MINOR);
const cancelledAtStripe: Step = recordCanceled;
const giveUp: Step = (world, orderId) => expire(world, orderId, true);
const sendCancel: Step = async (world, orderId) => {
  const operation = await openOperation(world, orderId, 'CANCEL');
  if (operation === null) throw new Error('no CANCEL is open');
  await markOperation(world, operation, 'SENT');
};

const ROADS: { readonly [state in ReachedState]: readonly Step[] } = {
  PENDING_PAYMENT: [],
  AUTHORIZED: [authorize],
  FINALIZED: [authorize, sell],
  PAID: [authorize, sell, capture],
  EXPIRING: [giveUp, sendCancel],
  EXPIRED: [giveUp, sendCancel, cancelledAtStripe],
  LOST: [authorizeWrongly],
  LOST_RELEASED: [authorizeWrongly, sendCancel, cancelledAtStripe],
  VOIDED: [authorize, sell, cancelledAtStripe],
};

/** Writes a state by hand, as no function does on its own (yet). */
export async function plantState(world: World, orderId: string, state: string): Promise<void> {
  await world.owner.query('update orders set state = $3 where event_id = $1 and id = $2', [
    world.eventId,
    orderId,
    state,
  ]);
}
