import { randomBytes } from 'node:crypto';
import { passwordCharactersMax } from '@fairgate/shared/contracts/accounts.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import { buildGateway } from '../app.ts';
import { injectDescribed } from '../testing/inject-described.ts';

const home = { street: '1 Lovelace Row', postalCode: 'N1 1AA', city: 'London', country: 'GB' };
const password = 'correct horse battery';

let gateway: TestGateway;
let inject: ReturnType<typeof injectDescribed>;
beforeAll(async () => {
  gateway = await createTestGateway();
  inject = injectDescribed(gateway.app);
});
afterAll(() => gateway.close());

const signUp = (body: object) => inject({ method: 'POST', url: '/v1/accounts', body });
const newEmail = (): string => `${randomBytes(6).toString('hex')}@example.org`;

describe('signing up', () => {
  it('makes an account and signs it in', async () => {
    const response = await signUp({ email: 'Ada@Example.org', password, name: 'Ada', address: home });
    expect(response.statusCode).toBe(201);
    expect(response.headers).toMatchObject({ location: '/v1/account', 'cache-control': 'no-store' });
    const session = response.json();
    expect(session.account).toMatchObject({
      email: 'ada@example.org',
      name: 'Ada',
      address: home,
      isOps: false,
      isVendorMember: false,
      version: 1,
    });
    const headers = { authorization: `Bearer ${session.accessToken}` };
    const me = await inject({ url: '/v1/account', headers });
    expect(me.json()).toEqual(session.account);
    expect(me.headers.etag).toBe('"v1"');
  });

  it('twice with one address is refused, in whatever letters it is written', async () => {
    await signUp({ email: 'grace@example.org', password, name: 'Grace' });
    const again = await signUp({ email: 'GRACE@example.org', password, name: 'Grace' });
    expect(again.statusCode).toBe(409);
    expect(again.json().code).toBe('EMAIL_TAKEN');
  });

  it('at once with one address makes one account', async () => {
    const email = newEmail();
    const all = await Promise.all([1, 2, 3, 4].map(() => signUp({ email, password, name: 'Eve' })));
    expect(all.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409, 409]);
  });

  it.each<[string, object, string[]]>([
    ['nothing', {}, ['/email', '/name', '/password']],
    ['no e-mail address', { email: 'ada', password, name: 'Ada' }, ['/email']],
    ['two addresses', { email: 'a@b.example,c@d.example', password, name: 'Ada' }, ['/email']],
    ['a short password', { email: 'a@b.example', password: 'too short', name: 'Ada' }, ['/password']],
    [
      'an endless password',
      { email: 'a@b.example', password: 'x'.repeat(passwordCharactersMax + 1), name: 'Ada' },
      ['/password'],
    ],
    ['a blank name', { email: 'a@b.example', password, name: '   ' }, ['/name']],
    ['a name with a NUL', { email: 'a@b.example', password, name: 'A\u0000da' }, ['/name']],
    ['a number for a name', { email: 'a@b.example', password, name: 7 }, ['/name']],
    ['a role of its own', { email: 'a@b.example', password, name: 'Ada', isOps: true }, ['/isOps']],
    [
      'half an address',
      { email: 'a@b.example', password, name: 'Ada', address: { street: 'x', country: 'gb' } },
      ['/address/city', '/address/country', '/address/postalCode'],
    ],
  ])('with %s is refused at the fields', async (_name, body, pointers) => {
    const response = await signUp(body);
    expect(response.statusCode).toBe(400);
    expect(response.json().code).toBe('VALIDATION_FAILED');
    expect(
      response
        .json()
        .errors.map(({ pointer }: { pointer: string }) => pointer)
        .sort(),
    ).toEqual(pointers);
  });

  it('with a broken body is refused', async () => {
    const response = await inject({
      method: 'POST',
      url: '/v1/accounts',
      headers: { 'content-type': 'application/json' },
      body: '{"email":',
    });
    expect(response.json()).toMatchObject({ status: 400, code: 'MALFORMED_BODY' });
  });

  it('writes the password nowhere: not in the database, the answers or the log', async () => {
    const lines: string[] = [];
    const app = await buildGateway(gateway.config, gateway.stores, {
      logger: { level: 'trace', stream: { write: (line: string) => void lines.push(line) } },
    });
    const secret = `secret ${randomBytes(9).toString('hex')}`;
    const email = newEmail();
    const bodies = [
      { url: '/v1/accounts', body: { email, password: secret, name: 'Ada' } },
      { url: '/v1/accounts', body: { email, password: secret, name: 'Ada' } },
      { url: '/v1/accounts', body: { email, password: secret, name: ' ' } },
      { url: '/v1/sessions', body: { email, password: secret } },
      { url: '/v1/sessions', body: { email, password: `${secret}!` } },
      { url: '/v1/password-resets/confirm', body: { token: 'unknown', password: secret } },
    ];
    const said = [];
    for (const { url, body } of bodies) said.push((await app.inject({ method: 'POST', url, body })).body);
    await app.close();
    const kept = await gateway.stores.database.user.findMany();
    expect(lines.length).toBeGreaterThan(bodies.length);
    expect(kept.length).toBeGreaterThan(0);
    expect([...lines, ...said, JSON.stringify(kept)].join('\n')).not.toContain(secret);
  });
});

describe('my account', () => {
  const patch = (headers: object, body: object) =>
    inject({ method: 'PATCH', url: '/v1/account', headers: { ...headers }, body });

  it('is for those who are signed in', async () => {
    const response = await inject({ url: '/v1/account' });
    expect(response.json()).toMatchObject({ status: 401, code: 'SIGN_IN_REQUIRED' });
  });

  it('is gone with the account, though the token still lives', async () => {
    const { id, headers } = await createTestAccount(gateway);
    await gateway.stores.database.user.delete({ where: { id } });
    expect((await inject({ url: '/v1/account', headers })).json().code).toBe('SIGN_IN_REQUIRED');
    const edit = await patch({ ...headers, 'if-match': '"v1"' }, { name: 'Nobody' });
    expect(edit.json().code).toBe('SIGN_IN_REQUIRED');
  });

  it('is changed field by field, each change on the version it was made on', async () => {
    const { headers } = await createTestAccount(gateway, { name: 'Ada' });
    const moved = await patch({ ...headers, 'if-match': '"v1"' }, { address: home });
    expect(moved.json()).toMatchObject({ name: 'Ada', address: home, version: 2 });
    expect(moved.headers.etag).toBe('"v2"');
    const late = await patch({ ...headers, 'if-match': '"v1"' }, { name: 'Lost' });
    expect(late.json()).toMatchObject({ status: 412, code: 'PRECONDITION_FAILED' });
    const homeless = await patch({ ...headers, 'if-match': '"v2"' }, { name: 'Ada L', address: null });
    expect(homeless.json()).toMatchObject({ name: 'Ada L', address: null, version: 3 });
  });

  it('is not changed without an If-Match', async () => {
    const { headers } = await createTestAccount(gateway);
    expect((await patch(headers, { name: 'Ada' })).json()).toMatchObject({ status: 428 });
  });

  it.each<[string, object]>([
    ['nothing', {}],
    ['the e-mail address', { email: 'b@example.org' }],
    ['a role', { isOps: true }],
    ['an address without a city', { address: { street: 'x', postalCode: 'x', country: 'GB' } }],
  ])('cannot be changed in %s', async (_name, body) => {
    const { headers } = await createTestAccount(gateway);
    const response = await patch({ ...headers, 'if-match': '"v1"' }, body);
    expect(response.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });
});

describe('an access token', () => {
  it.each(['Bearer nonsense', 'bearer a.b.c', 'Bearer', 'Bearer '])(
    'that is wrong is refused even where nobody needs one: %s',
    async (authorization) => {
      const response = await gateway.app.inject({ url: '/problems', headers: { authorization } });
      expect(response.json()).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
    },
  );

  it('of another scheme is not for us', async () => {
    const headers = { authorization: 'Basic YTpi' };
    expect((await gateway.app.inject({ url: '/problems', headers })).statusCode).toBe(200);
  });

  it('does not stand in the way of signing in again', async () => {
    const response = await inject({
      method: 'POST',
      url: '/v1/sessions/renew',
      headers: { authorization: 'Bearer expired' },
    });
    expect(response.json().code).toBe('SIGN_IN_REQUIRED');
  });

  it('is verified by the published keys', async () => {
    const response = await inject({ url: '/.well-known/jwks.json' });
    expect(response.json().keys).toMatchObject([{ kid: 'test', kty: 'OKP', alg: 'EdDSA' }]);
    expect(response.body).not.toContain('"d"');
    expect(response.headers['cache-control']).toBe('public, max-age=300');
  });
});
