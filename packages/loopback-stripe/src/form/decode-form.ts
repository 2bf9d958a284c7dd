import { formDepthMax, formPairsMax } from '../limits.ts';
import { refuseParameter } from '../refusal.ts';

/** A decoded form: text, lists and named values, as deep as the brackets went. */
export type FormValue = string | FormValue[] | FormTree;
export interface FormTree {
  [name: string]: FormValue;
}

/**
 * Decodes `application/x-www-form-urlencoded` with brackets as Stripe writes it: `metadata[order]=7`,
 * `expand[]=latest_charge`, `payment_method_types[0]=card`. Later values win over earlier ones; a name is never
 * taken from the prototype. Throws a Refusal for too many pairs, too deep brackets, or a name that is used
 * both as text and as a container.
 */
export function decodeForm(text: string): FormTree {
  const root = emptyTree();
  if (text === '') return root;
  const pairs = text.split('&');
  if (pairs.length > formPairsMax) {
    throw refuseParameter(undefined, `Too many parameters: at most ${formPairsMax} are read.`, '');
  }
  for (const pair of pairs) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const name = decodePart(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : decodePart(pair.slice(at + 1));
    put(root, namePath(name), value, name);
  }
  return listsFromIndices(root) as FormTree;
}

function emptyTree(): FormTree {
  return Object.create(null) as FormTree;
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    throw refuseParameter(undefined, 'Invalid percent-encoding in the request body.', part.slice(0, 40));
  }
}

/** `a[b][]` → `['a', 'b', '']`. A name without well-formed brackets is taken as it stands. */
function namePath(name: string): string[] {
  const open = name.indexOf('[');
  if (open <= 0 || !name.endsWith(']')) return [name];
  const path = [name.slice(0, open), ...name.slice(open + 1, -1).split('][')];
  if (path.length > formDepthMax) {
    throw refuseParameter(undefined, `Parameters may be nested ${formDepthMax} deep.`, name);
  }
  return path;
}

function put(root: FormTree, path: readonly string[], value: string, name: string): void {
  let node = root;
  for (const step of path.slice(0, -1)) {
    const next = node[step] ?? emptyTree();
    if (typeof next === 'string' || Array.isArray(next)) throw twoKinds(name);
    node[step] = next;
    node = next;
  }
  const last = path.at(-1) ?? '';
  const key = last === '' ? String(Object.keys(node).length) : last;
  if (typeof node[key] === 'object') throw twoKinds(name);
  node[key] = value;
}

function twoKinds(name: string) {
  return refuseParameter('parameter_invalid_string_empty', `Invalid parameter: ${name}`, name);
}

/** A container whose names are 0, 1, 2 … is a list; metadata with such keys is read by its own reader. */
function listsFromIndices(value: FormValue, name = ''): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const names = Object.keys(value);
  for (const key of names) value[key] = listsFromIndices(value[key] ?? '', key);
  const isList =
    name !== 'metadata' && names.length > 0 && names.every((key, index) => key === String(index));
  return isList && name !== '' ? names.map((key) => value[key] ?? '') : value;
}
