import { refuseParameter } from '../refusal.ts';
import type { PaymentIntent } from '../shapes.ts';

type Matches = (intent: PaymentIntent) => boolean;

/** `-metadata["order"]:"7"`: sign, field, key in brackets, operator, quoted or bare value. */
const clause =
  /^(-?)([a-z_]+)(?:\["((?:[^"\\]|\\.)*)"\])?\s*(:|~|>=|<=|>|<)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/;

/**
 * Reads Stripe's search language as far as PaymentIntents need it: `metadata["key"]:"value"`, `status`,
 * `currency`, `amount` and `created`, joined by AND or by OR, negated by `-`. Throws a Refusal otherwise.
 */
export function parseSearch(query: string): Matches {
  const clauses: Matches[] = [];
  let joint: string | undefined;
  let rest = query.trim();
  for (;;) {
    const found = clause.exec(rest);
    if (found === null) throw badQuery(query);
    clauses.push(matcherOf(found, query));
    rest = rest.slice(found[0].length);
    if (rest.trim() === '') break;
    const joined = /^\s+(?:(AND|OR|and|or)\s+)?/.exec(rest);
    const word = (joined?.[1] ?? 'AND').toUpperCase();
    if (joined === null || (joint !== undefined && joint !== word)) throw badQuery(query);
    joint = word;
    rest = rest.slice(joined[0].length);
  }
  return joint === 'OR'
    ? (intent) => clauses.some((matches) => matches(intent))
    : (intent) => clauses.every((matches) => matches(intent));
}

function matcherOf(found: RegExpExecArray, query: string): Matches {
  const [, sign, field = '', key, operator = ':', quoted, bare] = found;
  const value = (quoted ?? bare ?? '').replaceAll(/\\(.)/g, '$1');
  const matches = fieldMatcher(field, key?.replaceAll(/\\(.)/g, '$1'), operator, value, query);
  return sign === '-' ? (intent) => !matches(intent) : matches;
}

function fieldMatcher(
  field: string,
  key: string | undefined,
  operator: string,
  value: string,
  query: string,
): Matches {
  if (field === 'metadata' && key !== undefined) {
    if (operator === '~') return (intent) => intent.metadata[key]?.includes(value) ?? false;
    if (operator !== ':') throw badQuery(query);
    if (value === 'null') return (intent) => intent.metadata[key] === undefined;
    return (intent) => intent.metadata[key] === value;
  }
  if (key !== undefined) throw badQuery(query);
  if (field === 'status' || field === 'currency') return (intent) => intent[field] === value.toLowerCase();
  if (field !== 'amount' && field !== 'created') throw badQuery(query);
  const bound = Number(value);
  if (!Number.isFinite(bound)) throw badQuery(query);
  const compare = comparisons[operator];
  if (compare === undefined) throw badQuery(query);
  return (intent) => compare(intent[field], bound);
}

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  ':': (left, right) => left === right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
};

function badQuery(query: string) {
  return refuseParameter(undefined, `We were unable to parse your search query: ${query}`, 'query');
}
