import { pbkdf2Sync } from 'node:crypto';
import type { Challenge } from '@fairgate/shared/contracts/proofs.ts';

/** The proof for a challenge, by counting as the contract says: no library's. */
export function solveProof(challenge: Challenge): string {
  const { nonce, salt, cost, keyLength, keyPrefix, data } = challenge.parameters;
  const password = Buffer.concat([Buffer.from(nonce, 'hex'), Buffer.alloc(4)]);
  for (let counter = 0; counter < data.triesMax; counter += 1) {
    password.writeUInt32BE(counter, password.length - 4);
    const derivedKey = pbkdf2Sync(password, Buffer.from(salt, 'hex'), cost, keyLength, 'sha256').toString(
      'hex',
    );
    if (derivedKey.startsWith(keyPrefix))
      return Buffer.from(JSON.stringify({ challenge, solution: { counter, derivedKey } })).toString('base64');
  }
  throw new Error('the challenge has no solution where it should be');
}
