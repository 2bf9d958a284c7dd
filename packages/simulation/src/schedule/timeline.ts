/** What happens at an instant. `stamp` lets whoever waits tell a stale wake-up from its own. */
export interface Happening<T> {
  at: number;
  order: number;
  target: T;
  stamp: number;
}

/** Virtual time: what is to happen, earliest first, and in the order of scheduling within an instant. A binary heap. */
export class Timeline<T> {
  #heap: Happening<T>[] = [];
  #spare: Happening<T>[] = [];
  #scheduled = 0;

  get size(): number {
    return this.#heap.length;
  }

  clear(): void {
    this.#spare.push(...this.#heap);
    this.#heap.length = 0;
    this.#scheduled = 0;
  }

  schedule(at: number, target: T, stamp: number): void {
    const happening = this.#spare.pop() ?? { at, order: 0, target, stamp };
    happening.at = at;
    happening.order = this.#scheduled;
    happening.target = target;
    happening.stamp = stamp;
    this.#scheduled += 1;
    let index = this.#heap.length;
    this.#heap.push(happening);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#heap[above] as Happening<T>;
      if (isBefore(parent, happening)) break;
      this.#heap[index] = parent;
      index = above;
    }
    this.#heap[index] = happening;
  }

  /** The earliest; give it back with `recycle` when its fields were read. */
  next(): Happening<T> | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    const length = this.#heap.length;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      if (below >= length) break;
      if (below + 1 < length && isBefore(this.#heap[below + 1] as Happening<T>, this.#heap[below] as Happening<T>))
        below += 1;
      const child = this.#heap[below] as Happening<T>;
      if (isBefore(last, child)) break;
      this.#heap[index] = child;
      index = below;
    }
    this.#heap[index] = last;
    return first;
  }

  recycle(happening: Happening<T>): void {
    this.#spare.push(happening);
  }
}

function isBefore<T>(a: Happening<T>, b: Happening<T>): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
