import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import type { ProcessName } from './config-variable.ts';
import { VARIABLES } from './config-variables.ts';

const SECRET = 'pzHbWzX0tJ5r0fGZt8vJQx1cM2nq6yB3kD4sUaEiR7o';
const complete = {
  DATABASE_URL: 'postgres://fairgate_app:password@127.0.0.1:5432/fairgate',
  REDIS_URL: 'redis://127.0.0.1:6379/0',
  METRICS_PORT: '4501',
  METRICS_TOKEN: SECRET,
  PUBLIC_URL: 'https://tickets.example.org/',
  SIGNING_KEY: '{"kty":"OKP","crv":"Ed25519","kid":"a","x":"b","d":"c"}',
  PLACE_SECRET: SECRET,
  ENCRYPTION_KEY: SECRET,
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  MAIL_URL: 'file:///tmp/mails%20here',
};

function refusal(processName: ProcessName, environment: Record<string, string>): ConfigError {
  try {
    readConfig(processName, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error('the configuration was accepted');
}

test('a complete environment is read, parsed and completed with defaults', () => {
  const config = readConfig('gateway', complete);
  expect(config).toMatchObject({
    port: 4400,
    queues: true,
    publicUrl: 'https://tickets.example.org',
    stripeApiUrl: 'https://api.stripe.com',
    mail: { kind: 'folder', folder: '/tmp/mails here' },
    trustedProxies: [],
  });
  expect(config.encryptionKey).toHaveLength(32);
});

test('a process is given its own variables only', () => {
  expect(readConfig('queue-worker', complete)).not.toHaveProperty('stripeSecretKey');
  expect(readConfig('payments-worker', complete)).not.toHaveProperty('placeSecrets');
});

test('every fault is listed at once, each with its name, what is wrong and an example', () => {
  const { DATABASE_URL: _, ...rest } = complete;
  const error = refusal('gateway', { ...rest, PORT: '70000', REDIS_URL: 'localhost' });
  expect(error.variables).toEqual(['DATABASE_URL', 'REDIS_URL', 'PORT']);
  expect(error.message).toBe(
    [
      'gateway cannot start: 3 environment variables must be put right.',
      '  DATABASE_URL is not set (the Postgres database, as the role fairgate_app). Example: DATABASE_URL=postgres://fairgate_app:password@127.0.0.1:5432/fairgate',
      '  REDIS_URL must be a URL that starts with redis:// or rediss:// (Redis 7.0 or newer, or Valkey). Example: REDIS_URL=redis://127.0.0.1:6379/0',
      '  PORT must be a whole number from 1 to 65535 (where the gateway listens). Example: PORT=4400',
    ].join('\n'),
  );
});

describe('a wrong value is refused by name, and never repeated in the message', () => {
  const wrong: Record<string, string> = {
    DATABASE_URL: 'mysql://u:topsecret@h/d',
    DATABASE_CONNECTIONS_MAX: 'topsecret',
    FAIRGATE_QUEUES: 'topsecret',
    SIGNING_KEY: '{"d":"topsecret"}',
    PLACE_SECRET: `${SECRET}, topsecret`,
    VERIFYING_KEYS: '{"keys":[{"kid":"topsecret"}]}',
    ENCRYPTION_KEY: `topsecret+${SECRET}`,
    STRIPE_SECRET_KEY: 'topsecret',
    STRIPE_WEBHOOK_SECRET: 'whsec_'.slice(0, 5),
    MAIL_URL: 'ftp://topsecret',
    LOG_LEVEL: 'topsecret',
    TRUSTED_PROXIES: '10.0.0.0/8, topsecret',
    PUBLIC_URL: 'topsecret',
  };
  test.each(Object.entries(wrong))('%s', (name, value) => {
    const error = refusal('gateway', { ...complete, [name]: value });
    expect(error.variables).toEqual([name]);
    expect(error.message).not.toContain('topsecret');
  });
});

test.each(['foo', '10.0.0.0/33', '10.0.0.0/', '10.0.0/8', '::1/129', '10.0.0.1/8/8'])(
  'a trusted proxy is an address or a network: %s is neither',
  (value) => expect(refusal('gateway', { ...complete, TRUSTED_PROXIES: value }).variables).toHaveLength(1),
);

test('trusted proxies are addresses and networks of both kinds', () => {
  const { trustedProxies } = readConfig('gateway', {
    ...complete,
    TRUSTED_PROXIES: '10.0.0.0/8, ::1,fd00::/8',
  });
  expect(trustedProxies).toEqual(['10.0.0.0/8', '::1', 'fd00::/8']);
});

test('secrets and keys that replace one another stand in one variable each', () => {
  const other = SECRET.replace('p', 'q');
  const key = { kty: 'OKP', crv: 'Ed25519', kid: 'b', x: 'c' };
  const { placeSecrets, verifyingKeys } = readConfig('gateway', {
    ...complete,
    PLACE_SECRET: `${SECRET}, ${other}`,
    VERIFYING_KEYS: JSON.stringify({ keys: [{ ...key, alg: 'EdDSA', use: 'sig' }] }),
  });
  expect(placeSecrets.map((secret) => Buffer.from(secret).toString('base64url'))).toEqual([SECRET, other]);
  expect(verifyingKeys).toEqual([key]);
  expect(readConfig('gateway', complete)).toMatchObject({ verifyingKeys: [] });
});

test.each([
  ['that is private', [{ kty: 'OKP', crv: 'Ed25519', kid: 'b', x: 'c', d: 'e' }]],
  ['without a name', [{ kty: 'OKP', crv: 'Ed25519', x: 'c' }]],
  ['of another kind', [{ kty: 'EC', crv: 'P-256', kid: 'b', x: 'c' }]],
  ['under the name of another', ['c', 'd'].map((x) => ({ kty: 'OKP', crv: 'Ed25519', kid: 'b', x }))],
  ['that is none', [null]],
])('a key that verifies is public and has a name of its own: one %s is refused', (_name, keys) => {
  expect(refusal('gateway', { ...complete, VERIFYING_KEYS: JSON.stringify({ keys }) }).variables).toEqual([
    'VERIFYING_KEYS',
  ]);
});

test('an empty variable counts as not set', () => {
  expect(refusal('gateway', { ...complete, REDIS_URL: '' }).message).toContain('REDIS_URL is not set');
});

test('no two entries of the table share a name', () => {
  const names = Object.values(VARIABLES).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
