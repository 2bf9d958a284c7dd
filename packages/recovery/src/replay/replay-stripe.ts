import { randomUUID } from 'node:crypto';
import type { Database } from '@fairgate/shared/database/client.ts';
import {
  describeTickets,
  type JournalLine,
  orderStateOf,
  replayOrder,
} from '@fairgate/shared/database/replay.ts';
import type Stripe from 'stripe';

export interface StripeReplay {
  readonly intents: number;
  readonly orders: Readonly<Record<string, number>>;
  /** Intents without an order that nobody had paid yet: ended, so that nobody pays them any more. */
  readonly cancelled: number;
  readonly open: readonly string[];
}

/** Clocks differ, and an intent is older than what became of it. */
const EARLIER_SECONDS = 600;
const UNPAID = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
const UNFINISHED = ['PENDING_PAYMENT', 'EXPIRING', 'AUTHORIZED', 'FINALIZED'];

/**
 * Asks Stripe, which keeps a copy of every order in its intent's metadata, for what the restored database does not know:
 * orders are made again and take the normal way, on which the ledger decides. Reads the list of intents, never the search.
 */
export async function replayStripe(database: Database, stripe: Stripe, since: Date): Promise<StripeReplay> {
  const created = { gte: Math.floor((await oldestOf(database, since)).getTime() / 1000) - EARLIER_SECONDS };
  const open: string[] = [];
  const orders: Record<string, number> = {};
  let intents = 0;
  let cancelled = 0;
  // Old ones first: whoever came first then is first now.
  const all: Stripe.PaymentIntent[] = [];
  for await (const intent of stripe.paymentIntents.list({ created, limit: 100 })) all.unshift(intent);
  for (const intent of all) {
    const { order_id: orderId, event_id: eventId } = intent.metadata;
    if (orderId === undefined || eventId === undefined) continue;
    intents += 1;
    const state = await orderStateOf(database, eventId, orderId);
    if (state === null && UNPAID.includes(intent.status)) {
      await stripe.paymentIntents.cancel(intent.id);
      cancelled += 1;
    } else if (isToReplay(intent.status, state)) {
      const outcome = await replayIntent(database, intent);
      orders[outcome] = (orders[outcome] ?? 0) + 1;
      if (!['SOLD', 'ALREADY'].includes(outcome))
        open.push(`order ${orderId} of event ${eventId} (${intent.id}): ${outcome}`);
    }
  }
  return { intents, orders, cancelled, open };
}

/** What the restored database has unfinished may have been paid in the lost time, however old it is. */
async function oldestOf(database: Database, since: Date): Promise<Date> {
  const { _min: oldest } = await database.order.aggregate({
    where: { state: { in: [...UNFINISHED, 'LOST'] } },
    _min: { createdAt: true },
  });
  return oldest.createdAt !== null && oldest.createdAt < since ? oldest.createdAt : since;
}

function isToReplay(status: string, state: string | null): boolean {
  if (status === 'succeeded') return state === null || UNFINISHED.includes(state);
  return status === 'requires_capture' && (state === null || state === 'PENDING_PAYMENT');
}

async function replayIntent(database: Database, intent: Stripe.PaymentIntent): Promise<string> {
  const { metadata } = intent;
  const tickets = readTickets(metadata.tickets ?? '');
  const known = tickets === null ? null : await describeTickets(database, metadata.event_id ?? '', tickets);
  if (known === null) return 'its event or its tickets are not in the restored database';
  if (known.amountMinor !== intent.amount)
    return `its tickets cost ${known.amountMinor} now, ${intent.amount} were paid`;
  const line: JournalLine = {
    kind: 'PAID',
    eventId: metadata.event_id,
    orderId: metadata.order_id,
    accountId: metadata.account_id,
    dropId: known.dropId,
    admissionId: randomUUID(),
    holdId: randomUUID(),
    amountMinor: intent.amount,
    currency: intent.currency,
    payDeadline: metadata.pay_deadline,
    createdAt: new Date(intent.created * 1000).toISOString(),
    intent: intent.id,
    capturedMinor: intent.amount_received,
    tickets: known.tickets,
  };
  return replayOrder(database, line);
}

/** `12@0,13@4`: numbers and the versions that the buyer saw; the sale is the one after. null: it is not whole. */
export function readTickets(
  text: string,
): readonly { readonly number: number; readonly version: number }[] | null {
  const tickets = text.split(',').map((part) => /^(\d+)@(\d+)$/.exec(part));
  if (tickets.some((found) => found === null)) return null;
  return tickets.map((found) => ({ number: Number(found?.[1]), version: Number(found?.[2]) + 1 }));
}
