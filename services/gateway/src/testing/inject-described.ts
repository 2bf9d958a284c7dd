import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** `app.inject`, which throws when the OpenAPI document does not describe the answer: its status, its kind, its body. */
export function injectDescribed(
  app: FastifyInstance,
): (request: InjectOptions & { url: string }) => Promise<LightMyRequestResponse> {
  const { paths } = app.swagger() as unknown as { paths: Paths };
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const compiled = new Map<object, ValidateFunction>();
  return async (request) => {
    const response = await app.inject(request);
    const method = (request.method ?? 'GET').toLowerCase();
    const where = `${method} ${request.url} answered ${response.statusCode}`;
    const schema = schemaOf(paths, method, request.url, response, where);
    if (schema === null) {
      if (response.body !== '') throw new Error(`${where} with a body where none is described`);
      return response;
    }
    const validate = compiled.get(schema) ?? ajv.compile(schema);
    compiled.set(schema, validate);
    if (!validate(response.json())) throw new Error(`${where}: ${ajv.errorsText(validate.errors)}`);
    return response;
  };
}

/** null when the answer is described as empty. */
function schemaOf(
  paths: Paths,
  method: string,
  url: string,
  response: LightMyRequestResponse,
  where: string,
): object | null {
  const path = url.split('?')[0] ?? '';
  const operation = Object.entries(paths).find(
    ([template, methods]) =>
      method in methods && new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )?.[1][method];
  if (operation === undefined) throw new Error(`${where}: no such operation is described`);
  const described = operation.responses[String(response.statusCode)];
  if (described === undefined) throw new Error(`${where}: this status is not described`);
  if (described.content === undefined) return null;
  const kind = String(response.headers['content-type']).split(';')[0] ?? '';
  const content = described.content[kind];
  if (content === undefined) throw new Error(`${where} as ${kind}, which is not described`);
  return content.schema;
}
