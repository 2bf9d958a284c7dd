/** Values by id, in the order in which they were first put. */
export class Collection<Value extends { readonly id: string }> {
  readonly #values = new Map<string, Value>();
  readonly #places = new Map<string, number>();
  readonly #ids: string[] = [];

  get size(): number {
    return this.#ids.length;
  }

  get(id: string): Value | undefined {
    return this.#values.get(id);
  }

  put(value: Value): void {
    if (!this.#values.has(value.id)) {
      this.#places.set(value.id, this.#ids.length);
      this.#ids.push(value.id);
    }
    this.#values.set(value.id, value);
  }

  /** The place of an id in the order, or undefined. */
  placeOf(id: string): number | undefined {
    return this.#places.get(id);
  }

  at(place: number): Value | undefined {
    const id = this.#ids[place];
    return id === undefined ? undefined : this.#values.get(id);
  }

  *values(): IterableIterator<Value> {
    yield* this.#values.values();
  }
}
