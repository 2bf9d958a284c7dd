import { IdempotencyKeys } from '../idempotency/idempotency-keys.ts';
import type {
  BalanceTransaction,
  Change,
  Charge,
  Dispute,
  PaymentIntent,
  PaymentMethod,
  Refund,
  StripeObject,
} from '../shapes.ts';
import { idOf } from '../shapes.ts';
import { Collection } from './collection.ts';
import { forgetfulJournal, type Journal } from './journal.ts';
import type { EventRequest, JournalLine, WrittenAnswer, WrittenEvent } from './journal-line.ts';
import { Links } from './links.ts';

/** An event as kept: the object is the very value of that time, which nobody changes. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly object: StripeObject;
  readonly previous: Readonly<Record<string, unknown>> | undefined;
  readonly request: EventRequest | null;
  readonly to: readonly string[];
  /** Endpoints with which this event is over. */
  readonly settledWith: string[];
}

/** What is watching the store: told of every object and event, also while the journal is replayed. */
export interface StoreWatcher {
  onPut?(object: StripeObject, atMs: number): void;
  onEvent?(event: StoredEvent): void;
}

/**
 * Everything that this Stripe knows, in memory, and the one way to change it: a journal line. Starting again
 * applies the same lines by the same code.
 */
export class Store {
  readonly intents = new Collection<PaymentIntent>();
  readonly methods = new Collection<PaymentMethod>();
  readonly charges = new Collection<Charge>();
  readonly refunds = new Collection<Refund>();
  readonly disputes = new Collection<Dispute>();
  readonly transactions = new Collection<BalanceTransaction>();
  readonly events = new Collection<StoredEvent>();
  readonly keys = new IdempotencyKeys();
  readonly chargesOfIntent = new Links();
  readonly refundsOfIntent = new Links();
  readonly disputesOfIntent = new Links();
  /** Which intent a PaymentMethod has paid for. */
  readonly usedMethods = new Map<string, string>();
  readonly watchers: StoreWatcher[] = [];
  clockOffsetMs = 0;
  readonly #failed = Promise.withResolvers<unknown>();
  #journal: Journal = forgetfulJournal;

  /** Resolves with the reason when the journal cannot be written any more. */
  get failed(): Promise<unknown> {
    return this.#failed.promise;
  }

  /** What is written from now on goes into this journal. */
  continueIn(journal: Journal): void {
    this.#journal = journal;
  }

  /** Applies the line at once, for every later request to see, and resolves when it cannot be lost. */
  commit(line: JournalLine): Promise<void> {
    this.apply(line);
    const written = this.#journal.append(line);
    written.catch((failure: unknown) => this.#failed.resolve(failure));
    return written;
  }

  /** Resolves when everything that is visible now is on disk. */
  settled(): Promise<void> {
    return this.#journal.settled();
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  apply(line: JournalLine): void {
    const puts = line.puts ?? [];
    for (const object of puts) this.#put(object, line.at);
    for (const written of line.events ?? []) this.#addEvent(written, puts, line.at);
    for (const written of line.answers ?? []) {
      this.keys.keep(written, written.body ?? putAt(puts, written.put), written.keptAt ?? seconds(line.at));
    }
    for (const [event, endpoint] of line.settled ?? []) this.events.get(event)?.settledWith.push(endpoint);
    if (line.clockOffsetMs !== undefined) this.clockOffsetMs = line.clockOffsetMs;
  }

  #put(object: StripeObject, atMs: number): void {
    const intent = 'payment_intent' in object ? idOf(object.payment_intent) : null;
    switch (object.object) {
      case 'payment_intent':
        this.intents.put(object);
        break;
      case 'payment_method':
        this.methods.put(object);
        break;
      case 'charge':
        this.charges.put(object);
        if (intent !== null && object.paid && object.payment_method !== null) {
          this.usedMethods.set(object.payment_method, intent);
        }
        if (intent !== null) this.chargesOfIntent.add(intent, object.id);
        break;
      case 'refund':
        this.refunds.put(object);
        if (intent !== null) this.refundsOfIntent.add(intent, object.id);
        break;
      case 'dispute':
        this.disputes.put(object);
        if (intent !== null) this.disputesOfIntent.add(intent, object.id);
        break;
      case 'balance_transaction':
        this.transactions.put(object);
        break;
    }
    for (const watcher of this.watchers) watcher.onPut?.(object, atMs);
  }

  #addEvent(written: WrittenEvent, puts: readonly StripeObject[], atMs: number): void {
    const { id, type, previous, request, to } = written;
    const object = written.object ?? putAt(puts, written.put);
    const created = written.created ?? seconds(atMs);
    const event = { id, type, created, object, previous, request, to, settledWith: [] };
    this.events.put(event);
    for (const watcher of this.watchers) watcher.onEvent?.(event);
  }
}

function putAt(puts: readonly StripeObject[], place: number | undefined): StripeObject {
  const object = place === undefined ? undefined : puts[place];
  if (object === undefined) throw new Error(`journal line names put ${place} of ${puts.length}`);
  return object;
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/** What `lineOf` needs besides the change: when, on whose behalf, and who will be told. */
export interface LineContext {
  readonly atMs: number;
  readonly newId: (prefix: string) => string;
  readonly request: EventRequest | null;
  readonly endpointsFor: (type: string) => readonly string[];
}

/** The journal line of a change. Every event's object must be among the puts, by identity. */
export function lineOf(change: Change, context: LineContext, answer?: WrittenAnswer): JournalLine {
  const events = change.events.map((draft): WrittenEvent => {
    const put = change.puts.indexOf(draft.object);
    if (put < 0) throw new Error(`event ${draft.type} tells of an object that is not written`);
    const event = { id: context.newId('evt'), type: draft.type, put, request: context.request };
    const to = context.endpointsFor(draft.type);
    return draft.previous === undefined ? { ...event, to } : { ...event, to, previous: draft.previous };
  });
  const line = { at: context.atMs, puts: change.puts, events };
  return answer === undefined ? line : { ...line, answers: [answer] };
}
