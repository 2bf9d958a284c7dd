/** One instant holds at most so many happenings of a history before their order is lost. */
const happeningsMax = 2 ** 20;

/**
 * Virtual time: what is to happen, earliest first, and in the order of scheduling within an instant. A binary heap of one
 * number per happening, its time and its place in the order of scheduling together; what it is about lies at that place.
 */
export class Timeline<T> {
  #heap = new Float64Array(1_024);
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
    if (this.#size === this.#heap.length) this.#grow();
    const heap = this.#heap;
    const key = Math.floor(at) * happeningsMax + place;
    let index = this.#size;
    this.#size += 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above] as number;
      if (parent < key) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = key;
  }

  /** Takes the earliest; `at` and `stamp` are its own then. undefined: nothing is left to happen. */
  next(): T | undefined {
    if (this.#size === 0) return undefined;
    const key = this.#heap[0] as number;
    this.#size -= 1;
    this.#sink(this.#size);
    this.at = Math.floor(key / happeningsMax);
    const place = key - this.at * happeningsMax;
    this.stamp = this.#stamps[place] as number;
    const target = this.#targets[place];
    this.#targets[place] = undefined;
    return target;
  }

  /** Puts the last happening where the first was, and lets it sink to its place. */
  #sink(size: number): void {
    const heap = this.#heap;
    const key = heap[size] as number;
    let index = 0;
    for (let below = 1; below < size; below = 2 * index + 1) {
      if (below + 1 < size && (heap[below + 1] as number) < (heap[below] as number)) below += 1;
      if (key < (heap[below] as number)) break;
      heap[index] = heap[below] as number;
      index = below;
    }
    heap[index] = key;
  }

  #grow(): void {
    const heap = new Float64Array(2 * this.#heap.length);
    heap.set(this.#heap);
    this.#heap = heap;
  }
}
