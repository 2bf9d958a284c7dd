import { createHash, createHmac } from 'node:crypto';

/** What the seed of a draw is made of. A part that is missing is empty, and the draw says so. */
export interface SeedParts {
  readonly dropId: string;
  /** 32 bytes; empty: withheld. */
  readonly secret: Uint8Array;
  /** The beacon's randomness, 32 bytes; empty: none was had. */
  readonly beacon: Uint8Array;
  /** The Merkle root over the lobby, 32 bytes. */
  readonly root: Uint8Array;
}

export const seedTag = 'fairgate-draw-v1';
const laneTag = 'fairgate-lane-v1';

/** What is published when the drop is scheduled: SHA-256 of the secret. */
export function commitmentTo(secret: Uint8Array): Buffer {
  return createHash('sha256').update(secret).digest();
}

/**
 * SHA-256 over tag, drop (16 bytes), secret, beacon and root, each after its length as four bytes, big-endian: no two
 * different draws are hashed as the same bytes.
 */
export function seedOf({ dropId, secret, beacon, root }: SeedParts): Buffer {
  const hash = createHash('sha256');
  const drop = Buffer.from(dropId.replaceAll('-', ''), 'hex');
  for (const field of [Buffer.from(seedTag), drop, secret, beacon, root]) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    hash.update(length).update(field);
  }
  return hash.digest();
}

/** The key of a lane's permutation: HMAC-SHA-256(seed, tag ‖ lane as one byte). */
export function laneKeyOf(seed: Uint8Array, lane: number): Buffer {
  return createHmac('sha256', seed).update(laneTag).update(Uint8Array.of(lane)).digest();
}
