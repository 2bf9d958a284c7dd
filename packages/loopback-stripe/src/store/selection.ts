import type { Collection } from './collection.ts';

/** Values in an order, addressed by place: a whole collection, or a few of it. */
export interface Ordered<Value> {
  readonly size: number;
  at(place: number): Value | undefined;
  placeOf(id: string): number | undefined;
}

/** The values with these ids, in the ids' order. */
export function select<Value extends { readonly id: string }>(
  values: Collection<Value>,
  ids: readonly string[],
): Ordered<Value> {
  return {
    size: ids.length,
    at: (place) => values.get(ids[place] ?? ''),
    placeOf: (id) => {
      const place = ids.indexOf(id);
      return place < 0 ? undefined : place;
    },
  };
}
