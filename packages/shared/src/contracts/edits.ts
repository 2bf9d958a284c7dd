import { Type } from 'typebox';

/**
 * Headers of a PUT or PATCH: the ETag the caller loaded, so that nobody's edit is overwritten unseen. Without it the
 * answer is PRECONDITION_REQUIRED; when it is not the newest, PRECONDITION_FAILED.
 */
export const EditHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({ maxLength: 100, description: 'Required: the ETag you loaded, such as "v3".' }),
  ),
});

/** What every versioned thing carries; its ETag is `"v<version>"`. */
export const versioned = {
  version: Type.Integer({ minimum: 1 }),
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
};

export const closed = { additionalProperties: false } as const;

/** What a caller who must be signed in, and may be a stranger, can be told. */
export const readRefusals = ['SIGN_IN_REQUIRED', 'TOKEN_INVALID', 'NOT_FOUND'] as const;
/** What a member of a vendor can be told besides: the role does not allow it, or the body cannot be read. */
export const writeRefusals = [...readRefusals, 'FORBIDDEN', 'MALFORMED_BODY', 'BODY_TOO_LARGE'] as const;
/** And what an edit of something versioned can be told. */
export const editRefusals = [...writeRefusals, 'PRECONDITION_REQUIRED', 'PRECONDITION_FAILED'] as const;
