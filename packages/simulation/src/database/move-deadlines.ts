import type { ModelDatabase } from './model-database.ts';
import type { OrderRow } from './rows.ts';

export type StretchOutcome = 'STRETCHED' | 'ALREADY' | 'NOT_PENDING';

/** stretch_for_three_d_secure: once per order its deadline is at least `seconds` away. */
export function stretchForThreeDSecure(db: ModelDatabase, order: OrderRow, seconds: number): StretchOutcome {
  if (order.state !== 'PENDING_PAYMENT') return 'NOT_PENDING';
  if (order.wasAskedForThreeDSecure) return 'ALREADY';
  order.wasAskedForThreeDSecure = true;
  const deadline = db.now + seconds * 1000;
  if (order.payDeadline >= deadline) return 'ALREADY';
  order.payDeadline = deadline;
  db.step(order, 'PENDING_PAYMENT', 'PENDING_PAYMENT');
  db.markSeats(order);
  return 'STRETCHED';
}
