/**
 * Every Redis key of Fairgate, except BullMQ's own. Keys of one event share the hash tag `{event}`, so a script never
 * needs two slots. The epoch leads each name: a Redis that forgot is filled under the next epoch (DESIGN §5).
 * A name that ends in a colon is completed by a script with an id: a ticket number, a run's length.
 */

export interface EventKeys {
  /** Set last when the epoch's keys of this event are complete; without it every script answers NOT_READY. */
  readonly ready: string;
  /** 2 bits a ticket, by number: 0 free, 1 held, 2 sold, 3 not for sale. */
  readonly status: string;
  /** Grows whenever a bit of `status` changes. */
  readonly statusVersion: string;
  /** + ticket number: the hold that has the ticket, with a TTL. This is the lease. */
  readonly lease: string;
  /** Sorted set of leased ticket numbers by deadline (ms): what the sweep returns. */
  readonly leases: string;
  /** Hash: segment id → MessagePack of what best-available needs of one row's tickets (see event-fill). */
  readonly segments: string;
  /** 2 bytes a ticket, by number, big-endian: its segment's id + 1; 0 for a ticket of no segment. */
  readonly segmentOf: string;
  /** Hash: segment id → length of its longest run of free neighbours. */
  readonly segmentRuns: string;
  /** + `drop:category:length`: sorted set of segments that have such a run, best row first. */
  readonly runs: string;
  /** + `drop:category`: sorted set of general-admission ticket numbers by the time (ms) they become free. */
  readonly pool: string;
}

export interface DropKeys extends EventKeys {
  /**
   * Hash: opensMs, closesMs, state, cap, ratePerMinute, limit, holdMs, admissionMs, claimMs, draw, order, lanes, and with a
   * lane's number at the end of each name mark, next, skipped, skippedCount; where proofs are asked for askedSpan, asked, askedBefore (see includes/asked.lua).
   */
  readonly drop: string;
  /** Hash: account (16 bytes) → `lane:index`. */
  readonly entries: string;
  /** List of joins that are not yet in Postgres, oldest first. */
  readonly joined: string;
  /**
   * Hash: per lane how many people were served, as `served` + lane, the time (ms) of the last turn, what was measured (free,
   * share, slowedBy, measuredUntilMs), and how many turns had been given at some times of the last minute, as history.
   */
  readonly serving: string;
  /** Sorted set of served, not yet admitted `lane:position` by the end of their claim window (ms). */
  readonly turns: string;
  /** Sorted set of admitted accounts by the end of their admission (ms). */
  readonly admitted: string;
  /** Sorted set of `lane:position` that missed their turn and asked again while there was no room, by when they count as gone. */
  readonly returning: string;
  /** Hash: account → its admission's id; stays after the admission ended, so that a turn is used once. */
  readonly admissions: string;
}

export function eventKeys(epoch: number, eventId: string): EventKeys {
  const prefix = `e${epoch}:{${eventId}}:`;
  return {
    ready: `${prefix}ready`,
    status: `${prefix}status`,
    statusVersion: `${prefix}status-version`,
    lease: `${prefix}lease:`,
    leases: `${prefix}leases`,
    segments: `${prefix}segments`,
    segmentOf: `${prefix}segment-of`,
    segmentRuns: `${prefix}segment-runs`,
    runs: `${prefix}runs:`,
    pool: `${prefix}pool:`,
  };
}

export function dropKeys(epoch: number, eventId: string, dropId: string): DropKeys {
  const prefix = `e${epoch}:{${eventId}}:${dropId}:`;
  return {
    ...eventKeys(epoch, eventId),
    drop: `${prefix}drop`,
    entries: `${prefix}entries`,
    joined: `${prefix}joined`,
    serving: `${prefix}serving`,
    turns: `${prefix}turns`,
    admitted: `${prefix}admitted`,
    returning: `${prefix}returning`,
    admissions: `${prefix}admissions`,
  };
}

/** Hash: account, drop, tickets, deadline (ms), extended; once bound, order and the deadline it had before. */
export function holdKey(epoch: number, eventId: string, holdId: string): string {
  return `e${epoch}:{${eventId}}:hold:${holdId}`;
}

/** Set while a proof of work that gave a place would still be good: each is used once. @param proof the nonce of its challenge */
export function usedProofKey(epoch: number, eventId: string, dropId: string, proof: string): string {
  return `e${epoch}:{${eventId}}:${dropId}:proof:${proof}`;
}

/**
 * Hash: ticket number → hold, of what an account holds in an event. It lives at least as long as its leases; one that
 * ended may still be listed, so whoever counts asks the lease.
 */
export function accountHoldsKey(epoch: number, eventId: string, accountId: string): string {
  return `e${epoch}:{${eventId}}:held:${accountId}`;
}

/** A number that only grows; lower than once seen means that Redis went back in time. */
export const beatKey = 'fairgate:beat';

/**
 * When a subject's next request is due at the earliest, by one limit (see domain/gcra.ts). Outside the epochs: a Redis
 * that forgot it only forgives. The tag keeps an account and its address in one slot.
 */
export function throttleKey(limit: string, subject: string): string {
  return `{throttle}:${limit}:${subject}`;
}

/** JSON: how the purchase keeps up, as one worker measured it last (see redis/capacity). */
export const capacityKey = 'fairgate:capacity';

/** Sorted set of the running workers of a kind by when (ms) they were last heard of. */
export function workersKey(kind: 'queue' | 'payments'): string {
  return `fairgate:workers:${kind}`;
}

/** Held by the one worker that does a round which needs doing once only. Two at a time would do no harm, only work. */
export function roundKey(name: string): string {
  return `fairgate:round:${name}`;
}
