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
