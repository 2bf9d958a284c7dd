import {
  markOutboxDone,
  markOutboxFailed,
  type OutboxRow,
  type OutboxTopic,
  postponeOutbox,
  takeOutbox,
} from '@fairgate/shared/database/outbox.ts';
import { paced } from '@fairgate/shared/process/recovery-pace.ts';
import type { WorkerStores } from '../worker-stores.ts';

/** Of those under way, to one destination: many people have their mailbox, or their browser, of the same maker. */
const perDestinationMax = 5;
/** A destination to which something is under way for so long gets nothing else meanwhile: it delays its own only. Milliseconds. */
const slowMs = 2_000;
/** Behind what is under way to the same destination. Seconds. */
const behindSeconds = 5;

interface UnderWay {
  readonly destination: string;
  readonly sinceMs: number;
  /** Never rejects. */
  readonly sent: Promise<void>;
}

export interface Relay {
  /** Starts what is due, and does not wait for it. */
  readonly round: () => Promise<boolean>;
  /** Waits for what is under way. */
  readonly settle: () => Promise<void>;
}

export interface RelayOptions<Letter> {
  readonly topic: OutboxTopic;
  /** The templates that this version knows; rows of others are left for the workers that know them. */
  readonly kinds: readonly string[];
  readonly retrySeconds: number;
  readonly atOnceMax: number;
  /** null: there is nothing to send. Throws when the facts cannot be read. */
  readonly write: (row: OutboxRow) => Promise<Letter | null>;
  readonly destinationOf: (letter: Letter) => string;
  /** Throws when it was not sent, or nobody knows. */
  readonly send: (letter: Letter) => Promise<void>;
}

/**
 * Sends what the outbox has of a topic. Events take turns, and each letter goes its own way: a server that answers slowly, or
 * a destination, delays neither others' letters nor, being a round of its own, any purchase.
 */
export function createRelay<Letter>(
  { database, log }: Pick<WorkerStores, 'database' | 'log'>,
  options: RelayOptions<Letter>,
): Relay {
  const { topic, write, send } = options;
  const underWay = new Set<UnderWay>();
  const isFull = (destination: string): boolean => {
    const own = [...underWay].filter((one) => one.destination === destination);
    return own.length >= perDestinationMax || own.some(({ sinceMs }) => Date.now() - sinceMs > slowMs);
  };
  const fail = async (row: OutboxRow, error: unknown, what: string): Promise<void> => {
    log.warn({ err: error, topic, template: row.payload.template, attempts: row.attempts }, what);
    await markOutboxFailed(database, row.id, String(error)).catch(() => undefined);
  };
  /** null: there is nothing to send, or its facts could not be read; then the row is tried again and parked in the end. */
  const written = async (row: OutboxRow): Promise<Letter | null> => {
    try {
      const letter = await write(row);
      if (letter === null) await markOutboxDone(database, [row.id]);
      return letter;
    } catch (error) {
      await fail(row, error, 'what was to be sent could not be written');
      return null;
    }
  };
  const deliver = async (row: OutboxRow, letter: Letter): Promise<void> => {
    try {
      await send(letter);
      await markOutboxDone(database, [row.id]);
    } catch (error) {
      await fail(row, error, 'it was not sent and is tried again');
    }
  };
  return {
    async round() {
      const free = options.atOnceMax - underWay.size;
      if (free === 0) return false;
      const behind: bigint[] = [];
      for (const row of await takeOutbox(database, topic, paced(options.retrySeconds), free, options.kinds)) {
        const letter = await written(row);
        if (letter === null) continue;
        const destination = options.destinationOf(letter);
        if (isFull(destination)) {
          behind.push(row.id);
          continue;
        }
        const one: UnderWay = { destination, sinceMs: Date.now(), sent: deliver(row, letter) };
        underWay.add(one);
        void one.sent.finally(() => underWay.delete(one));
      }
      await postponeOutbox(database, behind, behindSeconds);
      return false;
    },
    async settle() {
      await Promise.all([...underWay].map(({ sent }) => sent));
    },
  };
}
