import { bytesOf, hexOf } from './draw-check.js';

/** Tries that are under way at a time: browsers spread them over the device's cores. */
const atOnce = 8;

/**
 * The solution of a challenge of ALTCHA's: counts up until the key that PBKDF2 derives from nonce and count begins as the
 * challenge says. `{ counter, derivedKey }`, or null when there is none where it should be. Pure.
 */
export async function solveChallenge({ parameters }) {
  const { nonce, data, keyPrefix } = parameters;
  const wanted = { ...parameters, salt: bytesOf(parameters.salt) };
  for (let from = 0; from < data.triesMax; from += atOnce) {
    const counts = Array.from({ length: atOnce }, (_, n) => from + n);
    const keys = await Promise.all(counts.map((counter) => keyOf(wanted, bytesOf(nonce), counter)));
    const found = keys.findIndex((key) => key.startsWith(keyPrefix));
    if (found !== -1) return { counter: counts[found], derivedKey: keys[found] };
  }
  return null;
}

/** Hex. */
async function keyOf({ salt, cost, keyLength }, nonce, counter) {
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
  const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: cost };
  return hexOf(new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, keyLength * 8)));
}
