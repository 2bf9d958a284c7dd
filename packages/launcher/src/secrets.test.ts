import { createPrivateKey, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@fairgate/shared/config.ts';
import { afterAll, expect, test } from 'vitest';
import { keepSecrets } from './secrets.ts';
import { serviceVariables } from './service-environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairgate-secrets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('secrets are made once, readable by their owner alone, and read again unchanged', () => {
  const file = join(folder, 'once.json');
  const made = keepSecrets(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(keepSecrets(file)).toEqual(made);
  expect(new Set(Object.values(made)).size).toBe(Object.keys(made).length);
});

test('two installations share no secret', () => {
  const [one, other] = [keepSecrets(join(folder, 'a.json')), keepSecrets(join(folder, 'b.json'))];
  expect(Object.values(one).filter((secret) => Object.values(other).includes(secret))).toEqual([]);
});

test('a secret that a later version needs is added; the others stay', () => {
  const file = join(folder, 'grown.json');
  const { metricsToken, ...older } = keepSecrets(file);
  writeFileSync(file, JSON.stringify(older));
  const grown = keepSecrets(file);
  expect(grown).toMatchObject(older);
  expect(grown.metricsToken).not.toBe(metricsToken);
});

test('a damaged file is an error that says what it means, and is left as it is', () => {
  const file = join(folder, 'damaged.json');
  writeFileSync(file, '{"postgres');
  expect(() => keepSecrets(file)).toThrow(`${file} cannot be read`);
  expect(readFileSync(file, 'utf8')).toBe('{"postgres');
});

test('every service accepts what is made', () => {
  const secrets = keepSecrets(join(folder, 'accepted.json'));
  const variables = {
    ...serviceVariables({
      databaseUrl: 'postgres://fairgate_app:x@127.0.0.1:1/fairgate',
      ownerDatabaseUrl: 'postgres://fairgate_owner:x@127.0.0.1:1/fairgate',
      redisUrl: 'redis://127.0.0.1:1',
      stripe: {
        apiUrl: 'http://127.0.0.1:1',
        secretKey: secrets.stripeSecretKey,
        publishableKey: secrets.stripePublishableKey,
        webhookSecret: secrets.stripeWebhookSecret,
      },
      publicUrl: 'http://127.0.0.1:1',
      mailFolder: '/tmp/a folder',
      secrets,
      queues: false,
      publicBeacon: true,
    }),
    METRICS_PORT: '1',
  };
  for (const name of ['queue-worker', 'payments-worker', 'auditor', 'seed', 'demo', 'migration'] as const) {
    expect(() => readConfig(name, variables)).not.toThrow();
  }
  const gateway = readConfig('gateway', variables);
  expect(gateway).toMatchObject({ queues: false, mail: { kind: 'folder', folder: '/tmp/a folder' } });
  const key = createPrivateKey({ key: { ...gateway.signingKey }, format: 'jwk' });
  expect(sign(null, Buffer.from('entry'), key)).toHaveLength(64);
});
