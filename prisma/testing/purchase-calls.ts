import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { admit, type Shopper, type World } from './open-world.ts';

export type Queryable = pg.Pool | pg.ClientBase;

export interface OrderRequest {
  readonly orderId?: string;
  readonly dropId?: string;
  readonly key?: string;
  readonly requestHash?: Buffer;
  readonly expectedAmount?: number;
}

export interface OrderAnswer {
  readonly outcome: string;
  readonly orderId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  /** The AUTHORIZE operation that a paid order was created with. */
  readonly operationId: string;
}

export async function createOrder(
  world: World,
  shopper: Shopper,
  tickets: readonly number[],
  request: OrderRequest = {},
  by: Queryable = world.app,
): Promise<OrderAnswer> {
  const operationId = randomUUID();
  const { rows } = await by.query(
    `select outcome, order_id, detail from create_order($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      world.eventId,
      request.dropId ?? world.dropId,
      request.orderId ?? randomUUID(),
      shopper.accountId,
      shopper.admissionId,
      randomUUID(),
      request.key ?? randomUUID(),
      request.requestHash ?? Buffer.from('request'),
      tickets,
      operationId,
      request.expectedAmount ?? null,
    ],
  );
  if (rows.length !== 1) throw new Error(`create_order gave ${rows.length} rows`);
  return { outcome: rows[0].outcome, orderId: rows[0].order_id, detail: rows[0].detail, operationId };
}

/** An order that must be created. */
export async function placeOrder(
  world: World,
  tickets: readonly number[],
  shopper?: Shopper,
): Promise<{ readonly orderId: string; readonly operationId: string; readonly shopper: Shopper }> {
  const who = shopper ?? (await admit(world));
  const answer = await createOrder(world, who, tickets);
  if (answer.orderId === null) throw new Error(`refused: ${answer.outcome}`);
  return { orderId: answer.orderId, operationId: answer.operationId, shopper: who };
}

export interface IntentFacts {
  readonly intentId?: string;
  readonly amountMinor?: number;
  readonly status?: string;
}

export async function storeIntent(
  world: World,
  operationId: string,
  facts: IntentFacts = {},
  by: Queryable = world.app,
): Promise<string> {
  const { rows } = await by.query(`select store_intent($1, $2, $3, 'secret', $4, $5, 'eur') as outcome`, [
    world.eventId,
    operationId,
    facts.intentId ?? `pi_${operationId}`,
    facts.status ?? 'requires_payment_method',
    facts.amountMinor ?? 5000,
  ]);
  return rows[0].outcome;
}

export interface AuthorizedFacts {
  readonly amountMinor: number;
  readonly currency?: string;
  readonly ours?: boolean;
}

export async function recordAuthorized(
  world: World,
  orderId: string,
  facts: AuthorizedFacts,
  by: Queryable = world.app,
): Promise<string> {
  const { rows } = await by.query(
    `select record_authorized($1, $2, $3, $4, $5, now() + interval '7 days', 'Stripe says so') as outcome`,
    [world.eventId, orderId, facts.amountMinor, facts.currency ?? 'eur', facts.ours ?? true],
  );
  return rows[0].outcome;
}

/** Each order's outcome by its id. */
export async function finalize(
  world: World,
  orderIds: readonly string[],
  by: Queryable = world.app,
): Promise<Readonly<Record<string, string>>> {
  const { rows } = await by.query('select order_id, outcome from finalize_orders($1::uuid[], $2::uuid[])', [
    orderIds.map(() => world.eventId),
    orderIds,
  ]);
  return Object.fromEntries(rows.map((row) => [row.order_id, row.outcome]));
}

/** Calls a function (event, order, …) → text. */
async function callForOrder(
  by: Queryable,
  name: string,
  world: World,
  orderId: string,
  ...more: readonly unknown[]
): Promise<string> {
  const places = more.map((_, index) => `, $${index + 3}`).join('');
  const { rows } = await by.query(`select ${name}($1, $2${places}) as outcome`, [
    world.eventId,
    orderId,
    ...more,
  ]);
  return rows[0].outcome;
}

export function expire(
  world: World,
  orderId: string,
  byCustomer: boolean,
  by: Queryable = world.app,
): Promise<string> {
  return callForOrder(by, 'expire_order', world, orderId, byCustomer);
}

export function recordCaptured(
  world: World,
  orderId: string,
  capturedMinor: number,
  by: Queryable = world.app,
): Promise<string> {
  return callForOrder(by, 'record_captured', world, orderId, capturedMinor, 'Stripe says so');
}

export function recordCanceled(world: World, orderId: string, by: Queryable = world.app): Promise<string> {
  return callForOrder(by, 'record_canceled', world, orderId, 'Stripe says so');
}

/** The operation is the one of that kind that is open, or null. */
export async function openOperation(
  world: World,
  orderId: string,
  kind: string,
  by: Queryable = world.app,
): Promise<string | null> {
  const { rows } = await by.query(
    `select op_id from payment_operations
     where event_id = $1 and order_id = $2 and kind = $3 and state in ('PENDING', 'SENT', 'UNKNOWN')`,
    [world.eventId, orderId, kind],
  );
  return rows[0]?.op_id ?? null;
}

export async function markOperation(
  world: World,
  operationId: string,
  state: 'SENT' | 'UNKNOWN' | 'FAILED',
  by: Queryable = world.app,
): Promise<void> {
  await by.query(
    `update payment_operations set state = $3, sent_at = clock_timestamp(),
       settled_at = case when $3 = 'FAILED' then clock_timestamp() end
     where event_id = $1 and op_id = $2 and state in ('PENDING', 'SENT', 'UNKNOWN')`,
    [world.eventId, operationId, state],
  );
}

/** What Stripe says of a REFUND operation. */
export async function recordRefund(
  world: World,
  operationId: string,
  status = 'succeeded',
  by: Queryable = world.app,
  stripeRefund = `re_${operationId}`,
): Promise<string> {
  const { rows } = await by.query(`select record_refund($1, $2, $3, $4, null) as outcome`, [
    world.eventId,
    operationId,
    stripeRefund,
    status,
  ]);
  return rows[0].outcome;
}
