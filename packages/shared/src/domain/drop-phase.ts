/** Where a drop stands: whether it is open is a comparison with the clock, never the effect of a job. */
export type DropPhase = 'SCHEDULED' | 'OPEN' | 'PAUSED' | 'CLOSED';

/** Milliseconds since 1970; `state` is what the vendor set by hand. */
export interface DropClock {
  readonly state: string;
  readonly opensMs: number;
  readonly closesMs: number | null;
}

export function dropPhase(drop: DropClock, nowMs: number): DropPhase {
  if (drop.state === 'CLOSED' || (drop.closesMs !== null && nowMs >= drop.closesMs)) return 'CLOSED';
  if (nowMs < drop.opensMs) return 'SCHEDULED';
  return drop.state === 'PAUSED' ? 'PAUSED' : 'OPEN';
}
