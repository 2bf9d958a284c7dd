export type DrawProof = 'FULL' | 'COMMIT_REVEAL' | 'SECRET_WITHHELD' | 'UNPROVEN';

/** What a draw may say of itself: see DrawProof in contracts/draws for what each means. */
export function proofOf(facts: {
  /** The secret was revealed. */
  readonly secret: boolean;
  /** The seed has the beacon in it. */
  readonly beacon: boolean;
  /** The root was written before the beacon's round. */
  readonly rootWasFirst: boolean;
}): DrawProof {
  const unforeseen = facts.beacon && facts.rootWasFirst;
  if (facts.secret) return unforeseen ? 'FULL' : 'COMMIT_REVEAL';
  return unforeseen ? 'SECRET_WITHHELD' : 'UNPROVEN';
}
