import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@fairgate/shared/database/client.ts';
import {
  claimEpoch,
  type EpochRecord,
  publishEpoch,
  readEpoch,
  renewClaim,
  saveBeat,
} from '@fairgate/shared/database/redis-epoch.ts';
import { hasForgotten, type RedisIdentity } from '@fairgate/shared/domain/redis-identity.ts';
import { paced } from '@fairgate/shared/process/recovery-pace.ts';
import type { RedisConnection } from '@fairgate/shared/redis/connect.ts';
import { forgetEpochsBefore } from '@fairgate/shared/redis/forget-epochs.ts';
import { beat, raiseBeat, readIdentity } from '@fairgate/shared/redis/identity.ts';
import { isRedisFailure, isRedisFull } from '@fairgate/shared/redis/redis-failure.ts';
import type { Logger } from 'pino';
import { fillEvent } from './jobs/fill-event.ts';
import type { LiveDrops } from './live-drops.ts';

/** Keeps the epoch (DESIGN §5): while Redis remembers it beats; when Redis forgot it claims, fills and publishes. */
export interface EpochKeeper {
  /** null while no epoch is in force, or it could not be asked. */
  readonly current: () => number | null;
  /** Whether Redis, asked now, still has this epoch and has not gone back since it was last seen. */
  readonly confirm: (epoch: number) => Promise<boolean>;
  /** One look. Safe to run in any number of workers at any time. Throws what a store failed with. */
  readonly keep: () => Promise<void>;
}

/** A claim whose filler died is taken over after this. Seconds. */
const claimSecondsMax = 30;
/** An event that failed so often fails for a reason of its own. */
const fillTriesMax = 5;
/** A filler that works on one great event says meanwhile that it lives. Milliseconds. */
const renewEveryMs = 5_000;
const fillPauseMs = 500;
/**
 * So much each claim raises the beat: what is emptied begins at nothing again and does not get there unseen, however many
 * workers beat meanwhile.
 */
const beatsPerClaim = 1_000;

/** @param filling a patient connection to the same Redis, for filling an epoch */
export function createEpochKeeper(
  database: Database,
  redis: RedisConnection,
  filling: RedisConnection,
  liveDrops: LiveDrops,
  log: Logger,
): EpochKeeper {
  const self = randomUUID();
  let current: number | null = null;
  let seen: RedisIdentity | null = null;
  return {
    current: () => current,
    async confirm(epoch) {
      // What was known before asking: a look meanwhile may know a later beat than this answer.
      const [known, epochKnown] = [seen, current];
      const identity = await readIdentity(redis);
      return epochKnown === epoch && known !== null && !hasForgotten(known, identity);
    },
    async keep() {
      try {
        await look();
      } catch (error) {
        // What could not be asked may be over: nothing more is done under it.
        current = null;
        throw error;
      }
    },
  };

  async function look(): Promise<void> {
    // In this order: another worker raises Redis's beat before it writes it down, so what is written is never ahead.
    const record = await readEpoch(database);
    const identity = await readIdentity(redis);
    const lost = hasForgotten(record, identity);
    if (record.state === 'READY' && !lost && (await beatOn(record, identity))) return;
    current = null;
    const isBeingFilled =
      record.state === 'CLAIMED' && record.epoch > 0 && record.claimedSecondsAgo < paced(claimSecondsMax);
    if (isBeingFilled && record.claimedBy !== self) return;
    const floor = Math.max(record.beat, identity.beat) + beatsPerClaim;
    if (!(await claimEpoch(database, record, { ...identity, beat: floor }, self))) return;
    log.warn(
      { epoch: record.epoch + 1, was: record },
      'Redis has nothing of ours, or forgot: filling a new epoch from Postgres',
    );
    await fillEpoch(record.epoch + 1, identity, floor);
  }

  /** One more beat of the epoch in force. false: it is not later than what was just read, so everything was lost since. */
  async function beatOn(record: EpochRecord, identity: RedisIdentity): Promise<boolean> {
    const beatNow = await beat(redis);
    if (beatNow <= identity.beat) return false;
    current = record.epoch;
    seen = { ...identity, beat: beatNow };
    await saveBeat(database, record.epoch, beatNow);
    return true;
  }

  async function fillEpoch(epoch: number, identity: RedisIdentity, floor: number): Promise<void> {
    const startedMs = Date.now();
    // First, and by deleting alone: a Redis that is full of the last epoch takes nothing else.
    const deleted = await forgetEpochsBefore(filling, epoch);
    await raiseBeat(redis, floor);
    const filledRedis = await readIdentity(filling);
    liveDrops.refresh();
    const drops = await liveDrops.all();
    for (const eventId of new Set(drops.map((drop) => drop.eventId))) {
      const own = drops.filter((drop) => drop.eventId === eventId);
      const fill = () => fillEvent({ database, redis: filling }, epoch, eventId, own, { claimedBy: self });
      const isOurs = () => renewClaim(database, epoch, self);
      if (!(await fillPatiently(fill, isOurs, log.child({ eventId })))) return;
    }
    // Another Redis took its place meanwhile, or it went back: what was filled is not whole. The next look finds that.
    if (hasForgotten({ ...identity, beat: filledRedis.beat }, await readIdentity(filling))) return;
    if (!(await publishEpoch(database, epoch, filledRedis.beat, self))) return;
    current = epoch;
    log.info({ epoch, ms: Date.now() - startedMs, drops: drops.length, deleted }, 'the epoch is in force');
  }
}

/**
 * Fills an event; what a lost statement or command left undone is done by the next try, as nobody uses the epoch yet.
 * false: the claim was taken over. While Postgres or Redis is away it throws, and the claim is made anew: that says nothing
 * of the event. One that fails every time gets no ready mark and is refused; the others go on.
 */
async function fillPatiently(
  fill: () => Promise<void>,
  isOurs: () => Promise<boolean>,
  log: Logger,
): Promise<boolean> {
  for (let tries = 1; tries <= fillTriesMax; tries += 1) {
    if (!(await isOurs())) return false;
    const renewing = setInterval(() => void isOurs().catch(() => undefined), renewEveryMs);
    try {
      await fill();
      return true;
    } catch (error) {
      if (isRedisFull(error)) log.error({ err: error }, 'Redis takes nothing in: no epoch can be filled');
      if (isRedisFailure(error)) throw error;
      const isLast = tries === fillTriesMax;
      if (isLast) log.error({ err: error }, 'an event could not be filled and is not on sale');
      else log.warn({ err: error, tries }, 'an event was not filled and is tried again');
    } finally {
      clearInterval(renewing);
    }
    await sleep(fillPauseMs);
  }
  return true;
}
