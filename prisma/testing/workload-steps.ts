import type pg from 'pg';
import { append } from './ledger-entries.ts';
import { refundTickets } from './money-back-calls.ts';
import { admit, mintStanding, type World } from './open-world.ts';
import type { PretendStripe } from './pretend-stripe.ts';
import {
  createOrder,
  expire,
  finalize,
  markOperation,
  recordAuthorized,
  recordCanceled,
  recordCaptured,
  recordRefund,
  storeIntent,
} from './purchase-calls.ts';
import type { SeededRandom } from './seeded-random.ts';

/** What the concurrent steps of a workload share. */
export interface Workload {
  readonly world: World;
  readonly stripe: PretendStripe;
  readonly accounts: readonly string[];
  /** Orders with something to pay, and those without. */
  readonly paid: string[];
  readonly free: string[];
  tickets: number;
}

export interface Hand {
  readonly by: pg.PoolClient;
  readonly random: SeededRandom;
}

type Step = (load: Workload, hand: Hand) => Promise<unknown>;

/** Operations that Stripe is to be asked for, of one order or of all. */
async function openOperations(load: Workload, by: pg.PoolClient | pg.Pool, orderId: string | null) {
  const { rows } = await by.query(
    `select op_id as id, order_id as "orderId", kind, amount_minor as amount, state from payment_operations
     where event_id = $1 and ($2::uuid is null or order_id = $2) and state in ('PENDING', 'SENT', 'UNKNOWN')`,
    [load.world.eventId, orderId],
  );
  return rows as { id: string; orderId: string; kind: string; amount: number; state: string }[];
}

/** What a payments-worker does with one open operation: SENT first, then the call, then what Stripe says. */
async function carryOut(load: Workload, by: pg.PoolClient | pg.Pool, orderId: string | null): Promise<void> {
  for (const operation of await openOperations(load, by, orderId)) {
    const { world, stripe } = load;
    await markOperation(world, operation.id, 'SENT', by as pg.Pool);
    if (operation.kind === 'AUTHORIZE') {
      const intent = stripe.create(operation.orderId, operation.amount);
      await storeIntent(
        world,
        operation.id,
        { intentId: intent.id, amountMinor: operation.amount },
        by as pg.Pool,
      );
    } else if (operation.kind === 'REFUND') {
      stripe.refund(operation.orderId, operation.amount);
      await recordRefund(world, operation.id, 'succeeded', by as pg.Pool);
    } else {
      if (operation.kind === 'CAPTURE') stripe.capture(operation.orderId);
      else stripe.cancel(operation.orderId);
      await hearFromStripe(load, by, operation.orderId);
    }
  }
}

/** What the webhook, the client's return and the poller do: ask for the intent, and record what it is. */
async function hearFromStripe(load: Workload, by: pg.PoolClient | pg.Pool, orderId: string): Promise<void> {
  const intent = load.stripe.of(orderId);
  const connection = by as pg.Pool;
  if (intent?.status === 'requires_capture')
    await recordAuthorized(load.world, orderId, { amountMinor: intent.amountMinor }, connection);
  if (intent?.status === 'succeeded')
    await recordCaptured(load.world, orderId, intent.capturedMinor, connection);
  if (intent?.status === 'canceled') await recordCanceled(load.world, orderId, connection);
}

async function finalizeSome(load: Workload, { by, random }: Hand): Promise<void> {
  const all = [...load.paid, ...load.free];
  const some = Array.from({ length: 1 + random.below(6) }, () => random.pick(all)).filter(Boolean);
  const outcomes = await finalize(load.world, some, by);
  for (const [orderId, outcome] of Object.entries(outcomes))
    if (outcome === 'RETRY_SINGLY') await finalize(load.world, [orderId], by);
}

async function order(load: Workload, { by, random }: Hand): Promise<void> {
  const account = random.pick(load.accounts);
  const tickets = Array.from({ length: 1 + random.below(4) }, () => random.below(load.tickets));
  const shopper = await admit(load.world, account).catch(ignoreRefusal);
  // Admitted on another connection at this very instant.
  if (shopper === undefined) return;
  const { orderId, detail } = await createOrder(load.world, shopper, [...new Set(tickets)], {}, by);
  if (orderId !== null) (detail.amountMinor === 0 ? load.free : load.paid).push(orderId);
}

/** A step about one order that has something to pay; none when there is no such order yet. */
const aboutOne =
  (step: (load: Workload, by: pg.PoolClient, orderId: string) => Promise<unknown>): Step =>
  async (load, { by, random }) => {
    const recent = load.paid.slice(-40);
    if (recent.length > 0) await step(load, by, random.pick(recent));
  };

/** An authorization that runs out before it was captured. */
async function lapse(load: Workload, { by }: Hand): Promise<void> {
  const { rows } = await by.query(
    "select id from orders where state = 'FINALIZED' order by updated_at desc limit 1",
  );
  if (rows.length === 0) return;
  load.stripe.cancel(rows[0].id);
  await hearFromStripe(load, by, rows[0].id);
}

/** The vendor takes the newest paid order's tickets back: one of them, or all that are left. */
async function refundSome({ world }: Workload, { by, random }: Hand): Promise<void> {
  const { rows } = await by.query(
    `select o.id, l.ticket_number as ticket from orders o join order_lines l on l.event_id = o.event_id and l.order_id = o.id
     where o.state = 'PAID' and o.amount_minor > 0 order by o.updated_at desc, l.ticket_number limit 1`,
  );
  if (rows.length === 0) return;
  await refundTickets(world, rows[0].id, { tickets: random.chance(0.5) ? [rows[0].ticket] : null }, by);
}

/** An outage of Stripe begins and ends: every unpaid deadline moves. */
async function outage(_load: Workload, { by }: Hand): Promise<void> {
  await by.query("select begin_stripe_outage('workload', 1)");
  await by.query(
    "select record_stripe_probe(id, true, 1, 'workload') from stripe_outages where ended_at is null",
  );
}

const sometimes =
  (probability: number, step: Step): Step =>
  async (load, hand) => {
    if (hand.random.chance(probability)) await step(load, hand);
  };

/** What happens to a sale, each step about as often as it is listed. */
export const STEPS: readonly Step[] = [
  order,
  order,
  order,
  aboutOne(carryOut),
  aboutOne(carryOut),
  aboutOne(async ({ stripe }, _by, orderId) => stripe.confirm(orderId)),
  aboutOne(hearFromStripe),
  aboutOne(hearFromStripe),
  finalizeSome,
  finalizeSome,
  aboutOne(({ world }, by, orderId) => expire(world, orderId, true, by)),
  sometimes(
    0.3,
    aboutOne(async ({ stripe }, _by, orderId) => stripe.capture(orderId)),
  ),
  aboutOne(async ({ stripe }, _by, orderId) => stripe.cancel(orderId)),
  sometimes(
    0.3,
    aboutOne(({ world }, by, orderId) =>
      by.query('select stretch_for_three_d_secure($1, $2, 3600)', [world.eventId, orderId]),
    ),
  ),
  sometimes(0.1, outage),
  lapse,
  sometimes(0.5, refundSome),
  sometimes(
    0.3,
    aboutOne(({ world }, by, orderId) => recordAuthorized(world, orderId, { amountMinor: 1 }, by)),
  ),
  async (load, { random }) => {
    const ticket = random.below(load.tickets);
    await append(load.world, ticket, 'BLOCK').catch(ignoreRefusal);
    await append(load.world, ticket, 'RELEASE').catch(ignoreRefusal);
  },
  sometimes(0.2, async (load, { by, random }) => {
    const numbers = [random.below(load.tickets), random.below(load.tickets)];
    await by.query('select retire_tickets($1, $2, null)', [load.world.eventId, numbers]);
  }),
  sometimes(0.2, async (load) => {
    await mintStanding(load.world.app, load.world, 3);
    load.tickets += 3;
  }),
];

/** Blocking a ticket at the wrong moment, or admitting one account twice, is refused by a constraint. */
function ignoreRefusal(error: { readonly code?: string }): undefined {
  if (error.code !== '23505' && error.code !== '23514') throw error;
}

/** What the sweepers do when no more customers come: until every order is finished. */
export async function drain(load: Workload): Promise<void> {
  const { world } = load;
  for (let round = 0; round < 12; round += 1) {
    await carryOut(load, world.app, null);
    const { rows } = await world.app.query(
      `select id, state from orders
       where state in ('PENDING_PAYMENT', 'AUTHORIZED', 'FINALIZED', 'EXPIRING', 'LOST', 'CAPTURE_FAILED')`,
    );
    if (rows.length === 0) return;
    for (const { id, state } of rows) {
      await hearFromStripe(load, world.app, id);
      if (state === 'PENDING_PAYMENT' || state === 'EXPIRING') await expire(world, id, true);
      if (state === 'AUTHORIZED') await finalize(world, [id]);
    }
  }
  throw new Error('some orders never end');
}
