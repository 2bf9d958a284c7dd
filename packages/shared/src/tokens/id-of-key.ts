import { createHash } from 'node:crypto';

/**
 * A UUID (version 8, RFC 9562) that follows from what a caller sent: the same request again means the same thing. Unique
 * by SHA-256 over the parts, each on a line of its own, so no part may hold a line feed.
 * @param namespace one for each kind of thing
 */
export function idOfKey(namespace: string, ...parts: readonly string[]): string {
  const digest = createHash('sha256')
    .update([namespace, ...parts].join('\n'))
    .digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.subarray(0, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
