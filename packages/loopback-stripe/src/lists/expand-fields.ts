import type { FormTree } from '../form/decode-form.ts';
import { readList } from '../form/read-parameters.ts';
import { refuseParameter } from '../refusal.ts';
import type { StripeObject } from '../shapes.ts';
import type { Store } from '../store/store.ts';

type Lookup = (store: Store, id: string) => StripeObject | undefined;

const lookUps: Readonly<Record<string, Lookup>> = {
  latest_charge: (store, id) => store.charges.get(id),
  source: (store, id) => store.charges.get(id) ?? store.refunds.get(id) ?? store.disputes.get(id),
  charge: (store, id) => store.charges.get(id),
  payment_intent: (store, id) => store.intents.get(id),
  payment_method: (store, id) => store.methods.get(id),
  balance_transaction: (store, id) => store.transactions.get(id),
  failure_balance_transaction: (store, id) => store.transactions.get(id),
};

const expandDepthMax = 4;

/** Throws a Refusal for a path that nothing here has. Asked before the endpoint begins. */
export function checkExpand(form: FormTree): void {
  for (const path of readList(form, 'expand') ?? []) {
    const steps = path.split('.').filter((step, index) => !(index === 0 && step === 'data'));
    const unknown = steps.find((step) => lookUps[step] === undefined);
    if (unknown === undefined && steps.length <= expandDepthMax) continue;
    throw refuseParameter(undefined, `This property cannot be expanded (${unknown ?? path}).`, 'expand[]');
  }
}

/**
 * The body with the asked-for ids replaced by their objects; the stored objects stay as they are. `fresh` are
 * objects that are about to be written, newer than the store's.
 */
export function expandBody(
  body: object,
  form: FormTree,
  store: Store,
  fresh: readonly StripeObject[],
): object {
  const paths = readList(form, 'expand');
  if (paths === undefined) return body;
  const find: Find = (step, id) => fresh.findLast((one) => one.id === id) ?? lookUps[step]?.(store, id);
  return paths.reduce<object>((whole, path) => expandPath(whole, path.split('.'), find), body);
}

type Find = (step: string, id: string) => StripeObject | undefined;

function expandPath(value: object, steps: readonly string[], find: Find): object {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step === 'data' && 'data' in value && Array.isArray(value.data)) {
    return { ...value, data: value.data.map((one: object) => expandPath(one, rest, find)) };
  }
  const held = (value as Record<string, unknown>)[step];
  const found = typeof held === 'string' ? find(step, held) : held;
  if (typeof found !== 'object' || found === null) return value;
  return { ...value, [step]: expandPath(found, rest, find) };
}
