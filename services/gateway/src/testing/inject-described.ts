import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const documentId = 'openapi.json';

/** `app.inject`, which throws when the OpenAPI document does not describe the answer: its status, its kind, its body. */
export function injectDescribed(
  app: FastifyInstance,
): (request: InjectOptions & { url: string }) => Promise<LightMyRequestResponse> {
  const document = app.swagger() as unknown as { readonly paths: Paths };
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, documentId);
  return async (request) => {
    const response = await app.inject(request);
    const method = (request.method ?? 'GET').toLowerCase();
    const where = `${method} ${request.url} answered ${response.statusCode}`;
    const pointer = schemaPointer(document.paths, method, request.url, response, where);
    if (pointer === null) {
      if (response.body !== '') throw new Error(`${where} with a body where none is described`);
      return response;
    }
    const validate = ajv.getSchema(`${documentId}#${pointer}`) as ValidateFunction;
    if (!validate(bodyOf(response))) throw new Error(`${where}: ${ajv.errorsText(validate.errors)}`);
    return response;
  };
}

function bodyOf(response: LightMyRequestResponse): unknown {
  return /json/.test(String(response.headers['content-type'])) ? response.json() : response.body;
}

/** Where in the document the answer is described (RFC 6901, as a fragment); null when it is described as empty. */
function schemaPointer(
  paths: Paths,
  method: string,
  url: string,
  response: LightMyRequestResponse,
  where: string,
): string | null {
  const path = url.split('?')[0] ?? '';
  const found = Object.entries(paths).find(
    ([template, methods]) =>
      method in methods && new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  const operation = found?.[1][method];
  if (found === undefined || operation === undefined)
    throw new Error(`${where}: no such operation is described`);
  const status = String(response.statusCode);
  const described = operation.responses[status];
  if (described === undefined) throw new Error(`${where}: this status is not described`);
  if (described.content === undefined) return null;
  const kind = String(response.headers['content-type']).split(';')[0] ?? '';
  if (!(kind in described.content)) throw new Error(`${where} as ${kind}, which is not described`);
  const steps = ['paths', found[0], method, 'responses', status, 'content', kind, 'schema'];
  return steps
    .map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    .join('');
}
