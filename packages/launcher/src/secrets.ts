import { createECDH, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What an installation keeps to itself; made at its first start, never changed. */
export interface Secrets {
  readonly postgresOwnerPassword: string;
  readonly postgresAppPassword: string;
  /** An Ed25519 private key as one line of JWK. */
  readonly signingKey: string;
  readonly placeSecret: string;
  readonly encryptionKey: string;
  /** The private VAPID key. */
  readonly webPushKey: string;
  readonly metricsToken: string;
  /** Of the loopback Stripe. */
  readonly stripeSecretKey: string;
  readonly stripePublishableKey: string;
  readonly stripeWebhookSecret: string;
}

const SECRET_BYTES = 32;

const MAKERS: { readonly [K in keyof Secrets]: () => string } = {
  postgresOwnerPassword: () => randomText(),
  postgresAppPassword: () => randomText(),
  signingKey: makeSigningKey,
  placeSecret: () => randomText(),
  encryptionKey: () => randomText(),
  webPushKey: makeWebPushKey,
  metricsToken: () => randomText(),
  stripeSecretKey: () => `sk_test_${randomHex()}`,
  stripePublishableKey: () => `pk_test_${randomHex()}`,
  stripeWebhookSecret: () => `whsec_${randomHex()}`,
};

/** Reads the file, makes the secrets that it lacks, and keeps them in it, readable by its owner alone. */
export function keepSecrets(file: string): Secrets {
  const kept = existsSync(file) ? readKept(file) : {};
  const missing = Object.entries(MAKERS).filter(([name]) => typeof kept[name] !== 'string');
  const secrets = { ...kept, ...Object.fromEntries(missing.map(([name, make]) => [name, make()])) };
  if (missing.length > 0) {
    const unfinished = `${file}.new`;
    writeFileSync(unfinished, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(unfinished, file);
  }
  return secrets as unknown as Secrets;
}

function readKept(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new Error(
      `${file} cannot be read (${(error as Error).message}). Put it back from a copy: without it the database cannot be opened. ` +
        'To start afresh, remove the whole data folder.',
    );
  }
}

function randomText(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

function randomHex(): string {
  return randomBytes(SECRET_BYTES).toString('hex');
}

function makeSigningKey(): string {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return JSON.stringify({ ...jwk, kid: randomBytes(8).toString('hex'), alg: 'EdDSA', use: 'sig' });
}

function makeWebPushKey(): string {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  // A number, written with as many bytes as it needs: keys have all 32.
  return Buffer.concat([Buffer.alloc(SECRET_BYTES), pair.getPrivateKey()])
    .subarray(-SECRET_BYTES)
    .toString('base64url');
}
