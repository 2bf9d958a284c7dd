import { hkdfSync, randomInt } from 'node:crypto';
import type { Challenge } from '@fairgate/shared/contracts/proofs.ts';
import { proofIterations, proofSeconds } from '@fairgate/shared/domain/proof-of-work.ts';
import { createChallenge, type Payload, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';

/** For whom a challenge is: its solution is worth nothing to others. */
export interface ProofBearer {
  readonly dropId: string;
  readonly accountId: string;
}

export type ProofOutcome =
  /** `nonce` names the challenge; it would be good until `expiresMs`. */
  | { readonly kind: 'proven'; readonly nonce: string; readonly expiresMs: number }
  | { readonly kind: 'unreadable' | 'expired' | 'wrong' | 'ofOthers' };

export interface JoinProofs {
  /** @param triesMax the solution is one of so many, each as likely */
  readonly challenge: (bearer: ProofBearer, triesMax: number, now: Date) => Promise<Challenge>;
  /** Whether it was used before is not known here. */
  readonly check: (proof: string, bearer: ProofBearer) => Promise<ProofOutcome>;
}

/**
 * Challenges of ALTCHA with a known solution: they are made by one try, and checked by two HMACs. All that they say is
 * signed, so nothing of them is kept.
 */
export function createJoinProofs(encryptionKey: Uint8Array): JoinProofs {
  const secretFor = (use: string): string =>
    Buffer.from(hkdfSync('sha256', encryptionKey, '', `fairgate proof of work: ${use}`, 32)).toString('hex');
  const secrets = {
    hmacSignatureSecret: secretFor('challenge'),
    hmacKeySignatureSecret: secretFor('solution'),
  };
  return {
    async challenge({ dropId, accountId }, triesMax, now) {
      const made = await createChallenge({
        ...secrets,
        algorithm: 'PBKDF2/SHA-256',
        cost: proofIterations,
        counter: randomInt(triesMax),
        deriveKey,
        expiresAt: Math.floor(now.getTime() / 1000) + proofSeconds,
        data: { drop: dropId, account: accountId, triesMax },
      });
      return made as Challenge;
    },
    async check(proof, { dropId, accountId }) {
      const payload = readPayload(proof);
      if (payload === null) return { kind: 'unreadable' };
      const { challenge, solution } = payload;
      const { verified, expired } = await verifySolution({ ...secrets, challenge, solution, deriveKey });
      if (!verified) return { kind: expired ? 'expired' : 'wrong' };
      const { nonce, expiresAt = 0, data } = challenge.parameters;
      if (data?.drop !== dropId || data.account !== accountId) return { kind: 'ofOthers' };
      return { kind: 'proven', nonce, expiresMs: expiresAt * 1000 };
    },
  };
}

/** null: no solution of ALTCHA's form. What it says is ours only once its signature is checked. */
function readPayload(proof: string): Payload | null {
  try {
    const payload = JSON.parse(Buffer.from(proof, 'base64').toString()) as Partial<Payload> | null;
    const { challenge, solution } = payload ?? {};
    if (!isObject(challenge) || !isObject(challenge.parameters) || !isObject(solution)) return null;
    return typeof challenge.signature === 'string' ? { challenge, solution } : null;
  } catch {
    return null;
  }
}

function isObject<T>(value: T | undefined): value is T & object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
