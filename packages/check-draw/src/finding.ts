/** idle: there is nothing that could be checked, and the sentence says why. */
export type FindingState = 'holds' | 'broken' | 'idle';

/** What one check found. */
export interface Finding {
  readonly check: string;
  readonly state: FindingState;
  /** A sentence for people. */
  readonly says: string;
}

export function finding(check: string, holds: boolean, ifHolds: string, ifBroken: string): Finding {
  return { check, state: holds ? 'holds' : 'broken', says: holds ? ifHolds : ifBroken };
}

export function idle(check: string, says: string): Finding {
  return { check, state: 'idle', says };
}

/** What was asked for cannot be checked, now or at all. The message says why and what to do. */
export class Unchecked extends Error {}
