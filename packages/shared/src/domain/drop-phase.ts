export type DropPhaseName = 'lobby' | 'open' | 'paused' | 'soldOut' | 'closed';

/** Where a drop stands at `nowMs`. Open is a comparison with the clock. `left`: unsold tickets, null while unknown. */
export function dropPhase(
  drop: { readonly state: string; readonly opensMs: number; readonly closesMs: number | null },
  left: number | null,
  nowMs: number,
): DropPhaseName {
  if (drop.state === 'CLOSED' || (drop.closesMs !== null && drop.closesMs > 0 && nowMs >= drop.closesMs))
    return 'closed';
  if (nowMs < drop.opensMs) return 'lobby';
  if (left === 0) return 'soldOut';
  return drop.state === 'PAUSED' ? 'paused' : 'open';
}
