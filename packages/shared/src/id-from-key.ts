import { createHash } from 'node:crypto';

/**
 * The id of what a repeatable request makes: a UUID (version 8, RFC 9562) of SHA-256 over what it is, whose it is and the
 * request's Idempotency-Key. A repeated request names the same thing, whoever serves it and whatever was forgotten.
 */
export function idFromKey(namespace: string, accountId: string, clientKey: string): string {
  const digest = createHash('sha256').update(`${namespace}\n${accountId}\n${clientKey}`).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.subarray(0, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
