/** One instant holds at most so many happenings of a history before their order is lost. */
const happeningsMax = 2 ** 20;

/**
 * Virtual time: what is to happen, earliest first, and in the order of scheduling within an instant. One number stands for
 * a happening, its time and its place in the order of scheduling together; what it is about lies at that place. The
 * numbers are kept sorted, the earliest last: what is scheduled mostly happens before nearly all that waits.
 */
export class Timeline<T> {
  #waiting = new Float64Array(1_024);
  #size = 0;
  readonly #targets: (T | undefined)[] = [];
  readonly #stamps: number[] = [];
  #scheduled = 0;
  /** Of the happening that `next` took last: when it is, in whole milliseconds. */
  at = 0;
  /** Lets whoever waits tell a stale wake-up from its own. */
  stamp = 0;

  /** Nothing more can be put in order: something goes round in circles. */
  get isFull(): boolean {
    return this.#scheduled >= happeningsMax - 1_000;
  }

  clear(): void {
    this.#targets.fill(undefined, 0, this.#scheduled);
    this.#size = 0;
    this.#scheduled = 0;
  }

  schedule(at: number, target: T, stamp: number): void {
    const place = this.#scheduled;
    this.#targets[place] = target;
    this.#stamps[place] = stamp;
    this.#scheduled += 1;
    if (this.#size === this.#waiting.length) this.#grow();
    const waiting = this.#waiting;
    const key = Math.floor(at) * happeningsMax + place;
    let index = this.#size;
    this.#size += 1;
    for (; index > 0; index -= 1) {
      const sooner = waiting[index - 1] as number;
      if (sooner > key) break;
      waiting[index] = sooner;
    }
    waiting[index] = key;
  }

  /** Takes the earliest; `at` and `stamp` are its own then. undefined: nothing is left to happen. */
  next(): T | undefined {
    if (this.#size === 0) return undefined;
    this.#size -= 1;
    const key = this.#waiting[this.#size] as number;
    this.at = Math.floor(key / happeningsMax);
    const place = key - this.at * happeningsMax;
    this.stamp = this.#stamps[place] as number;
    const target = this.#targets[place];
    this.#targets[place] = undefined;
    return target;
  }

  #grow(): void {
    const waiting = new Float64Array(2 * this.#waiting.length);
    waiting.set(this.#waiting);
    this.#waiting = waiting;
  }
}
