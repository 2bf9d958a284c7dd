import { randomUUID } from 'node:crypto';
import type { Shopper, World } from './open-world.ts';
import {
  finalize,
  placeOrder,
  type Queryable,
  recordAuthorized,
  recordCaptured,
  storeIntent,
} from './purchase-calls.ts';

export const PRICE_MINOR = 5000;
const WEEK_SECONDS = 7 * 24 * 3600;

export interface Outcome {
  readonly outcome: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface PaidOrder {
  readonly orderId: string;
  readonly shopper: Shopper;
  readonly tickets: readonly number[];
}

/** An order that is paid, by the functions alone. */
export async function paidOrder(
  world: World,
  tickets: readonly number[],
  shopper?: Shopper,
): Promise<PaidOrder> {
  const order = await placeOrder(world, tickets, shopper);
  const amountMinor = PRICE_MINOR * tickets.length;
  await storeIntent(world, order.operationId, { amountMinor });
  await recordAuthorized(world, order.orderId, { amountMinor });
  const outcomes = await finalize(world, [order.orderId]);
  if (outcomes[order.orderId] !== 'SOLD') throw new Error(`not sold: ${outcomes[order.orderId]}`);
  await recordCaptured(world, order.orderId, amountMinor);
  return { orderId: order.orderId, shopper: order.shopper, tickets };
}

async function ask(by: Queryable, call: string, values: readonly unknown[]): Promise<Outcome> {
  const places = values.map((_, index) => `$${index + 1}`).join(', ');
  const { rows } = await by.query(`select outcome, detail from ${call}(${places})`, [...values]);
  if (rows.length !== 1) throw new Error(`${call} gave ${rows.length} rows`);
  return rows[0];
}

export interface Offer {
  readonly version?: number;
  readonly transferId?: string;
  readonly email?: string;
  readonly seconds?: number;
}

export function offer(
  world: World,
  ticket: number,
  from: string,
  {
    version = 1,
    transferId = randomUUID(),
    email = 'friend@example.org',
    seconds = WEEK_SECONDS,
  }: Offer = {},
  by: Queryable = world.app,
): Promise<Outcome> {
  return ask(by, 'offer_transfer', [world.eventId, ticket, version, transferId, from, email, seconds]);
}

/** An offer that must be made; answers with its id. */
export async function offered(
  world: World,
  ticket: number,
  from: string,
  more: Omit<Offer, 'transferId'> = {},
): Promise<string> {
  const transferId = randomUUID();
  const { outcome } = await offer(world, ticket, from, { ...more, transferId });
  if (outcome !== 'OFFERED') throw new Error(`refused: ${outcome}`);
  return transferId;
}

export function accept(
  world: World,
  transferId: string,
  account: string,
  by: Queryable = world.app,
): Promise<Outcome> {
  return ask(by, 'accept_transfer', [world.eventId, transferId, account]);
}

export function endOffer(
  world: World,
  transferId: string,
  to: 'WITHDRAWN' | 'DECLINED',
  by: Queryable = world.app,
): Promise<Outcome> {
  return ask(by, 'end_transfer', [world.eventId, transferId, to]);
}

export function checkIn(
  world: World,
  ticket: number,
  version: number,
  by: Queryable = world.app,
): Promise<Outcome> {
  return ask(by, 'check_in_ticket', [world.eventId, ticket, version, randomUUID()]);
}

export function undoCheckIn(world: World, ticket: number, by: Queryable = world.app): Promise<Outcome> {
  return ask(by, 'undo_check_in', [world.eventId, ticket, randomUUID(), 'scanned by mistake']);
}

export function refund(
  world: World,
  orderId: string,
  tickets: readonly number[] | null,
  { entered = false }: { readonly entered?: boolean } = {},
  by: Queryable = world.app,
): Promise<Outcome> {
  return ask(by, 'refund_tickets', [
    world.eventId,
    orderId,
    randomUUID(),
    tickets,
    0,
    'VENDOR',
    randomUUID(),
    'goodwill',
    Buffer.from('request'),
    null,
    entered,
  ]);
}

export async function dispute(
  world: World,
  orderId: string,
  state: 'INQUIRY' | 'OPEN' | 'WON' | 'LOST',
  disputeId: string = `dp_${randomUUID()}`,
  by: Queryable = world.app,
): Promise<string> {
  const { rows } = await by.query(
    "select record_dispute($1, $2, $3, $4, $5, 'eur', 'fraudulent', null) as outcome",
    [world.eventId, orderId, disputeId, state, 1_000_000],
  );
  return rows[0].outcome;
}

export async function transferState(world: World, transferId: string): Promise<string> {
  const { rows } = await world.owner.query('select state from transfers where id = $1', [transferId]);
  return rows[0]?.state;
}

/** Offers of tickets that have moved on since: there must be none. */
export async function staleOffers(world: World): Promise<number> {
  const { rows } = await world.owner.query(
    `select count(*)::int as n from transfers t
     join ticket_holders h on h.event_id = t.event_id and h.ticket_number = t.ticket_number
     where t.state = 'OFFERED' and h.version <> t.version`,
  );
  return rows[0].n;
}
