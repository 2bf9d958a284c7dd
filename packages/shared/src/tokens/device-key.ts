import { createHash } from 'node:crypto';

/** What is kept of a device: a hash of the random name that it gave itself. 22 characters; empty for one without a name. */
export function deviceKeyOf(name: string | undefined): string {
  return name === undefined
    ? ''
    : createHash('sha256').update(`fairgate-device:${name}`).digest().subarray(0, 16).toString('base64url');
}
