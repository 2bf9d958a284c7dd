import { createHash } from 'node:crypto';
import { idempotencyKeySeconds } from '../limits.ts';
import type { WrittenAnswer } from '../store/journal-line.ts';

export interface KeptAnswer {
  readonly path: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: object;
  readonly requestId: string;
  readonly keptAt: number;
}

export type KeyLookup =
  | { readonly kind: 'new' }
  | { readonly kind: 'answered'; readonly answer: KeptAnswer }
  | { readonly kind: 'inFlight' }
  | { readonly kind: 'otherPath'; readonly path: string }
  | { readonly kind: 'otherParameters' };

/**
 * Stripe's rule of v1: the first answer that an endpoint gave under a key is given again, errors and 500s too,
 * for a day; another request under the same key is refused; a second one while the first still runs conflicts.
 */
export class IdempotencyKeys {
  readonly #kept = new Map<string, KeptAnswer>();
  readonly #inFlight = new Map<string, { path: string; fingerprint: string }>();

  get size(): number {
    return this.#kept.size;
  }

  lookUp(key: string, path: string, fingerprint: string, now: number): KeyLookup {
    this.#forget(now);
    const answer = this.#kept.get(key);
    const known = answer ?? this.#inFlight.get(key);
    if (known === undefined) return { kind: 'new' };
    if (known.path !== path) return { kind: 'otherPath', path: known.path };
    if (known.fingerprint !== fingerprint) return { kind: 'otherParameters' };
    return answer === undefined ? { kind: 'inFlight' } : { kind: 'answered', answer };
  }

  begin(key: string, path: string, fingerprint: string): void {
    this.#inFlight.set(key, { path, fingerprint });
  }

  end(key: string): void {
    this.#inFlight.delete(key);
  }

  keep(written: WrittenAnswer, body: object, keptAt: number): void {
    const { path, fingerprint, status, requestId } = written;
    this.#kept.set(written.key, { path, fingerprint, status, body, requestId, keptAt });
  }

  *kept(): IterableIterator<readonly [string, KeptAnswer]> {
    yield* this.#kept;
  }

  /** Keys are kept in the order of their age, so only the oldest need looking at. */
  #forget(now: number): void {
    for (const [key, answer] of this.#kept) {
      if (answer.keptAt + idempotencyKeySeconds > now) return;
      this.#kept.delete(key);
    }
  }
}

/** Equal for equal parameters in any order. */
export function fingerprintOf(form: string): string {
  return createHash('sha256').update(form.split('&').sort().join('&')).digest('base64');
}
