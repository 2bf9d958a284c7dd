import type { ModelDatabase } from './model-database.ts';
import { NONE, type OutageRow } from './rows.ts';

/** The statements of stripe-outages.ts in packages/shared/src/database. */

/** The outage that is open; undefined: Stripe answers, as far as anybody knows. */
export function openOutage(db: ModelDatabase): OutageRow | undefined {
  const newest = db.outages.at(-1);
  return newest?.endedAt === NONE ? newest : undefined;
}

/** begin_stripe_outage: an outage never reaches back into the one before. */
export function beginOutage(db: ModelDatabase, failingSeconds: number): 'BEGUN' | 'OPEN' {
  if (openOutage(db) !== undefined) return 'OPEN';
  const beganAt = Math.max(db.now - failingSeconds * 1000, db.outages.at(-1)?.endedAt ?? 0);
  db.outages.push({ beganAt, writtenAt: db.now, probedAt: db.now, answers: 0, endedAt: NONE });
  db.onDue.probe(db.now);
  return 'BEGUN';
}

/** Each question is one worker's. null: no outage is open, or one was asked a moment ago. */
export function takeProbe(
  db: ModelDatabase,
  everySeconds: number,
  calmSeconds: number,
): { readonly outage: OutageRow; readonly endedRecently: boolean } | null {
  const outage = openOutage(db);
  if (outage === undefined || outage.probedAt > db.now - everySeconds * 1000) return null;
  outage.probedAt = db.now;
  const before = db.outages.at(-2);
  const endedRecently = before !== undefined && before.endedAt > outage.beganAt - calmSeconds * 1000;
  return { outage, endedRecently };
}

/** record_stripe_probe: with the last answer that is needed, every deadline moves by what its order lived through. */
export function recordProbe(
  db: ModelDatabase,
  outage: OutageRow,
  answered: boolean,
  answersNeeded: number,
): 'OPEN' | 'ENDED' | 'OVER' {
  if (outage.endedAt !== NONE) return 'OVER';
  outage.answers = answered ? outage.answers + 1 : 0;
  if (outage.answers < answersNeeded) return 'OPEN';
  outage.endedAt = Math.max(db.now, outage.beganAt);
  for (const order of db.unfinished) {
    if (order.state !== 'PENDING_PAYMENT' || order.createdAt >= outage.endedAt) continue;
    order.payDeadline += outage.endedAt - Math.max(outage.beganAt, order.createdAt);
    order.path.push('PENDING_PAYMENT');
    db.onDue.deadline(order.payDeadline);
    // Its leases are prolonged after an outage, as by 3-D Secure.
    db.markSeats(order);
  }
  return 'ENDED';
}
