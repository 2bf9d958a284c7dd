/** As much of a JSON Schema as is put into words. */
export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

const ofChoices = new Intl.ListFormat('en-GB', { type: 'disjunction' });
const ofFields = new Intl.ListFormat('en-GB', { type: 'conjunction' });

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  null: 'null',
};

const formatWords: Readonly<Record<string, string>> = {
  'date-time': 'an instant with its zone, such as 2030-05-17T18:00:00Z',
  uuid: 'a UUID in lower case',
  email: 'an e-mail address',
  currency: 'a currency in which Stripe takes cards, in lower case, such as eur',
  country: 'a country of ISO 3166-1 by its two capitals, such as DE',
};

/** What a value must be, in words that follow “must be”: “text or null”, “an object with local”. */
export function describeSchema(schema: JsonSchema): string {
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return either(schema.enum.map(String));
  if (schema.anyOf !== undefined) return either(schema.anyOf.map(describeSchema));
  if (schema.format !== undefined) return formatWords[schema.format] ?? schema.format;
  if (schema.type === 'object') return describeObject(schema);
  return typeWords[schema.type ?? ''] ?? 'another value';
}

function describeObject({ properties = {}, required = [] }: JsonSchema): string {
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  const parts = [
    ...(required.length > 0 ? [`with ${ofFields.format(required)}`] : []),
    ...(optional.length > 0 ? [`optionally with ${ofFields.format(optional)}`] : []),
  ];
  return ['an object', parts.join(', ')].filter((part) => part !== '').join(' ');
}

/** “a, b or c”, each named once. */
export function either(choices: readonly string[]): string {
  return ofChoices.format(new Set(choices));
}
