/**
 * How much of a draw anybody can check. FULL: nobody could choose the seed. COMMIT_REVEAL: there was no beacon, or the root
 * came after it. SECRET_WITHHELD: the seed was made without the secret. UNPROVEN: both are so.
 */
export type DrawProof = 'FULL' | 'COMMIT_REVEAL' | 'SECRET_WITHHELD' | 'UNPROVEN';

/**
 * @param revealed the secret is published, and is a part of the seed
 * @param beaconAfterRoot a beacon is a part of the seed, and the root was written before its time
 */
export function proofOf(revealed: boolean, beaconAfterRoot: boolean): DrawProof {
  if (revealed) return beaconAfterRoot ? 'FULL' : 'COMMIT_REVEAL';
  return beaconAfterRoot ? 'SECRET_WITHHELD' : 'UNPROVEN';
}
