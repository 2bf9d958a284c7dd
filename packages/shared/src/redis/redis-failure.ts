/** Said at once, without asking Redis, while it is known not to answer. */
export class RedisSilentError extends Error {
  override readonly name = 'RedisSilentError';
  constructor() {
    super('Redis does not answer at the moment');
  }
}

/**
 * How Redis says that it cannot now: out of memory, a replica, disk trouble, loading, a script that runs too long, cut off
 * from its replicas or its cluster. Scripts hand the word on, at the start or in the middle of their message.
 */
const refusals =
  /\b(OOM|READONLY|MISCONF|LOADING|BUSY|MASTERDOWN|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|UNKILLABLE|NOTBUSY)\b/;
/** What ioredis says of its connection. */
const connectionWords =
  /Connection is closed|Stream isn't writeable|Command timed out|Reached the max retries|Connection lost|connect ECONN/;

/** Whether an error means that Redis is away or refuses for now: unknown or not now, never no. */
export function isRedisFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof RedisSilentError || error.name === 'MaxRetriesPerRequestError') return true;
  if (error.name === 'ReplyError') return refusals.test(error.message);
  return connectionWords.test(error.message);
}

/** It takes nothing in, for want of memory or by trouble with its disk: that does not pass by itself. */
export function isRedisFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError' && /\b(OOM|MISCONF)\b/.test(error.message);
}

/** No answer came in time, or was cut off: Redis may be gone, and each further command would wait as long. */
export function isRedisSilence(error: unknown): boolean {
  return error instanceof Error && /Command timed out/.test(error.message);
}
