import { createHash } from 'node:crypto';
import { idOfKey } from '@fairgate/shared/tokens/id-of-key.ts';

/** A refund's id follows from who asked and the Idempotency-Key, so that a repeated request is the same refund. */
export function refundIdOf(actor: string, clientKey: string): string {
  return idOfKey('fairgate-refund', actor, clientKey);
}

/** What was asked for, so that the same key with another wish is told apart. */
export function refundHash(wish: readonly unknown[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(JSON.stringify(wish)).digest());
}
