import { appendFileSync } from 'node:fs';

/** What is done that the checker judges. A dispute is a refund that nobody acknowledges; calling off is of a whole event. */
export type ActName = 'hold' | 'release' | 'purchase' | 'cancel' | 'transfer' | 'refund' | 'callOff';

/**
 * invoke: the client asks. ok: it was told that it happened. fail: it was told that it did not. info: it was told nothing
 * that says which, and gave up asking.
 */
export type EventType = 'invoke' | 'ok' | 'fail' | 'info';

export interface HistoryEvent {
  /** Unix milliseconds of the clients' clock, which is one. */
  readonly atMs: number;
  readonly type: EventType;
  readonly act: ActName;
  /** The same for an invoke and its end. */
  readonly id: string;
  readonly account: string;
  /** The Idempotency-Key of a purchase. */
  readonly key?: string;
  readonly orderId?: string;
  /** Every order that an answer named when the same purchase was asked for again. */
  readonly orderIds?: readonly string[];
  readonly tickets?: readonly number[];
  readonly amountMinor?: number;
  /** Until when a hold was promised. Unix milliseconds. */
  readonly untilMs?: number;
  /** Who has the tickets after a transfer. */
  readonly receiver?: string;
  /** Why it failed: a code of the catalogue, or the state an order ended in. */
  readonly why?: string;
}

export interface History {
  readonly events: readonly HistoryEvent[];
  readonly add: (event: Omit<HistoryEvent, 'atMs'>) => void;
}

export function countActs({ events }: History, act: ActName, type: EventType): number {
  return events.reduce((sum, event) => sum + (event.act === act && event.type === type ? 1 : 0), 0);
}

/** @param file where each event is added as a line of JSON, for reading after a failure */
export function openHistory(file?: string): History {
  const events: HistoryEvent[] = [];
  return {
    events,
    add(event) {
      const noted = { atMs: Date.now(), ...event };
      events.push(noted);
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(noted)}\n`);
    },
  };
}
