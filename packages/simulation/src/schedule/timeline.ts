/** One instant holds at most so many happenings of a history before their order is lost. */
const happeningsMax = 2 ** 20;

/**
 * Virtual time: what is to happen, earliest first, and in the order of scheduling within an instant. A binary heap over
 * one number per happening, its time and its place in the order of scheduling together, beside what it is about.
 */
export class Timeline<T> {
  #keys = new Float64Array(1_024);
  readonly #targets: (T | undefined)[] = [];
  #stamps = new Int32Array(1_024);
  #size = 0;
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
    this.#targets.length = 0;
    this.#size = 0;
    this.#scheduled = 0;
  }

  schedule(at: number, target: T, stamp: number): void {
    const key = Math.floor(at) * happeningsMax + this.#scheduled;
    this.#scheduled += 1;
    if (this.#size === this.#keys.length) this.#grow();
    const keys = this.#keys;
    const targets = this.#targets;
    const stamps = this.#stamps;
    let index = this.#size;
    this.#size += 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = keys[above] as number;
      if (parent < key) break;
      keys[index] = parent;
      targets[index] = targets[above];
      stamps[index] = stamps[above] as number;
      index = above;
    }
    keys[index] = key;
    targets[index] = target;
    stamps[index] = stamp;
  }

  /** Takes the earliest; `at` and `stamp` are its own then. undefined: nothing is left to happen. */
  next(): T | undefined {
    if (this.#size === 0) return undefined;
    const first = this.#targets[0];
    this.at = Math.floor((this.#keys[0] as number) / happeningsMax);
    this.stamp = this.#stamps[0] as number;
    this.#size -= 1;
    this.#sink(this.#size);
    return first;
  }

  /** Puts the last happening where the first was, and lets it sink to its place. */
  #sink(size: number): void {
    const keys = this.#keys;
    const targets = this.#targets;
    const stamps = this.#stamps;
    const key = keys[size] as number;
    const target = targets[size];
    const stamp = stamps[size] as number;
    targets[size] = undefined;
    let index = 0;
    for (let below = 1; below < size; below = 2 * index + 1) {
      if (below + 1 < size && (keys[below + 1] as number) < (keys[below] as number)) below += 1;
      if (key < (keys[below] as number)) break;
      keys[index] = keys[below] as number;
      targets[index] = targets[below];
      stamps[index] = stamps[below] as number;
      index = below;
    }
    if (size === 0) return;
    keys[index] = key;
    targets[index] = target;
    stamps[index] = stamp;
  }

  #grow(): void {
    const keys = new Float64Array(2 * this.#keys.length);
    keys.set(this.#keys);
    this.#keys = keys;
    const stamps = new Int32Array(2 * this.#stamps.length);
    stamps.set(this.#stamps);
    this.#stamps = stamps;
  }
}
