import { readFileSync } from 'node:fs';
import { generateTypes } from '@fairgate/client/generate-types.ts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ApiDocument, type ApiOperation, describeApi } from '../support/describe-api.ts';
import { clientFiles, mendingCommand, printDocument } from '../support/openapi-files.ts';

interface Described extends ApiOperation {
  /** `get /v1/events`. */
  readonly where: string;
  readonly path: string;
}

let document: ApiDocument;
let operations: readonly Described[];
beforeAll(async () => {
  document = await describeApi();
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      where: `${method} ${path}`,
    })),
  );
});

/** The operations of which a statement is not true. */
function failing(isTrue: (operation: Described) => boolean): string[] {
  return operations.filter((operation) => !isTrue(operation)).map(({ where }) => where);
}

describe('the committed client', () => {
  const mend = `run ${mendingCommand}`;

  it('has the document that the gateway serves', () => {
    expect(readFileSync(clientFiles.document, 'utf8') === printDocument(document), mend).toBe(true);
  });

  it('has the types of that document', async () => {
    expect(readFileSync(clientFiles.types, 'utf8') === (await generateTypes(document)), mend).toBe(true);
  });
});

describe('the OpenAPI document', () => {
  it('is of version 3.1 and leads only to what it holds', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const targets = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];
    const known = new Set(Object.keys(document.components?.schemas ?? {}));
    const lost = targets.filter((target) => !known.has(/schemas\/([^"]+)"/.exec(target)?.[1] ?? ''));
    expect(new Set(lost)).toEqual(new Set());
  });

  it('names every operation, once', () => {
    expect(failing(({ operationId }) => /^[a-z][A-Za-z]+$/.test(operationId ?? ''))).toEqual([]);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('says of every operation what it does and where it belongs', () => {
    expect(failing(({ summary }) => (summary ?? '').length > 2)).toEqual([]);
    expect(failing(({ tags }) => tags?.length === 1)).toEqual([]);
  });

  it('describes of every operation a success and the refusals that any may give', () => {
    expect(
      failing(({ responses }) => Object.keys(responses).some((status) => /^2\d\d$/.test(status))),
    ).toEqual([]);
    for (const status of ['400', '429', '500', '503']) {
      expect(failing(({ responses }) => status in responses)).toEqual([]);
    }
  });

  it('describes every refusal as a problem', () => {
    const problems = ({ responses }: Described) =>
      Object.entries(responses).filter(([status]) => Number(status) >= 400);
    const shape = JSON.stringify({ schema: { $ref: '#/components/schemas/Problem' } });
    expect(
      failing((operation) =>
        problems(operation).every(
          ([, { content }]) => JSON.stringify(content?.['application/problem+json']) === shape,
        ),
      ),
    ).toEqual([]);
  });

  it('says who must sign in: an operation that refuses strangers names the scheme, and the other way round', () => {
    const asks = ({ security }: Described) => JSON.stringify(security) === '[{"account":[]}]';
    const inTokens = new Set(['/v1/sessions', '/v1/sessions/renew']);
    expect(
      failing(
        (operation) => asks(operation) === '401' in operation.responses || inTokens.has(operation.path),
      ),
    ).toEqual([]);
  });

  it('declares exactly the parameters that stand in the path', () => {
    expect(
      failing(({ path, parameters = [] }) => {
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
        const declared = parameters.filter((parameter) => parameter.in === 'path');
        return (
          declared.every((parameter) => parameter.required === true) &&
          JSON.stringify(declared.map(({ name }) => name).sort()) === JSON.stringify(inPath.sort())
        );
      }),
    ).toEqual([]);
  });

  it('holds only schemas of JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema(document, 'openapi.json');
    for (const { where, path, responses } of operations) {
      const method = where.split(' ')[0] ?? '';
      for (const [status, { content = {} }] of Object.entries(responses)) {
        for (const kind of Object.keys(content)) {
          const steps = ['paths', path, method, 'responses', status, 'content', kind, 'schema'];
          const pointer = steps.map((step) => `/${encodeURIComponent(step.replaceAll('/', '~1'))}`).join('');
          expect(ajv.getSchema(`openapi.json#${pointer}`), `${where} ${status} ${kind}`).toBeTypeOf(
            'function',
          );
        }
      }
    }
  });
});
