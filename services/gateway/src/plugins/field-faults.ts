import type { FieldFault } from '@fairgate/shared/errors.ts';
import { describeSchema, either, type JsonSchema } from './describe-schema.ts';

/** What Ajv found, with the schemas that it found it by (`verbose`). */
export interface SchemaFault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
  readonly schema?: unknown;
  readonly parentSchema?: JsonSchema;
}

/** Nobody mends more at once; a body of nothing but faults must not cost us more than others. */
const faultsReadMax = 500;
const faultsToldMax = 100;

/**
 * Each fault as whoever sent the field can mend it, in words. A union (`anyOf`) is told by the kind that was surely
 * meant; where that is open, by all the kinds that it takes.
 * @param context which part of the request; pointers into the body stand alone
 */
export function explainFaults(faults: readonly SchemaFault[], context: string | undefined): FieldFault[] {
  const prefix = context === undefined || context === 'body' ? '' : context;
  const told = resolveUnions(faults.slice(0, faultsReadMax)).map((fault) => ({
    pointer: `${prefix}${placeOf(fault)}`,
    detail: detailOf(fault),
  }));
  const once = new Map(told.map((fault) => [JSON.stringify(fault), fault]));
  return [...once.values()].slice(0, faultsToldMax);
}

/** A fault, or one of our own words for several: then `detail` is set. */
type ToldFault = SchemaFault & { readonly detail?: string };

function resolveUnions(faults: readonly SchemaFault[]): ToldFault[] {
  const unions = faults.filter(({ keyword }) => keyword === 'anyOf');
  const union = unions.reduce<SchemaFault | undefined>(outermost, undefined);
  if (union === undefined) return withoutPatternsOfFormats(faults);
  const inside = faults.filter((fault) => isInside(fault, union));
  const outside = faults.filter((fault) => fault !== union && !inside.includes(fault));
  return [...resolveUnions(outside), ...explainUnion(union, inside)];
}

function outermost(found: SchemaFault | undefined, union: SchemaFault): SchemaFault {
  return found !== undefined && found.schemaPath.length <= union.schemaPath.length ? found : union;
}

function isInside(fault: SchemaFault, union: SchemaFault): boolean {
  const { instancePath } = union;
  const isAtIt = fault.instancePath === instancePath || fault.instancePath.startsWith(`${instancePath}/`);
  return isAtIt && fault.schemaPath.startsWith(`${union.schemaPath}/`);
}

function explainUnion(union: SchemaFault, inside: readonly SchemaFault[]): ToldFault[] {
  const kinds = union.schema as readonly JsonSchema[];
  const faultsOf = kinds.map((_, n) =>
    inside.filter(({ schemaPath }) => schemaPath.startsWith(`${union.schemaPath}/${n}/`)),
  );
  const meant = faultsOf.filter((own) => !own.some((fault) => isOfAnotherKind(fault, union)));
  const all = { ...union, detail: `must be ${either(kinds.map(describeSchema))}` };
  const [first, ...others] = [...meant].sort((a, b) => a.length - b.length);
  if (first === undefined) return explainTags(union, inside) ?? [all];
  if (others.length > 0) return [all, ...resolveUnions(first)];
  const isOnlyMisspelt = first.every((fault) => isAt(fault, union) && isSpelling(fault));
  return isOnlyMisspelt ? [all] : resolveUnions(first);
}

/** Whether the fault shows that its kind of the union was not meant: another type, or another tag such as `kind`. */
function isOfAnotherKind(fault: SchemaFault, union: SchemaFault): boolean {
  if (isAt(fault, union)) return ['type', 'const', 'enum'].includes(fault.keyword);
  return isTag(fault, union);
}

/** Objects of a union that tell themselves apart by a field: what it may say. null: they do not. */
function explainTags(union: SchemaFault, inside: readonly SchemaFault[]): ToldFault[] | null {
  const [tag, ...more] = inside.filter((fault) => isTag(fault, union));
  if (tag === undefined) return null;
  return [{ ...tag, detail: `must be ${either([tag, ...more].map(allowedBy))}` }];
}

function isTag({ keyword, instancePath }: SchemaFault, union: SchemaFault): boolean {
  const below = instancePath.slice(union.instancePath.length + 1);
  return keyword === 'const' && below !== '' && !below.includes('/');
}

function isAt(fault: SchemaFault, union: SchemaFault): boolean {
  return fault.instancePath === union.instancePath;
}

function isSpelling({ keyword, parentSchema }: SchemaFault): boolean {
  return keyword === 'format' || (keyword === 'pattern' && parentSchema?.format !== undefined);
}

/** Where a format is wrong already, its pattern says nothing more to a person. */
function withoutPatternsOfFormats(faults: readonly SchemaFault[]): SchemaFault[] {
  const misspelt = new Set(faults.filter((one) => one.keyword === 'format').map((one) => one.instancePath));
  return faults.filter((one) => one.keyword !== 'pattern' || !misspelt.has(one.instancePath));
}

function placeOf({ keyword, instancePath, params }: SchemaFault): string {
  if (keyword === 'required') return `${instancePath}/${String(params.missingProperty)}`;
  if (keyword === 'additionalProperties') return `${instancePath}/${String(params.additionalProperty)}`;
  return instancePath;
}

function detailOf(fault: ToldFault): string {
  if (fault.detail !== undefined) return fault.detail;
  switch (fault.keyword) {
    case 'required':
      return 'is missing';
    case 'additionalProperties':
      return 'is not a known field';
    case 'enum':
    case 'const':
      return `must be ${allowedBy(fault)}`;
    case 'type':
    case 'format':
      if (fault.parentSchema !== undefined) return `must be ${describeSchema(fault.parentSchema)}`;
      break;
    default:
  }
  return fault.message ?? 'is not valid';
}

function allowedBy({ params }: SchemaFault): string {
  const values = Array.isArray(params.allowedValues) ? params.allowedValues : [params.allowedValue];
  return either(values.map(String));
}
