import { describe, expect, it } from 'vitest';
import { editedVersion, etagOf } from './etag.ts';

const edit = (header: string | undefined) => ({ headers: { 'if-match': header } });

describe('an ETag', () => {
  it('names the version and is read back, weakened or not', () => {
    expect(etagOf({ version: 3 })).toBe('"v3"');
    expect(editedVersion(edit('"v3"'))).toBe(3);
    expect(editedVersion(edit(' W/"v12" '))).toBe(12);
  });

  it.each([
    ['nothing', undefined, 'PRECONDITION_REQUIRED'],
    ['any version', '*', 'PRECONDITION_REQUIRED'],
    ['another system’s', '"686897696a7c876b7e"', 'PRECONDITION_FAILED'],
    ['version 0', '"v0"', 'PRECONDITION_FAILED'],
    ['a bare word', 'v3', 'VALIDATION_FAILED'],
    ['an empty text', '', 'VALIDATION_FAILED'],
    ['a list', '"v1", "v2"', 'VALIDATION_FAILED'],
  ])('If-Match with %s is refused', (_name, header, code) => {
    expect(() => editedVersion(edit(header))).toThrow(expect.objectContaining({ code }));
  });
});
