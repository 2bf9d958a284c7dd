import type { ChanceKind } from '../schedule/fault-source.ts';

/** What is left out of a history, to find out what its violation needs. */
export interface Mask {
  readonly buyers: ReadonlySet<number>;
  /** Indexes into the plan's strikes. */
  readonly strikes: ReadonlySet<number>;
  readonly kinds: ReadonlySet<ChanceKind>;
  /** Of a kind that stays, those occurrences that do not. */
  readonly occurrences: ReadonlyMap<ChanceKind, ReadonlySet<number>>;
}

export const nothingMasked: Mask = {
  buyers: new Set(),
  strikes: new Set(),
  kinds: new Set(),
  occurrences: new Map(),
};
