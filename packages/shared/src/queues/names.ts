/**
 * Jobs are hints: each names a row in Postgres that is due, carries ids only, and may be lost or come twice. A sweeper
 * finds every row whose job was lost.
 */
export interface JobPayloads {
  /** An AUTHORIZED order. */
  finalize: { readonly eventId: string; readonly orderId: string };
  /** A payment operation that is PENDING. */
  payment: { readonly eventId: string; readonly opId: string };
  /** A webhook that lies in Stripe's inbox. */
  inbox: { readonly stripeEventId: string };
  /** Rows of the outbox are due. */
  outbox: Record<string, never>;
}

/** Raised when a payload changes its meaning. A worker leaves jobs of another version alone: the sweepers have their rows. */
export const jobVersion = 1;

export type QueueName = keyof JobPayloads;

export const queueNames = ['finalize', 'payment', 'inbox', 'outbox'] as const satisfies readonly QueueName[];

/** How often BullMQ itself tries a job again; afterwards the sweeper has it. */
export const jobAttemptsMax = 3;
export const jobBackoffMs = 500;
/** BullMQ's keys lie in one slot of a Redis Cluster. */
export const queuePrefix = '{fairgate-jobs}';
