import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type LoopbackStripe, startLoopbackStripe } from '@fairgate/loopback-stripe/start-loopback-stripe.ts';
import { Redis } from 'ioredis';
import type Stripe from 'stripe';
import { append, type Kind } from '../../../../prisma/testing/ledger-entries.ts';
import { openRefundOperation, refundTickets } from '../../../../prisma/testing/money-back-calls.ts';
import { addAccount, openWorld, type World } from '../../../../prisma/testing/open-world.ts';
import {
  expire,
  finalize,
  markOperation,
  openOperation,
  placeOrder,
  recordAuthorized,
  recordCanceled,
  recordCaptured,
  recordRefund,
  storeIntent,
} from '../../../../prisma/testing/purchase-calls.ts';
import { accept, offered } from '../../../../prisma/testing/ticket-calls.ts';
import { createTestRedis } from '../../../../tests/support/stores.ts';
import type { PublishedKey } from '../ledger/checkpoint-keys.ts';
import type { AuditConnections } from '../run-audit.ts';
import { connectStripe } from '../stripe/stripe-figures.ts';
import { fillRedis } from './fill-redis.ts';
import { SIGNING_KEY_ID, signCheckpoint } from './sign-checkpoint.ts';

export const TICKETS = 24;
export const PRICE_MINOR = 5000;
export const SHOPPER_CAP = 100;

/** What the sale of an order came to. */
export type OrderFate = 'pending' | 'authorized' | 'finalized' | 'paid' | 'expired' | 'lost' | 'voided';

export interface PlantedOrder {
  readonly orderId: string;
  readonly intentId: string;
  readonly accountId: string;
  readonly tickets: readonly number[];
}

/** A small sale in all its states, whole and without a fault. */
export interface Installation {
  readonly world: World;
  readonly redis: Redis;
  readonly stripe: Stripe;
  readonly stripeServer: LoopbackStripe;
  readonly signingKey: KeyObject;
  readonly orders: { readonly [fate in OrderFate]: PlantedOrder };
  /** Paid, transferred, and in the house. */
  readonly entered: PlantedOrder;
  readonly connections: AuditConnections;
  readonly close: () => Promise<void>;
}

export async function createInstallation(): Promise<Installation> {
  const [world, redisPlace, stripeServer] = await Promise.all([
    openWorld({ tickets: 0, priceMinor: PRICE_MINOR }),
    createTestRedis(),
    startLoopbackStripe({ searchLagMs: 0, refundSettleMs: 0 }),
  ]);
  await setClocksBack(world);
  const redis = new Redis(redisPlace.redisUrl, { maxRetriesPerRequest: 1 });
  const stripe = connectStripe(stripeServer.secretKey, stripeServer.url);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  await world.app.query('select mint_tickets($1, $2, null, null, array[$3]::uuid[], $4)', [
    world.eventId,
    world.dropId,
    world.categoryId,
    TICKETS,
  ]);
  await signCheckpoint(world, privateKey);
  const orders = await sellEverything(world, stripe);
  const entered = await sell(world, stripe, 'paid', [20, 21]);
  await letIn(world, entered);
  await append(world, 22, 'BLOCK');
  await signCheckpoint(world, privateKey);
  await fillRedis(world, redis);
  return {
    ...{ world, redis, stripe, stripeServer, orders, entered, signingKey: privateKey },
    connections: {
      databaseUrl: world.database.databaseUrl,
      redisUrl: redisPlace.redisUrl,
      stripeSecretKey: stripeServer.secretKey,
      stripeApiUrl: stripeServer.url,
      signingKeys: [{ ...publicKey.export({ format: 'jwk' }), kid: SIGNING_KEY_ID } as PublishedKey],
    },
    async close() {
      redis.disconnect();
      await Promise.all([world.close(), redisPlace.release(), stripeServer.stop()]);
    },
  };
}

/** All that happens here happened a minute ago: marks in Redis have had their time. */
async function setClocksBack(world: World): Promise<void> {
  const { rows } = await world.owner.query(
    "select pg_get_functiondef('ledger_seal_entry'::regproc) as source",
  );
  const source: string = rows[0].source;
  const aged = source.replace('clock_timestamp()', "clock_timestamp() - interval '1 minute'");
  if (aged === source) throw new Error('the ledger takes its time from somewhere else');
  await world.owner.query(aged);
  await world.owner.query(
    "alter table order_history alter column at set default clock_timestamp() - interval '61 seconds'",
  );
}

async function sellEverything(world: World, stripe: Stripe): Promise<Installation['orders']> {
  return {
    pending: await sell(world, stripe, 'pending', [0, 1]),
    authorized: await sell(world, stripe, 'authorized', [2, 3]),
    finalized: await sell(world, stripe, 'finalized', [4, 5]),
    paid: await sell(world, stripe, 'paid', [6, 7]),
    expired: await sell(world, stripe, 'expired', [8, 9]),
    lost: await sell(world, stripe, 'lost', [10, 11]),
    voided: await sell(world, stripe, 'voided', [12, 13]),
  };
}

/** Takes an order of two tickets to its fate, at Stripe and in the database. */
export async function sell(
  world: World,
  stripe: Stripe,
  fate: OrderFate | 'refunded',
  tickets: readonly number[],
  card = 'pm_card_visa',
): Promise<PlantedOrder> {
  const amountMinor = PRICE_MINOR * tickets.length;
  const { orderId, operationId, shopper } = await placeOrder(world, tickets);
  const intent = await createIntent(stripe, world.eventId, orderId, amountMinor);
  const planted = { orderId, intentId: intent.id, accountId: shopper.accountId, tickets };
  await storeIntent(world, operationId, { intentId: intent.id, amountMinor });
  if (fate === 'pending') return planted;
  if (fate === 'expired') {
    await expire(world, orderId, true);
    await cancel(world, stripe, planted);
    return planted;
  }
  await stripe.paymentIntents.confirm(intent.id, { payment_method: card });
  await recordAuthorized(world, orderId, { amountMinor, ours: fate !== 'lost' });
  if (fate === 'lost') await cancel(world, stripe, planted);
  if (fate === 'authorized' || fate === 'lost') return planted;
  await finalize(world, [orderId]);
  if (fate === 'voided') await cancel(world, stripe, planted);
  if (fate === 'paid' || fate === 'refunded') {
    await stripe.paymentIntents.capture(intent.id);
    await recordCaptured(world, orderId, amountMinor);
  }
  if (fate === 'refunded') await giveBack(world, stripe, planted);
  return planted;
}

/** The first ticket is refunded less a fee of 500. */
async function giveBack(
  world: World,
  stripe: Stripe,
  { orderId, intentId, tickets }: PlantedOrder,
): Promise<void> {
  const { refundId } = await refundTickets(world, orderId, { tickets: tickets.slice(0, 1), fee: 500 });
  const operation = await openRefundOperation(world, refundId);
  const { id } = await stripe.refunds.create({ payment_intent: intentId, amount: PRICE_MINOR - 500 });
  await recordRefund(world, operation ?? '', 'succeeded', world.app, id);
}

export function createIntent(
  stripe: Stripe,
  eventId: string,
  orderId: string,
  amountMinor: number,
): Promise<Stripe.PaymentIntent> {
  return stripe.paymentIntents.create({
    amount: amountMinor,
    currency: 'eur',
    capture_method: 'manual',
    allowed_payment_method_types: ['card'],
    metadata: { order_id: orderId, event_id: eventId },
  });
}

async function cancel(world: World, stripe: Stripe, { orderId, intentId }: PlantedOrder): Promise<void> {
  const operation = await openOperation(world, orderId, 'CANCEL');
  if (operation !== null) await markOperation(world, operation, 'SENT');
  await stripe.paymentIntents.cancel(intentId);
  await recordCanceled(world, orderId);
}

/** The first ticket goes to a friend, who enters and leaves again; the second one's buyer enters. */
async function letIn(world: World, { orderId, accountId, tickets }: PlantedOrder): Promise<void> {
  const friend = await addAccount(world.app);
  const walk = async (ticket: number, holder: string, kinds: readonly Kind[]): Promise<void> => {
    for (const kind of kinds) await append(world, ticket, kind, { holder, orderId });
  };
  const transferId = await offered(world, tickets[0] as number, accountId);
  await accept(world, transferId, friend);
  await walk(tickets[0] as number, friend, ['CHECKIN', 'CHECKIN_UNDO']);
  await walk(tickets[1] as number, accountId, ['CHECKIN']);
}
