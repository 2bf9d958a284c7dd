import { createHmac, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { Random } from '@fairgate/rehearsal/crowd/seeded-random.ts';
import type { SigningJwk } from '@fairgate/shared/config-parsers.ts';
import { oneOf } from './forge-text.ts';

/** What a forger of one admission's token knows, and the key of the house, with which some of them are really signed. */
export interface AdmissionFacts {
  /** The genuine token. */
  readonly token: string;
  readonly signingKey: SigningJwk;
  /** Of whoever shows the token: another account and another drop than those it is made for. */
  readonly otherAccountId: string;
  readonly otherDropId: string;
}

export type ForgeAdmission = (facts: AdmissionFacts, random: Random) => string;

const foreign = generateKeyPairSync('ed25519').privateKey;
const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const daySeconds = 86_400;

const json = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString());
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const headerOf = (token: string) => json(token.split('.')[0] ?? '');
const claimsOf = (token: string) => json(token.split('.')[1] ?? '');
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

type Sign = (text: string) => Buffer;
const byEd25519 =
  (key: KeyObject): Sign =>
  (text) =>
    sign(null, Buffer.from(text), key);
const byEcdsa: Sign = (text) =>
  sign('sha256', Buffer.from(text), { key: elliptic, dsaEncoding: 'ieee-p1363' });

/** The same token with another header or other claims, signed anew. `undefined` takes a member away. */
function signed(token: string, by: Sign, header: object = {}, claims: object = {}): string {
  const text = `${encoded({ ...headerOf(token), ...header })}.${encoded({ ...claimsOf(token), ...claims })}`;
  return `${text}.${by(text).toString('base64url')}`;
}

/** By the key of the house itself: what is refused is refused for what it says. */
function signedByUs({ token, signingKey }: AdmissionFacts, header: object, claims: object = {}): string {
  return signed(
    token,
    byEd25519(createPrivateKey({ key: { ...signingKey }, format: 'jwk' })),
    header,
    claims,
  );
}

function withHeader(token: string, header: object, signature: string | undefined): string {
  const [, claims, own] = token.split('.');
  return [encoded({ ...headerOf(token), ...header }), claims, signature ?? own].join('.');
}

/** The published key, as a verifier that mixes up kinds of keys might take it for a secret. */
function publicBytes({ x, kid }: SigningJwk, random: Random): Uint8Array {
  const jwk = { kty: 'OKP', crv: 'Ed25519', kid, x, alg: 'EdDSA', use: 'sig' };
  return oneOf(random, [Buffer.from(x, 'base64url'), Buffer.from(x), Buffer.from(JSON.stringify(jwk))]);
}

export const forgeAdmission: Readonly<Record<string, ForgeAdmission>> = {
  'no algorithm': ({ token }, random) =>
    withHeader(
      token,
      { alg: oneOf(random, ['none', 'None', 'NONE', 'nOnE']) },
      oneOf(random, ['', undefined]),
    ),
  'HMAC with the public key': ({ token, signingKey }, random) =>
    signed(token, (text) => createHmac('sha256', publicBytes(signingKey, random)).update(text).digest(), {
      alg: 'HS256',
    }),
  ES256: ({ token }) => signed(token, byEcdsa, { alg: 'ES256' }),
  'another algorithm, the same signature': ({ token }, random) =>
    withHeader(
      token,
      { alg: oneOf(random, ['HS256', 'RS256', 'ES256', 'Ed448', 'EdDSA ', '', 1]) },
      undefined,
    ),
  'another key under our id': ({ token }) => signed(token, byEd25519(foreign)),
  'a key that it brings along': ({ token }) => {
    const { kty, crv, x } = foreign.export({ format: 'jwk' });
    return signed(token, byEd25519(foreign), { jwk: { kty, crv, x }, jku: 'https://example.org/jwks.json' });
  },
  'no key id': (facts) => signedByUs(facts, { kid: undefined }),
  'a foreign key id': (facts, random) =>
    signedByUs(facts, { kid: oneOf(random, ['other', '', '__proto__', '../test', 'TEST', 'test ']) }),
  'what must be understood and is not': (facts, random) =>
    signedByUs(
      facts,
      oneOf(random, [{ crit: ['x-fairgate'], 'x-fairgate': 1 }, { crit: ['exp'] }, { crit: [] }]),
    ),
  'another kind': (facts, random) =>
    signedByUs(facts, { typ: oneOf(random, ['access+jwt', 'JWT', undefined, 'admission']) }),
  'another audience': (facts, random) =>
    signedByUs(facts, {}, { aud: oneOf(random, ['fairgate', undefined, 'fairgate-shop ']) }),
  'another issuer': (facts) => signedByUs(facts, {}, { iss: 'https://elsewhere.example.org' }),
  expired: (facts, random) =>
    signedByUs(facts, {}, { exp: nowSeconds() - 1 - Math.floor(random() * daySeconds) }),
  'no end': (facts, random) => signedByUs(facts, {}, { exp: oneOf(random, [undefined, 'never', null]) }),
  'not yet': (facts) => signedByUs(facts, {}, { nbf: nowSeconds() + daySeconds }),
  'another account': (facts) => signedByUs(facts, {}, { sub: facts.otherAccountId }),
  'another drop': (facts) => signedByUs(facts, {}, { drop: facts.otherDropId }),
  'no admission named': (facts) => signedByUs(facts, {}, { jti: undefined }),
};
