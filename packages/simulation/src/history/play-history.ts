import { retryParked } from '../database/parked-work.ts';
import { purchaseFunctions } from '../database/purchase-functions.ts';
import { NONE } from '../database/rows.ts';
import type { Intent } from '../outside/model-stripe.ts';
import { Buyer, type Told } from '../processes/buyer.ts';
import { receiveStripeEvent } from '../processes/gateway.ts';
import { connectJobs } from '../processes/jobs.ts';
import { connectRounds } from '../processes/rounds.ts';
import { decisions } from '../schedule/decisions.ts';
import { chanceKinds } from '../schedule/fault-source.ts';
import type { Process, ProcessKind, World } from '../schedule/world.ts';
import { checkMidway, checkWhole } from './check-history.ts';
import type { HistoryPlan } from './draw-plan.ts';
import type { Mask } from './mask.ts';
import { strike } from './strike.ts';

/** How a history came out. */
export interface Outcome {
  readonly violations: readonly string[];
  readonly orders: number;
  readonly faults: number;
  readonly happenings: number;
}

/** Replaces what production does by a known wrong variant. */
export type Plant = (world: World) => void;

/** After the faults end, everything must be final within this. Milliseconds of virtual time. */
const settleMsMax = 3_600_000;
const stripeRetryMsMax = 3_600_000;
const checks = 6;
/** Somebody in operations looks for parked work this often, and has it tried again. */
const operationsLookEveryMs = 600_000;

/** Plays one history from its plan, and checks it. The same plan, mask and plant always give the same outcome. */
export function playHistory(
  world: World,
  plan: HistoryPlan,
  mask: Mask,
  plant: Plant | null,
  story: string[] | null,
): Outcome {
  prepare(world, plan, mask);
  world.tell =
    story === null
      ? null
      : (text) => void story.push(`${(world.now / 1000).toFixed(3).padStart(10)} s  ${text}`);
  plant?.(world);
  const told: Told[] = [];
  for (const buyer of plan.buyers) {
    if (!mask.buyers.has(buyer.index)) world.spawn(null, new Buyer(world, buyer, plan.seed, told).visit());
  }
  let strikes = 0;
  plan.strikes.forEach((planned, index) => {
    if (mask.strikes.has(index)) return;
    world.later(planned.at, () => {
      if (strike(world, planned)) strikes += 1;
    });
  });
  for (let n = 1; n <= checks; n += 1) world.later((plan.faultsEndAt * n) / checks, () => checkMidway(world));
  world.later(plan.faultsEndAt, () => world.endFaults());
  for (let at = operationsLookEveryMs; at < plan.faultsEndAt + settleMsMax; at += operationsLookEveryMs)
    world.later(at, () => lookAtParked(world));
  const isQuiet = world.run(plan.faultsEndAt + plan.paymentMs + settleMsMax);
  checkWhole(world, told, isQuiet);
  return {
    violations: world.violations,
    orders: world.db.orders.length,
    faults: chanceKinds.reduce((sum, kind) => sum + world.faults[kind].struck, strikes),
    happenings: world.happenings,
  };
}

function prepare(world: World, plan: HistoryPlan, mask: Mask): void {
  world.timeline.clear();
  world.setTime(0);
  world.random.reset(plan.seed, 1);
  chanceKinds.forEach((kind, stream) => {
    const chance = mask.kinds.has(kind) ? 0 : plan.chances[kind];
    world.faults[kind].reset(plan.seed, 10 + stream, chance, mask.occurrences.get(kind) ?? null);
  });
  world.sql = { ...purchaseFunctions };
  world.decide = { ...decisions };
  world.violations = [];
  world.happenings = 0;
  world.queuesOn = plan.queuesOn;
  world.queueGeneration = 0;
  world.stripeDownUntil = 0;
  world.databaseDownUntil = 0;
  world.standStillUntil = 0;
  world.db.reset({
    tickets: plan.tickets,
    priceMinor: (ticket) => (ticket >= plan.freeFrom ? 0 : 1_000 + 100 * ticket),
    accounts: plan.buyers.length,
    perCustomerLimit: plan.perCustomerLimit,
    paymentMs: plan.paymentMs,
    earlierFailures: plan.earlierFailures,
  });
  world.db.admissions = plan.buyers.map(({ index }) => ({
    account: index,
    isActive: true,
    expiresAt: Number.MAX_SAFE_INTEGER,
    orders: [],
  }));
  world.stripe.reset();
  world.stripe.skewMs = plan.clockSkewMs;
  world.stripe.alteredAmount = (asked) => (world.faults['altered-amount'].hit() ? asked - 1 : asked);
  world.redis.reset(plan.tickets);
  world.processes = [
    ...processesOf('gateway', plan.gateways),
    ...processesOf('queue-worker', plan.workers),
    ...processesOf('payments-worker', plan.workers),
  ];
  world.jobs = connectJobs(world);
  world.db.onDue = connectRounds(world);
  connectStripe(world);
}

/** Processes look whether Stripe is out at different instants. */
const phasesMs: Readonly<Record<ProcessKind, number>> = {
  gateway: 0,
  'queue-worker': 170,
  'payments-worker': 290,
};

function processesOf(kind: ProcessKind, count: number): Process[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ kind, name: `${kind} ${index + 1}`, isUp: true, generation: 0, stoppedUntil: 0, upAgainAt: 0 },
    ...{ batch: [], phaseMs: phasesMs[kind] + 431 * index, askingGeneration: NONE, answers: 0 },
  }));
}

function lookAtParked(world: World): void {
  const retried = retryParked(world.db);
  if (retried > 0) world.tell?.(`operations have ${retried} parked rows tried again`);
}

/** Webhooks: lost, repeated, reordered, late, and sent again while no gateway takes them. */
function connectStripe(world: World): void {
  let events = 0;
  world.stripe.onEvent = (type: string, intent: Intent) => {
    events += 1;
    if (world.faults['webhook-lost'].hit()) return;
    const id = events;
    const deliver = (triedMs: number): void => {
      const gateway = world.pick('gateway');
      if (gateway !== undefined) world.spawn(gateway, receiveStripeEvent(world, id, type, intent.id));
      else if (triedMs < stripeRetryMsMax)
        world.later(Math.max(2_000, triedMs * 2), () => deliver(Math.max(2_000, triedMs * 2)));
    };
    const copies = world.faults['webhook-twice'].hit() ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const lateMs = world.faults['webhook-late'].hit()
        ? world.faults['webhook-late'].between(100, 300_000)
        : 0;
      world.later(20 + world.travel() + lateMs, () => deliver(0));
    }
  };
  world.stripe.onCapture = (intent) => {
    const order = world.db.orders[intent.order];
    if (order === undefined) return;
    const isSold = order.tickets.every((ticket) => world.db.tickets[ticket]?.orders.at(-1) === order.id);
    if (!isSold || order.state === 'AUTHORIZED')
      world.accuse(`order ${order.id} is captured before it is sold`);
  };
}
