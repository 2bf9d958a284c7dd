import { requestLogEntriesMax } from '../limits.ts';

/** One request of the API as a test may want to look at it. */
export interface LoggedRequest {
  readonly id: string;
  /** Real Unix milliseconds. */
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | null;
  /** 0 when no answer left. */
  readonly status: number;
  readonly errorCode: string | null;
  readonly replayed: boolean;
  readonly faults: readonly string[];
  readonly milliseconds: number;
}

/** The newest requests, and counts of all since the start or the last reset. */
export class RequestLog {
  readonly #entries: LoggedRequest[] = [];
  #counts = new Map<string, number>();
  #next = 0;

  add(entry: LoggedRequest): void {
    this.#entries[this.#next % requestLogEntriesMax] = entry;
    this.#next += 1;
    this.#count('requests');
    this.#count(`status ${entry.status}`);
    this.#count(`${entry.method} ${patternOf(entry.path)}`);
    if (entry.replayed) this.#count('replayed');
    if (entry.errorCode !== null) this.#count(`error ${entry.errorCode}`);
  }

  get counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** Newest first. */
  entries(): LoggedRequest[] {
    const oldest = this.#next % requestLogEntriesMax;
    return [...this.#entries.slice(oldest), ...this.#entries.slice(0, oldest)].reverse();
  }

  reset(): void {
    this.#entries.length = 0;
    this.#next = 0;
    this.#counts = new Map();
  }

  #count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}

function patternOf(path: string): string {
  return path.replace(/\/[a-z]+_[A-Za-z0-9_]{8,}/g, '/:id');
}
