/** From one id to those that belong to it, oldest first: the refunds of an intent, the charges of an intent. */
export class Links {
  readonly #linked = new Map<string, string[]>();

  add(from: string, to: string): void {
    const list = this.#linked.get(from);
    if (list === undefined) this.#linked.set(from, [to]);
    else if (!list.includes(to)) list.push(to);
  }

  of(from: string): readonly string[] {
    return this.#linked.get(from) ?? [];
  }
}
