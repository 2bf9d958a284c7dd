import { isCountry } from '@fairgate/shared/domain/countries.ts';
import { isCurrency } from '@fairgate/shared/domain/currencies.ts';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';

const shared = {
  allErrors: true,
  strict: false,
  removeAdditional: false,
  useDefaults: true,
  allowUnionTypes: true,
  // Faults are put into words by the schemas that they come from.
  verbose: true,
} as const;

/** Bodies are taken as they are; path, query and headers arrive as text, so numbers in them are read from text. */
export function validateStrictly(app: FastifyInstance): void {
  const body = new Ajv({ ...shared, coerceTypes: false });
  const text = new Ajv({ ...shared, coerceTypes: true });
  for (const ajv of [body, text]) {
    addFormats.default(ajv);
    ajv.addFormat('currency', isCurrency).addFormat('country', isCountry);
  }
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? body : text).compile(schema as object),
  );
}
