import {
  amountMax,
  metadataKeyCharactersMax,
  metadataKeysMax,
  metadataValueCharactersMax,
} from '../limits.ts';
import { refuseParameter } from '../refusal.ts';
import type { FormTree, FormValue } from './decode-form.ts';

/** Refuses names that Stripe does not know, and says of known ones that they are not imitated. */
export function refuseUnknown(
  form: FormTree,
  imitated: readonly string[],
  notImitated: readonly string[] = [],
) {
  for (const name of Object.keys(form)) {
    if (imitated.includes(name) || name === 'expand' || name === 'key' || name === '_stripe_account')
      continue;
    if (name === 'payment_method_types') throw removedParameter(name);
    if (notImitated.includes(name)) {
      throw refuseParameter('loopback_not_imitated', `The loopback Stripe does not imitate ${name}.`, name);
    }
    throw refuseParameter('parameter_unknown', `Received unknown parameter: ${name}`, name);
  }
}

/** Since 2026-09-30.endive Stripe refuses the old way to say "cards only". */
function removedParameter(name: string) {
  const message = `${name} is no longer supported in this API version. Use allowed_payment_method_types instead.`;
  return refuseParameter(`${name}_no_longer_supported`, message, name);
}

/** Text that was given and is not empty, else undefined. */
export function readText(form: FormTree, name: string): string | undefined {
  const value = form[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw refuseParameter(undefined, `Invalid string: ${show(value)}`, name);
  return value;
}

export function requireText(form: FormTree, name: string): string {
  const text = readText(form, name);
  if (text === undefined) throw missing(form, name);
  return text;
}

export function readInteger(form: FormTree, name: string): number | undefined {
  const value = form[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value)) {
    throw refuseParameter('parameter_invalid_integer', `Invalid integer: ${show(value)}`, name);
  }
  return Number(value);
}

export function requireInteger(form: FormTree, name: string): number {
  const value = readInteger(form, name);
  if (value === undefined) throw missing(form, name);
  return value;
}

export function readBoolean(form: FormTree, name: string): boolean {
  const value = form[name];
  if (value === undefined || value === '' || value === 'false') return false;
  if (value === 'true') return true;
  throw refuseParameter(undefined, `Invalid boolean: ${show(value)}`, name);
}

export function readChoice<Choice extends string>(
  form: FormTree,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = readText(form, name);
  if (value === undefined) return undefined;
  const choice = choices.find((one) => one === value);
  if (choice !== undefined) return choice;
  throw refuseParameter(undefined, `Invalid ${name}: must be one of ${choices.join(', ')}`, name);
}

export function readList(form: FormTree, name: string): string[] | undefined {
  const value = form[name];
  if (value === undefined || value === '') return undefined;
  const list = Array.isArray(value) ? value : [value];
  return list.map((one) => {
    if (typeof one === 'string') return one;
    throw refuseParameter(undefined, 'Invalid array', name);
  });
}

export function readTree(form: FormTree, name: string): FormTree | undefined {
  const value = form[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string' || Array.isArray(value)) {
    throw refuseParameter(undefined, 'Invalid object', name);
  }
  return value;
}

/** A positive amount in minor units within Stripe's bounds; `floor` is the least that the currency allows. */
export function checkAmount(amount: number, name: string, floor: number, currency: string): number {
  if (amount < 1) {
    throw refuseParameter(
      'parameter_invalid_integer',
      'This value must be greater than or equal to 1.',
      name,
    );
  }
  if (amount < floor) {
    const least = `${(floor / 100).toFixed(2)} ${currency}`;
    throw refuseParameter('amount_too_small', `Amount must be at least ${least}`, name);
  }
  if (amount > amountMax) {
    throw refuseParameter('amount_too_large', `Amount must be no more than ${amountMax}`, name);
  }
  return amount;
}

/** Merges posted metadata into what is there; an empty value unsets its key, `metadata=` unsets all. */
export function mergeMetadata(before: Record<string, string>, value: FormValue | undefined) {
  if (value === undefined) return before;
  if (value === '') return {};
  if (typeof value === 'string' || Array.isArray(value)) {
    throw refuseParameter(undefined, 'Invalid metadata: must be a hash', 'metadata');
  }
  const merged = { ...before };
  for (const [key, text] of Object.entries(value)) {
    const param = `metadata[${key}]`;
    if (typeof text !== 'string') throw refuseParameter(undefined, 'Metadata values must be strings', param);
    if (key.length > metadataKeyCharactersMax) {
      const message = `Metadata keys can have up to ${metadataKeyCharactersMax} characters, but you passed in a key that is ${key.length} characters.`;
      throw refuseParameter(undefined, `${message} Invalid key: ${key}`, 'metadata');
    }
    if (text.length > metadataValueCharactersMax) {
      const message = `Metadata values can have up to ${metadataValueCharactersMax} characters, but you passed in a value that is ${text.length} characters.`;
      throw refuseParameter(undefined, `${message} Invalid value: ${text.slice(0, 40)}…`, param);
    }
    if (text === '') delete merged[key];
    else merged[key] = text;
  }
  if (Object.keys(merged).length > metadataKeysMax) {
    throw refuseParameter(undefined, `Metadata can have up to ${metadataKeysMax} keys.`, 'metadata');
  }
  return merged;
}

/** An absent parameter, or one posted empty, which Stripe takes for an attempt to unset it. */
function missing(form: FormTree, name: string) {
  if (form[name] === '') {
    const message = `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`;
    return refuseParameter('parameter_invalid_empty', message, name);
  }
  return refuseParameter('parameter_missing', `Missing required param: ${name}.`, name);
}

function show(value: FormValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
