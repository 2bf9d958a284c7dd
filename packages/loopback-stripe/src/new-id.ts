import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const poolBytes = 8192;
let pool = Buffer.alloc(0);
let used = 0;

/** Random letters and digits; the two bytes of each character keep the bias under one in a thousand. */
export function randomCharacters(length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) {
    if (used + 2 > pool.length) {
      pool = randomBytes(poolBytes);
      used = 0;
    }
    text += alphabet[pool.readUInt16BE(used) % alphabet.length];
    used += 2;
  }
  return text;
}

/** An id shaped as Stripe's: `pi_3` and so on, then 23 random characters. */
export function newId(prefix: string): string {
  return `${prefix}_3${randomCharacters(23)}`;
}
