import { LRUCache } from 'lru-cache';
import { countPeople, type IndexRange } from '../domain/ranks.ts';
import { createPermutation, type Permutation } from './permutation.ts';
import { laneKeyOf } from './seed.ts';

/** A drop as far as its draw goes: see database/drop-record. */
export interface DrawnDrop {
  readonly draw: { readonly seed: string | null } | null;
  readonly lanes: readonly { readonly lobby: number | null }[];
}

/** Where people stand: reckoned whenever it is asked, from the seed of the draw, and kept nowhere. */
export interface DrawPositions {
  /**
   * How many of the lane are before this entry. null: that is not drawn yet.
   * @param skipped the lane's indices that nobody has
   */
  readonly positionOf: (
    drop: DrawnDrop,
    entry: { readonly lane: number; readonly index: number },
    skipped: readonly IndexRange[],
  ) => number | null;
}

/** Each has some ten thousand numbers for a lobby of a million. */
const permutationsMax = 100;

export function createDrawPositions(): DrawPositions {
  const permutations = new LRUCache<string, Permutation>({ max: permutationsMax });
  const permutationOf = (seed: string, lane: number, size: number): Permutation => {
    const name = `${seed}:${lane}`;
    const known = permutations.get(name);
    if (known !== undefined) return known;
    const made = createPermutation(laneKeyOf(Buffer.from(seed, 'hex'), lane), size);
    permutations.set(name, made);
    return made;
  };
  return {
    positionOf({ draw, lanes }, { lane, index }, skipped) {
      const number = countPeople(index, skipped);
      if (draw === null) return number;
      const lobby = lanes[lane]?.lobby ?? null;
      if (lobby === null) return null;
      // Who joined after the seal stands behind, in the order of joining.
      if (number >= lobby) return number;
      return draw.seed === null ? null : permutationOf(draw.seed, lane, lobby).apply(number);
    },
  };
}
