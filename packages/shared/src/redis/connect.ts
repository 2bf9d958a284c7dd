import { Redis } from 'ioredis';
import { refuseWhileSilent } from './refuse-while-silent.ts';
import { defineScripts } from './scripts.ts';

/** A connection, for those who hand it on without speaking to it. */
export type RedisConnection = Redis;

/** A caller in a hurry: no queue while disconnected, one try, an answer or an error within this. Milliseconds. */
const commandTimeoutMs = 300;
const connectTimeoutMs = 2_000;
/**
 * A connection on which something was asked and nothing came back for so long is given up and made anew: behind a broken
 * link nobody says that it ended. Longer for those who wait for jobs, which BullMQ does for ten seconds at a time.
 */
const silenceMsMax = 3_000;
const jobsSilenceMsMax = 20_000;
/** Who fills an epoch sends very much at once, and nobody waits for each answer. Milliseconds. */
const fillTimeoutMs = 10_000;
/** How long a process that starts waits for Redis. */
const startTimeoutMs = 15_000;
/** Between tries to connect again, at most. Milliseconds. */
const reconnectDelayMsMax = 1_000;

/**
 * The connection of a request path: commands of one turn of the event loop travel together, a lost connection refuses
 * at once instead of queueing, and a command whose answer was lost is not sent again by the client (our scripts are told
 * apart by ids, but the caller decides). From the first command without an answer in time until Redis answers again,
 * all others are refused at once: no request waits for more than one.
 */
export function connectRedis(url: string, name: string): Redis {
  return refuseWhileSilent(connectFailingFast(url, name, null), commandTimeoutMs);
}

/** The connection that fills an epoch: as `connectRedis`, but patient. */
export function connectFillingRedis(url: string, name: string): Redis {
  return connectFailingFast(url, name, fillTimeoutMs);
}

/** @param commandTimeout milliseconds; null: somebody else keeps the time */
function connectFailingFast(url: string, name: string, commandTimeout: number | null): Redis {
  const redis = new Redis(url, {
    connectionName: name,
    enableAutoPipelining: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    autoResendUnfulfilledCommands: false,
    ...(commandTimeout === null ? {} : { commandTimeout }),
    connectTimeout: connectTimeoutMs,
    socketTimeout: Math.max(silenceMsMax, (commandTimeout ?? 0) + 1_000),
    reconnectOnError: isDemoted,
    retryStrategy: (tries) => Math.min(50 * tries, reconnectDelayMsMax),
    lazyConnect: true,
  });
  // Every command fails with its own error; this one would only end the process.
  redis.on('error', () => undefined);
  return defineScripts(redis);
}

/** The server became a replica: behind the same address there may be another primary by now. */
function isDemoted(error: Error): boolean {
  return /\bREADONLY\b/.test(error.message);
}

/**
 * Connects a connection of `connectRedis`, again and again while Redis is still starting or the machine is busy. Rejects
 * with the last reason when it is not ready within `withinMs`.
 */
export function untilConnected(redis: Redis, withinMs = startTimeoutMs): Promise<void> {
  return new Promise((resolve, reject) => {
    let reason: unknown = new Error(`Redis did not answer within ${withinMs / 1000} s`);
    const note = (error: unknown): void => {
      reason = error;
    };
    const giveUp = (): void => {
      redis.disconnect();
      reject(reason);
    };
    const timer = setTimeout(giveUp, withinMs);
    redis.on('error', note);
    redis.once('ready', () => {
      clearTimeout(timer);
      redis.off('error', note);
      resolve();
    });
    // After a first refusal the connection goes on trying by itself.
    redis.connect().catch(note);
  });
}

/** The connection that job senders share: it fails fast, and BullMQ does its own pipelining. */
export function connectSenderRedis(url: string, name: string): Redis {
  const redis = new Redis(url, {
    connectionName: name,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: connectTimeoutMs,
    socketTimeout: silenceMsMax,
    reconnectOnError: isDemoted,
    retryStrategy: (tries) => Math.min(50 * tries, reconnectDelayMsMax),
  });
  redis.on('error', () => undefined);
  return redis;
}

/** The connection of a BullMQ worker: it waits for Redis as long as it takes. */
export function connectWorkerRedis(url: string, name: string): Redis {
  const redis = new Redis(url, {
    connectionName: name,
    maxRetriesPerRequest: null,
    connectTimeout: connectTimeoutMs,
    socketTimeout: jobsSilenceMsMax,
    reconnectOnError: isDemoted,
    retryStrategy: (tries) => Math.min(50 * tries, reconnectDelayMsMax),
  });
  redis.on('error', () => undefined);
  return redis;
}
