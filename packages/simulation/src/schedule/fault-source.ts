import { Random } from './random.ts';

/** Faults that strike a message or a step by chance. */
export const chanceKinds = [
  'request-lost',
  'reply-lost',
  'request-late',
  'stripe-500-before',
  'stripe-500-after',
  'stripe-over-rate',
  'database-lost-before',
  'database-lost-after',
  'slow',
  'webhook-lost',
  'webhook-twice',
  'webhook-late',
  'job-lost',
  'job-twice',
  'job-late',
  'crash-at-step',
  'http-lost',
  'http-reply-lost',
  'altered-amount',
] as const;
export type ChanceKind = (typeof chanceKinds)[number];

/** One kind of fault of one history: its chance, its own stream of random numbers, and what was masked for shrinking. */
export class FaultSource {
  readonly kind: ChanceKind;
  readonly #random = new Random();
  #probability = 0;
  #isOn = false;
  #masked: ReadonlySet<number> | null = null;
  /** How often it would have struck. */
  occurrences = 0;
  /** How often it did. */
  struck = 0;

  constructor(kind: ChanceKind) {
    this.kind = kind;
  }

  reset(seed: number, stream: number, probability: number, masked: ReadonlySet<number> | null): void {
    this.#random.reset(seed, stream);
    this.#probability = probability;
    this.#isOn = probability > 0;
    this.#masked = masked;
    this.occurrences = 0;
    this.struck = 0;
  }

  hit(): boolean {
    if (!this.#isOn) return false;
    if (this.#random.next() >= this.#probability) return false;
    const occurrence = this.occurrences;
    this.occurrences += 1;
    if (this.#masked?.has(occurrence) === true) return false;
    this.struck += 1;
    return true;
  }

  /** A number for how bad it is, from the same stream. */
  between(from: number, to: number): number {
    return this.#random.between(from, to);
  }

  stop(): void {
    this.#isOn = false;
  }
}
