import { rebuildRedis } from '../processes/queue-worker.ts';
import type { World } from '../schedule/world.ts';
import type { Strike } from './draw-plan.ts';

const noticeMsMax = 1_500;
/** What stands still for longer is a whole installation that nobody starts again one by one. */
const longStopMs = 600_000;

/** Lets a planned fault happen. false: there was nothing for it to strike. */
export function strike(w: World, { kind, target, size }: Strike): boolean {
  const process = w.processes[target % w.processes.length];
  switch (kind) {
    case 'crash':
      if (process === undefined || !process.isUp || process.stoppedUntil > w.now + longStopMs) return false;
      w.crash(process);
      return true;
    case 'stop':
      if (process === undefined || !process.isUp) return false;
      process.stoppedUntil = Math.max(process.stoppedUntil, w.now + size);
      w.tell?.(`${process.name} stands still for ${size} ms`);
      return true;
    case 'installation-stops':
      for (const one of w.processes) one.stoppedUntil = Math.max(one.stoppedUntil, w.now + size);
      w.tell?.(`everything stands still for ${size} ms`);
      return true;
    case 'stands-still-before-sending':
      w.standStillUntil = w.now + size;
      return true;
    case 'stripe-outage':
      w.stripeDownUntil = w.now + size;
      w.tell?.(`Stripe is gone for ${size} ms`);
      return true;
    case 'database-outage':
      w.databaseDownUntil = w.now + size;
      w.tell?.(`the database is gone for ${size} ms`);
      return true;
    case 'event-cancelled':
      w.db.isEventCancelled = true;
      w.tell?.('the event is cancelled');
      return true;
    case 'authorization-ends':
    case 'captured-by-hand':
      return endAuthorization(w, kind, target);
    default:
      loseRedis(w, kind, size);
      return true;
  }
}

/** The bank takes an authorization back, or somebody captures it in Stripe's dashboard. */
function endAuthorization(
  w: World,
  kind: 'authorization-ends' | 'captured-by-hand',
  target: number,
): boolean {
  const authorized = w.stripe.intents.filter(({ status }) => status === 'requires_capture');
  const intent = authorized[target % Math.max(authorized.length, 1)];
  if (intent === undefined) return false;
  w.tell?.(`intent ${intent.id} of order ${intent.order}: ${kind}`);
  if (kind === 'authorization-ends') w.stripe.cancel(intent);
  else w.stripe.capture(intent);
  return true;
}

/** Noticed, a loss closes Redis until it is filled again from the database; unnoticed, everybody goes on with it. */
function loseRedis(w: World, kind: Strike['kind'], size: number): void {
  w.tell?.(`Redis: ${kind}`);
  if (kind === 'redis-forgets') {
    w.redis.forget();
    w.queueGeneration += 1;
  } else w.redis.loseLast(size);
  if (kind === 'redis-loses-unnoticed') return;
  w.redis.isReady = false;
  const fill = (): void => {
    if (w.redis.isReady) return;
    const process = w.pick('queue-worker');
    if (process !== undefined) w.spawn(process, rebuildRedis(w));
    w.later(process === undefined ? w.waitFor('queue-worker') : 2_000, fill);
  };
  w.later(w.random.below(noticeMsMax), fill);
}
