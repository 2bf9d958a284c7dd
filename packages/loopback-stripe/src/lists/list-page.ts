import type { FormTree } from '../form/decode-form.ts';
import { readInteger, readText, readTree } from '../form/read-parameters.ts';
import { listPageDefault, listPageMax } from '../limits.ts';
import { refuseMissing, refuseParameter } from '../refusal.ts';
import type { Ordered } from '../store/selection.ts';

export interface ListBody<Value> {
  readonly object: 'list';
  readonly data: readonly Value[];
  readonly has_more: boolean;
  readonly url: string;
}

export interface ListRequest<Value> {
  readonly url: string;
  /** Stripe's word for the thing, for the sentence about an unknown cursor. */
  readonly kind: string;
  readonly matches: (value: Value) => boolean;
}

/** Stripe's list: newest first, `limit`, `starting_after`, `ending_before` and `created` filters. */
export function listPage<Value extends { readonly id: string; readonly created: number }>(
  values: Ordered<Value>,
  form: FormTree,
  request: ListRequest<Value>,
): ListBody<Value> {
  const limit = readLimit(form);
  const isCreated = readCreated(form);
  const after = placeOf(values, form, 'starting_after', request.kind);
  const before = placeOf(values, form, 'ending_before', request.kind);
  const step = before === undefined ? -1 : 1;
  const from = before ?? after;
  const found: Value[] = [];
  for (let place = from === undefined ? values.size - 1 : from + step; ; place += step) {
    const value = values.at(place);
    if (value === undefined) break;
    if (!isCreated(value.created) || !request.matches(value)) continue;
    found.push(value);
    if (found.length > limit) break;
  }
  const data = found.slice(0, limit);
  if (step > 0) data.reverse();
  return { object: 'list', data, has_more: found.length > limit, url: request.url };
}

export function readLimit(form: FormTree): number {
  const limit = readInteger(form, 'limit') ?? listPageDefault;
  if (limit >= 1 && limit <= listPageMax) return limit;
  throw refuseParameter(
    'parameter_invalid_integer',
    `Invalid limit: must be from 1 to ${listPageMax}`,
    'limit',
  );
}

function placeOf<Value extends { readonly id: string }>(
  values: Ordered<Value>,
  form: FormTree,
  name: string,
  kind: string,
): number | undefined {
  const id = readText(form, name);
  if (id === undefined) return undefined;
  const place = values.placeOf(id);
  if (place === undefined) throw refuseMissing(kind, id, name);
  return place;
}

function readCreated(form: FormTree): (created: number) => boolean {
  if (form.created === undefined) return () => true;
  if (typeof form.created === 'string') {
    const exactly = readInteger(form, 'created');
    return (created) => created === exactly;
  }
  const range = readTree(form, 'created') ?? {};
  const gte = readInteger(range, 'gte') ?? Number.NEGATIVE_INFINITY;
  const gt = readInteger(range, 'gt') ?? Number.NEGATIVE_INFINITY;
  const lte = readInteger(range, 'lte') ?? Number.POSITIVE_INFINITY;
  const lt = readInteger(range, 'lt') ?? Number.POSITIVE_INFINITY;
  return (created) => created >= gte && created > gt && created <= lte && created < lt;
}
