import { isIP } from 'node:net';
import { type BeaconChain, quicknet } from './draw/beacon-chain.ts';

/** Turns the text of one variable into its value, or throws an Error that says what is wrong without repeating it. */
export type Parse<T> = (text: string) => T;

export type MailTarget =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'smtp'; readonly url: string };

const PORT_MAX = 65_535;

export const text: Parse<string> = (value) => value;

export const onOff: Parse<boolean> = (value) => {
  if (value === 'on') return true;
  if (value === 'off') return false;
  throw new Error('must be on or off');
};

export function oneOf<const T extends string>(...allowed: readonly T[]): Parse<T> {
  return (value) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) throw new Error(`must be one of ${allowed.join(', ')}`);
    return found;
  };
}

export function integer(min: number, max: number): Parse<number> {
  return (value) => {
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || number < min || number > max) {
      throw new Error(`must be a whole number from ${min} to ${max}`);
    }
    return number;
  };
}

export const port: Parse<number> = integer(1, PORT_MAX);

export function url(...schemes: readonly string[]): Parse<string> {
  return (value) => {
    const wanted = `must be a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`;
    if (!URL.canParse(value)) throw new Error(wanted);
    if (!schemes.includes(new URL(value).protocol.slice(0, -1))) throw new Error(wanted);
    return value;
  };
}

/** `base` plus a path keeps its meaning only without a slash at its end. */
export const webAddress: Parse<string> = (value) => url('http', 'https')(value).replace(/\/+$/, '');

export function startsWith(...prefixes: readonly string[]): Parse<string> {
  return (value) => {
    if (prefixes.some((prefix) => value.startsWith(prefix) && value.length > prefix.length)) return value;
    throw new Error(`must start with ${prefixes.join(' or ')}`);
  };
}

/** Between one and `max` of a kind, separated by commas. */
export function severalOf<T>(one: Parse<T>, max: number): Parse<readonly T[]> {
  return (value) => {
    const items = itemsOf(value);
    if (items.length < 1 || items.length > max) throw new Error(`must be 1 to ${max}, separated by commas`);
    return items.map((item) => one(item));
  };
}

function itemsOf(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Bytes written as base64url. */
export function secretBytes(count: number): Parse<Uint8Array> {
  return (value) => {
    const bytes = Buffer.from(value, 'base64url');
    if (!/^[\w-]+$/.test(value) || bytes.length !== count) {
      throw new Error(`must be ${count} bytes written as base64url`);
    }
    return new Uint8Array(bytes);
  };
}

/** An Ed25519 private key; `kid` names it in the published key set. */
export interface SigningJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly kid: string;
  readonly x: string;
  readonly d: string;
}

export const signingJwk: Parse<SigningJwk> = (value) => {
  const wanted = 'must be an Ed25519 private key as one line of JWK with kid, x and d';
  let key: Partial<Record<keyof SigningJwk, unknown>>;
  try {
    key = JSON.parse(value) as typeof key;
  } catch {
    throw new Error(wanted);
  }
  const { kty, crv, kid, x, d } = key ?? {};
  if (kty !== 'OKP' || crv !== 'Ed25519') throw new Error(wanted);
  if (typeof kid !== 'string' || typeof x !== 'string' || typeof d !== 'string') throw new Error(wanted);
  return { kty, crv, kid, x, d };
};

/** The public half of an Ed25519 key. */
export type VerifyingJwk = Omit<SigningJwk, 'd'>;

/** A JWK Set of Ed25519 public keys, as /.well-known/jwks.json shows it; empty: none. */
export const verifyingKeys: Parse<readonly VerifyingJwk[]> = (value) => {
  if (value === '') return [];
  const wanted =
    'must be one line of {"keys":[…]} with public Ed25519 keys, each with a kid of its own and x';
  let keys: unknown;
  try {
    ({ keys } = JSON.parse(value) as { keys?: unknown });
  } catch {
    throw new Error(wanted);
  }
  if (!Array.isArray(keys)) throw new Error(wanted);
  const read = keys.map((key: Partial<Record<keyof SigningJwk, unknown>> | null) => {
    const { kty, crv, kid, x, d } = key ?? {};
    if (kty !== 'OKP' || crv !== 'Ed25519' || d !== undefined) throw new Error(wanted);
    if (typeof kid !== 'string' || kid === '' || typeof x !== 'string') throw new Error(wanted);
    return { kty, crv, kid, x } as const;
  });
  if (new Set(read.map(({ kid }) => kid)).size < read.length) throw new Error(wanted);
  return read;
};

/** Where a public randomness beacon is asked for, and which. */
export const beaconAddress: Parse<string | null> = (value) => (value === 'off' ? null : webAddress(value));

/** A chain of drand's as its /info tells it, on one line of JSON; empty: quicknet. */
export const beaconChain: Parse<BeaconChain> = (value) => {
  if (value === '') return quicknet;
  const wanted = 'must be the JSON of a drand chain with hash, public_key, genesis_time, period and schemeID';
  let info: Record<string, unknown>;
  try {
    info = JSON.parse(value) as typeof info;
  } catch {
    throw new Error(wanted);
  }
  const {
    hash,
    public_key: publicKey,
    genesis_time: genesisSeconds,
    period: periodSeconds,
    schemeID: scheme,
  } = info ?? {};
  if (typeof hash !== 'string' || typeof publicKey !== 'string' || typeof scheme !== 'string')
    throw new Error(wanted);
  if (typeof genesisSeconds !== 'number' || typeof periodSeconds !== 'number' || periodSeconds <= 0)
    throw new Error(wanted);
  return { hash, publicKey, genesisSeconds, periodSeconds, scheme };
};

export const mailTarget: Parse<MailTarget> = (value) => {
  const checked = url('smtp', 'smtps', 'file')(value);
  if (!checked.startsWith('file:')) return { kind: 'smtp', url: checked };
  return { kind: 'folder', folder: decodeURIComponent(new URL(checked).pathname) };
};

const bitsOfFamily: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

/** IP addresses or networks in CIDR notation, separated by commas; empty for none. */
export const networks: Parse<readonly string[]> = (value) => {
  const items = itemsOf(value);
  if (items.every(isNetwork)) return items;
  throw new Error('must be IP addresses or networks such as 10.0.0.0/8, separated by commas');
};

function isNetwork(item: string): boolean {
  const [address = '', prefix, ...more] = item.split('/');
  const bits = bitsOfFamily[isIP(address)];
  if (bits === undefined || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}
