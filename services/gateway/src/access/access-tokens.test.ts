import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { SigningJwk } from '@fairgate/shared/config-parsers.ts';
import { SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AccessTokens, accessTokenSeconds, createAccessTokens } from './access-tokens.ts';
import { importSigningKeys } from './signing-keys.ts';

const issuer = 'https://tickets.example.org';
const account = { id: '0190a000-0000-7000-8000-000000000001', isOps: false, isVendorMember: true };
const now = new Date('2030-01-01T12:00:00Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

function keyPair(kid: string): { jwk: SigningJwk; key: KeyObject } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    jwk: { ...(privateKey.export({ format: 'jwk' }) as Omit<SigningJwk, 'kid'>), kid },
    key: privateKey,
  };
}

const ours = keyPair('2030-01');
const other = keyPair('2030-01');
const claims = { sub: account.id, ops: false, vendor: true, iss: issuer, aud: 'fairgate' };

interface Change {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly key?: KeyObject | Uint8Array;
}

function forge({ header = {}, claims: changed = {}, key = ours.key }: Change): Promise<string> {
  const payload = { ...claims, iat: now.getTime() / 1000, exp: now.getTime() / 1000 + 600, ...changed };
  const given = Object.entries(payload).filter(([, value]) => value !== undefined);
  return new SignJWT(Object.fromEntries(given))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'access+jwt', kid: '2030-01', ...header })
    .sign(key);
}

/** The last letter of 64 bytes has four bits that say nothing: A and B, Q and R are the same. */
function nextLetter(signature: string): string {
  return String.fromCharCode((signature.codePointAt(signature.length - 1) ?? 0) + 1);
}

describe('an access token', () => {
  let tokens: AccessTokens;
  beforeAll(async () => {
    tokens = createAccessTokens(await importSigningKeys(ours.jwk), issuer);
  });

  it('names its account until it expires, also when it is remembered', async () => {
    const { token, expiresAt } = await tokens.issue(account, now);
    expect(expiresAt).toEqual(later(accessTokenSeconds));
    expect(await tokens.verify(token, now)).toEqual(account);
    expect(await tokens.verify(token, later(accessTokenSeconds - 1))).toEqual(account);
    expect(await tokens.verify(token, later(accessTokenSeconds))).toBeNull();
    expect(await tokens.verify(token, later(accessTokenSeconds))).toBeNull();
  });

  it('made by hand like ours is taken: the refusals below are for what they say', async () => {
    expect(await tokens.verify(await forge({}), now)).toEqual(account);
  });

  const hmac = new TextEncoder().encode(ours.jwk.x);
  it.each<[string, Change]>([
    ['of another kind', { header: { typ: 'admission+jwt' } }],
    ['of no kind', { header: { typ: undefined } }],
    ['of the general kind', { header: { typ: 'JWT' } }],
    ['for another audience', { claims: { aud: 'fairgate-shop' } }],
    ['for no audience', { claims: { aud: undefined } }],
    ['of another issuer', { claims: { iss: 'https://elsewhere.example.org' } }],
    ['expired', { claims: { exp: now.getTime() / 1000 } }],
    ['that never expires', { claims: { exp: undefined } }],
    ['signed with another key under our key id', { key: other.key }],
    ['with an unknown key id', { header: { kid: 'elsewhere' } }],
    ['without a key id', { header: { kid: undefined } }],
    ['signed by HMAC with our public key', { header: { alg: 'HS256' }, key: hmac }],
    ['of nobody', { claims: { sub: undefined } }],
    ['without its roles', { claims: { ops: undefined } }],
    ['with roles as text', { claims: { ops: 'true' } }],
  ])('%s is refused', async (_name, change) => {
    expect(await tokens.verify(await forge(change), now)).toBeNull();
  });

  it('without a signature is refused', async () => {
    const unsigned = new UnsecuredJWT({ ...claims, ops: true }).setExpirationTime(later(600)).encode();
    expect(await tokens.verify(unsigned, now)).toBeNull();
    const typed = `${Buffer.from('{"alg":"none","typ":"access+jwt","kid":"2030-01"}').toString('base64url')}.${unsigned.split('.')[1]}.`;
    expect(await tokens.verify(typed, now)).toBeNull();
  });

  it('with changed claims is refused', async () => {
    const [head, payload = '', signature] = (await forge({})).split('.');
    const changed = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    changed.ops = true;
    const forged = Buffer.from(JSON.stringify(changed)).toString('base64url');
    expect(await tokens.verify([head, forged, signature].join('.'), now)).toBeNull();
  });

  it.each(['', '.', '..', 'a.b.c', 'x'.repeat(100_000)])('that is none is refused: %.20s', async (text) => {
    expect(await tokens.verify(text, now)).toBeNull();
  });

  it.each<[string, (signature: string) => string]>([
    ['padded', (signature) => `${signature}==`],
    ['with a space', (signature) => `${signature.slice(0, 9)} ${signature.slice(9)}`],
    ['with bits that no byte needs', (signature) => `${signature.slice(0, -1)}${nextLetter(signature)}`],
  ])('spelt in another way is refused: %s', async (_name, respell) => {
    const { token } = await tokens.issue(account, now);
    const [head, payload, signature = ''] = token.split('.');
    expect(respell(signature)).not.toBe(signature);
    expect(Buffer.from(respell(signature), 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
    expect(await tokens.verify([head, payload, respell(signature)].join('.'), now)).toBeNull();
  });

  it('of a former key is taken while that key is published', async () => {
    const former = keyPair('2029-07');
    const formerKeys = await importSigningKeys(former.jwk);
    const { token } = await createAccessTokens(formerKeys, issuer).issue(account, now);
    expect(await tokens.verify(token, now)).toBeNull();
    const rotated = await importSigningKeys(ours.jwk, formerKeys.keySet.keys);
    expect(rotated.keySet.keys.map(({ kid }) => kid)).toEqual(['2030-01', '2029-07']);
    expect(await createAccessTokens(rotated, issuer).verify(token, now)).toEqual(account);
  });

  it('is published by public keys that hold nothing private', async () => {
    const { keySet } = await importSigningKeys(ours.jwk);
    expect(keySet).toEqual({
      keys: [{ kty: 'OKP', crv: 'Ed25519', kid: '2030-01', x: ours.jwk.x, alg: 'EdDSA', use: 'sig' }],
    });
  });
});
