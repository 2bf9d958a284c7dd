import { type FieldFault, Problem } from '@fairgate/shared/errors.ts';

/** A refusal of one field. `pointer`: a JSON pointer into the body, or `querystring/…`, `headers/…`. */
export function malformed(pointer: string, detail: string): Problem {
  return malformedFields([{ pointer, detail }]);
}

export function malformedFields(errors: readonly FieldFault[]): Problem {
  return new Problem('VALIDATION_FAILED', { errors });
}
