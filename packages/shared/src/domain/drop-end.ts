import type { DropPhaseName } from './drop-phase.ts';

/** Milliseconds are UTC instants. */
export interface DropEndFacts {
  readonly phase: DropPhaseName;
  /** When somebody closed it, or called its event off; null: nobody did, or nobody knows when. */
  readonly closedMs: number | null;
  readonly closesMs: number | null;
  readonly soldOutMs: number | null;
  /** When the last who was in the shop left. */
  readonly lastLeftMs: number | null;
  /** Inside, or with an order that may still give its tickets back. */
  readonly underWay: number;
}

export type DropEndCause = 'closed' | 'closesAt' | 'soldOut';

/** How a drop ended; null: it is not over. `atMs` is null where nobody knows when it was closed. */
export function dropEnd(
  facts: DropEndFacts,
): { readonly by: DropEndCause; readonly atMs: number | null } | null {
  const { phase, closedMs, closesMs, soldOutMs, lastLeftMs, underWay } = facts;
  if (phase !== 'closed') {
    // Tickets of those who are inside, or whose payment fails, come back.
    const isOver = phase === 'soldOut' && underWay === 0;
    return isOver ? { by: 'soldOut', atMs: latest(soldOutMs, lastLeftMs) } : null;
  }
  const ends = [
    { by: 'closed', atMs: closedMs },
    { by: 'closesAt', atMs: closesMs },
  ] as const;
  const known = ends.filter(({ atMs }) => atMs !== null).toSorted((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
  return known[0] ?? { by: 'closed', atMs: null };
}

function latest(...instants: readonly (number | null)[]): number | null {
  const known = instants.filter((ms) => ms !== null);
  return known.length === 0 ? null : Math.max(...known);
}
