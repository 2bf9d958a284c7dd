import { createHmac } from 'node:crypto';
import { invariant } from '../invariant.ts';

/**
 * A permutation of [0, size) that anybody can recompute: a balanced Feistel network whose round function is HMAC-SHA-256,
 * with cycle-walking down to a size that is no power of four (Black and Rogaway, Ciphers with Arbitrary Finite Domains,
 * 2002). Ten rounds, as FF1 has them (NIST SP 800-38G). The encoding is frozen by the vectors beside this file.
 */
export interface Permutation {
  readonly size: number;
  /** Where an index goes. */
  readonly apply: (index: number) => number;
}

export const feistelRounds = 10;
/** Indices are 32-bit, and no drop comes near this. */
export const permutationSizeMax = 2 ** 30;

/**
 * A half of h bits takes 2^h values, so each round is a table of so many HMACs: some 10,000 for a million people, after
 * which every lookup is a few steps.
 * @param key 32 bytes
 */
export function createPermutation(key: Uint8Array, size: number): Permutation {
  invariant(Number.isInteger(size) && size >= 0 && size <= permutationSizeMax, 'a size of the permutation');
  const halfBits = halfBitsOf(size);
  const mask = 2 ** halfBits - 1;
  const rounds = Array.from({ length: feistelRounds }, (_, round) => roundTable(key, round, halfBits));
  const once = (value: number): number => {
    let left = value >>> halfBits;
    let right = value & mask;
    for (const table of rounds) [left, right] = [right, left ^ (table[right] ?? 0)];
    return ((left << halfBits) | right) >>> 0;
  };
  return {
    size,
    apply(index) {
      invariant(Number.isInteger(index) && index >= 0 && index < size, 'an index of the permutation');
      let value = once(index);
      // Ends: the cycle of a permutation comes back to where it began, which is below the size.
      while (value >= size) value = once(value);
      return value;
    },
  };
}

/** The least h ≥ 1 with 4^h ≥ size. */
export function halfBitsOf(size: number): number {
  let halfBits = 1;
  while (4 ** halfBits < size) halfBits += 1;
  return halfBits;
}

/** Per value of the right half: the low bits of the first four bytes of HMAC-SHA-256(key, round ‖ value), big-endian. */
function roundTable(key: Uint8Array, round: number, halfBits: number): Uint32Array {
  const table = new Uint32Array(2 ** halfBits);
  const message = Buffer.alloc(5);
  message.writeUInt8(round, 0);
  for (let value = 0; value < table.length; value += 1) {
    message.writeUInt32BE(value, 1);
    const digest = createHmac('sha256', key).update(message).digest();
    table[value] = digest.readUInt32BE(0) & (table.length - 1);
  }
  return table;
}
