import { ProblemBody } from '@fairgate/shared/contracts/common.ts';

type Json = Readonly<Record<string, unknown>>;
interface Operation extends Json {
  readonly parameters?: readonly Json[];
  readonly requestBody?: unknown;
  readonly responses: Json;
}
interface Document extends Json {
  readonly components: Readonly<Record<string, object>>;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const problemMedia = 'application/problem+json';
const sharedProblem = { schema: { $ref: '#/components/schemas/Problem' } };

/**
 * The document as its readers need it: the shape of refusals is written once, which halves it, and what has a default
 * need not be sent, nor a body that may be null.
 */
export function tidyDocument(described: object): object {
  const document = described as Document;
  const { schemas } = document.components;
  return {
    ...document,
    components: { ...document.components, schemas: { ...schemas, Problem: ProblemBody } },
    paths: mapValues(document.paths, (methods) => mapValues(methods, tidyOperation)),
  };
}

function tidyOperation({ parameters, requestBody, responses, ...operation }: Operation): Operation {
  return {
    ...operation,
    ...(parameters && { parameters: parameters.map(optionalParameter) }),
    ...(requestBody !== undefined && { requestBody: optionalBody(optionalDefaults(requestBody)) }),
    responses: mapValues(responses, shareProblem),
  };
}

function shareProblem(response: unknown): unknown {
  const { content } = response as { content?: Json };
  if (content === undefined || !(problemMedia in content)) return response;
  return { ...(response as Json), content: { ...content, [problemMedia]: sharedProblem } };
}

function optionalParameter(parameter: Json): Json {
  return hasDefault(parameter.schema) ? { ...parameter, required: false } : parameter;
}

/** The same schemas, in which no property with a default is required. */
function optionalDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(optionalDefaults);
  if (typeof value !== 'object' || value === null) return value;
  const schema = mapValues(value as Json, optionalDefaults);
  const { required, properties } = schema;
  if (!Array.isArray(required) || typeof properties !== 'object') return schema;
  return { ...schema, required: required.filter((name) => !hasDefault((properties as Json)[name])) };
}

/** A request without a body arrives as null: a schema that allows it says that the body is optional. */
function optionalBody(body: unknown): unknown {
  const { content, ...rest } = body as { readonly content?: Readonly<Record<string, Json>> };
  const [media, ...others] = Object.entries(content ?? {});
  const { anyOf } = (media?.[1].schema ?? {}) as { readonly anyOf?: readonly Json[] };
  if (media === undefined || others.length > 0 || !anyOf?.some(isNull)) return body;
  const [schema, ...alternatives] = anyOf.filter((one) => !isNull(one));
  const left = alternatives.length === 0 ? schema : { anyOf: [schema, ...alternatives] };
  return { ...rest, required: false, content: { [media[0]]: { ...media[1], schema: left } } };
}

function isNull({ type }: Json): boolean {
  return type === 'null';
}

function hasDefault(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && 'default' in schema;
}

function mapValues<T, R>(object: Readonly<Record<string, T>>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}
