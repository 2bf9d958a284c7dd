import { createHash, createPublicKey, type JsonWebKey, type KeyObject, sign, verify } from 'node:crypto';

/** What an entry of a drop's admission log says. */
export type LoggedFact =
  /** How many people of each lane were served, and had joined, when this was written. */
  | {
      readonly kind: 'TURNS';
      readonly at: Date;
      readonly served: readonly number[];
      readonly joined: readonly number[];
    }
  /**
   * ADMISSION: somebody came in, with this position of the lane, from 0. RETURN: it comes in once more, since a fault of
   * ours cost it the turn; the admission is the one that ended.
   */
  | {
      readonly kind: 'ADMISSION' | 'RETURN';
      readonly at: Date;
      readonly admissionId: string;
      readonly lane: number;
      readonly position: number;
    };

/** The hash before the first entry: 32 zero bytes. */
export const firstHash = new Uint8Array(32);

/** SHA-256(hash before ‖ the entry's lines in UTF-8): an entry that is altered, moved or left out breaks all that follow. */
export function chainedHash(before: Uint8Array, dropId: string, seq: number, fact: LoggedFact): Buffer {
  const own =
    fact.kind === 'TURNS'
      ? [fact.served.join(), fact.joined.join()]
      : [fact.admissionId, fact.lane, fact.position];
  const lines = [dropId, seq, fact.kind, fact.at.toISOString(), ...own];
  return createHash('sha256').update(before).update(lines.join('\n')).digest();
}

/** Ed25519 over what the log is up to an entry; base64url. */
export function signLogHead(dropId: string, seq: number, hash: Uint8Array, key: KeyObject): string {
  return sign(null, headText(dropId, seq, hash), key).toString('base64url');
}

export function isLogSignature(
  head: { readonly dropId: string; readonly seq: number; readonly hash: Uint8Array },
  signature: string,
  publicKey: JsonWebKey,
): boolean {
  const key = createPublicKey({ key: publicKey, format: 'jwk' });
  const text = headText(head.dropId, head.seq, head.hash);
  return verify(null, text, key, Buffer.from(signature, 'base64url'));
}

function headText(dropId: string, seq: number, hash: Uint8Array): Buffer {
  return Buffer.from(['fairgate-admissions', dropId, seq, Buffer.from(hash).toString('hex')].join('\n'));
}
