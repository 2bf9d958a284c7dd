import { Problem } from '@fairgate/shared/errors.ts';
import { malformed } from '../catalogue/malformed.ts';

interface EditRequest {
  readonly headers: { readonly 'if-match'?: string | undefined };
}

/** The ETag of a versioned thing. */
export function etagOf(thing: { readonly version: number }): string {
  return `"v${thing.version}"`;
}

/**
 * The version that an edit was made on, as its If-Match says. A proxy may have weakened the ETag, so `W/"v3"` will do;
 * `*` names no version and counts as missing; an ETag that is not ours can match nothing.
 */
export function editedVersion(request: EditRequest): number {
  const header = request.headers['if-match']?.trim();
  if (header === undefined || header === '*') throw new Problem('PRECONDITION_REQUIRED');
  const etag = /^(?:W\/)?"([^"]*)"$/.exec(header);
  if (etag === null) throw malformed('headers/if-match', 'is not an ETag, such as "v3"');
  const version = /^v([1-9]\d{0,8})$/.exec(etag[1] ?? '');
  if (version === null) throw new Problem('PRECONDITION_FAILED');
  return Number(version[1]);
}
