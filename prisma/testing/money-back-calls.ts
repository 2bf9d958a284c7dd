import { randomUUID } from 'node:crypto';
import type { World } from './open-world.ts';
import type { Queryable } from './purchase-calls.ts';

export interface RefundWish {
  readonly refundId?: string;
  readonly tickets?: readonly number[] | null;
  readonly fee?: number;
  readonly cause?: string;
  readonly actor?: string;
  readonly hash?: Buffer;
  readonly evenEntered?: boolean;
}

export interface Outcome {
  readonly outcome: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export async function refundTickets(
  world: World,
  orderId: string,
  wish: RefundWish = {},
  by: Queryable = world.app,
): Promise<Outcome & { readonly refundId: string }> {
  const refundId = wish.refundId ?? randomUUID();
  const { rows } = await by.query(
    `select outcome, detail from refund_tickets($1, $2, $3, $4::int[], $5, $6, $7, 'asked for', $8, null, $9)`,
    [
      world.eventId,
      orderId,
      refundId,
      wish.tickets ?? null,
      wish.fee ?? 0,
      wish.cause ?? 'VENDOR',
      wish.actor ?? randomUUID(),
      wish.hash ?? Buffer.from('request'),
      wish.evenEntered ?? false,
    ],
  );
  return { ...rows[0], refundId };
}

/** What Stripe tells later of a refund. */
export async function followRefund(
  world: World,
  refundId: string,
  stripeRefund: string,
  status: string,
): Promise<string> {
  const { rows } = await world.app.query('select follow_refund($1, $2, $3, $4, null) as outcome', [
    world.eventId,
    refundId,
    stripeRefund,
    status,
  ]);
  return rows[0].outcome;
}

export interface RefundRow {
  readonly state: string;
  readonly cause: string;
  readonly amount: number;
  readonly fee: number;
  readonly lines: readonly { ticket: number; version: number; amount: number; fee: number }[];
  readonly stripe: string | null;
}

export async function readRefund(world: World, refundId: string): Promise<RefundRow> {
  const { rows } = await world.app.query(
    `select r.state, r.cause, r.amount_minor as amount, r.fee_minor as fee, r.stripe_refund_id as stripe,
       coalesce((select json_agg(json_build_object('ticket', l.ticket_number, 'version', l.version, 'amount', l.amount_minor,
         'fee', l.fee_minor) order by l.ticket_number) from refund_lines l
         where l.event_id = r.event_id and l.refund_id = r.id), '[]') as lines
     from refunds r where r.event_id = $1 and r.id = $2`,
    [world.eventId, refundId],
  );
  if (rows[0] === undefined) throw new Error(`there is no refund ${refundId}`);
  return rows[0];
}

/** The open REFUND operation of a refund, or null. */
export async function openRefundOperation(world: World, refundId: string): Promise<string | null> {
  const { rows } = await world.app.query(
    `select op_id from payment_operations
     where event_id = $1 and refund_id = $2 and state in ('PENDING', 'SENT', 'UNKNOWN')`,
    [world.eventId, refundId],
  );
  return rows[0]?.op_id ?? null;
}

export async function recordDispute(
  world: World,
  orderId: string,
  state: string,
  amount: number,
  disputeId = `du_${orderId}`,
): Promise<string> {
  const { rows } = await world.app.query(
    `select record_dispute($1, $2, $3, $4, $5, 'eur', 'fraudulent', null) as outcome`,
    [world.eventId, orderId, disputeId, state, amount],
  );
  return rows[0].outcome;
}

export async function cancelEvent(world: World, version = 1, by: Queryable = world.app): Promise<string> {
  const { rows } = await by.query(`select cancel_event($1, $2, $3, 'the hall burnt down', $4) as outcome`, [
    world.eventId,
    version,
    randomUUID(),
    randomUUID(),
  ]);
  return rows[0].outcome;
}
