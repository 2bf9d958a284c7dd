import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

const banner = '// Made from openapi.json; see README.md. Do not edit.\n\n';

/** The text of `openapi.d.ts` for an OpenAPI 3.1 document. Throws when the document is not one. */
export async function generateTypes(document: object): Promise<string> {
  const declarations = await openapiTS(structuredClone(document) as OpenAPI3);
  return banner + astToString(declarations);
}
