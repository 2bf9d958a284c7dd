/** The committed description of the API, from which the typed client is made. */
export const clientFiles = {
  document: new URL('../../packages/client/src/openapi.json', import.meta.url),
  types: new URL('../../packages/client/src/openapi.d.ts', import.meta.url),
};

/** How to make both anew. */
export const mendingCommand = 'node_modules/.bin/node tests/support/write-openapi.ts';

/** One space of indentation: a changed field is one changed line. */
export function printDocument(document: object): string {
  return `${JSON.stringify(document, null, 1)}\n`;
}
