import { randomBytes, randomUUID } from 'node:crypto';
import type { Session } from '@fairgate/shared/contracts/accounts.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import { openPasswordPool } from '../access/password-pool.ts';
import { buildGateway } from '../app.ts';
import { injectDescribed } from '../testing/inject-described.ts';

const password = 'correct horse battery';
const renewUrl = '/v1/sessions/renew';

let gateway: TestGateway;
let inject: ReturnType<typeof injectDescribed>;
let passwordHash: string;
beforeAll(async () => {
  gateway = await createTestGateway();
  inject = injectDescribed(gateway.app);
  const pool = openPasswordPool();
  passwordHash = await pool.hash(password);
  await pool.close();
});
afterAll(() => gateway.close());

async function newAccount(facts: { isOps?: boolean } = {}): Promise<{ id: string; email: string }> {
  const email = `${randomBytes(6).toString('hex')}@example.org`;
  const account = { id: randomUUID(), email };
  await gateway.stores.database.user.create({ data: { ...account, name: 'Ada', passwordHash, ...facts } });
  return account;
}

const signIn = (email: string, given = password) =>
  inject({ method: 'POST', url: '/v1/sessions', body: { email, password: given } });
const renew = (refreshToken: string) => inject({ method: 'POST', url: renewUrl, body: { refreshToken } });
const signOut = (refreshToken: string) =>
  inject({ method: 'DELETE', url: '/v1/sessions', body: { refreshToken } });

async function newSession(): Promise<Session> {
  return (await signIn((await newAccount()).email)).json();
}

/** Lets the uses and ends of a session's tokens lie further back. */
async function passTime(seconds: number): Promise<void> {
  await gateway.stores.database.$executeRaw`
    update refresh_tokens set created_at = created_at - ${seconds}::int * interval '1 second',
      used_at = used_at - ${seconds}::int * interval '1 second',
      expires_at = expires_at - ${seconds}::int * interval '1 second'`;
}

describe('signing in', () => {
  it('takes the address in any letters and hands out a pair of tokens', async () => {
    const { id, email } = await newAccount();
    const response = await signIn(email.toUpperCase());
    expect(response.statusCode).toBe(200);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.json()).toMatchObject({ tokenType: 'Bearer', account: { id, email } });
    const minutes = (Date.parse(response.json().accessExpiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(9.5);
    expect(minutes).toBeLessThanOrEqual(10);
  });

  it('takes a password typed in another Unicode form', async () => {
    const email = `${randomBytes(6).toString('hex')}@example.org`;
    await inject({
      method: 'POST',
      url: '/v1/accounts',
      body: { email, password: 'café au lait', name: 'A' },
    });
    expect((await signIn(email, 'cafe\u0301 au lait')).statusCode).toBe(200);
  });

  it('says the same of a wrong password and of an unknown address', async () => {
    const { email } = await newAccount();
    const wrong = await signIn(email, 'wrong horse battery');
    const unknown = await signIn('nobody@example.org');
    const said = (response: typeof wrong) => ({ ...response.json(), traceId: '' });
    expect(said(wrong)).toEqual(said(unknown));
    expect(said(wrong)).toMatchObject({ status: 401, code: 'CREDENTIALS_WRONG' });
    expect(unknown.headers['set-cookie']).toBeUndefined();
  });

  it('puts the roles of the moment into the token, and the next ones at the next renewal', async () => {
    const { id, email } = await newAccount({ isOps: true });
    const first: Session = (await signIn(email)).json();
    expect(first.account).toMatchObject({ isOps: true, isVendorMember: false });
    const { database } = gateway.stores;
    const vendor = {
      id: randomUUID(),
      name: 'V',
      slug: id,
      contactEmail: email,
      currency: 'eur',
      country: 'DE',
    };
    await database.vendor.create({ data: vendor });
    await database.vendorMember.create({ data: { vendorId: vendor.id, userId: id, role: 'viewer' } });
    await database.user.update({ where: { id }, data: { isOps: false } });
    const second: Session = (await renew(first.refreshToken)).json();
    expect(second.account).toMatchObject({ isOps: false, isVendorMember: true });
    const claims = JSON.parse(Buffer.from(second.accessToken.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ sub: id, ops: false, vendor: true, aud: 'fairgate' });
  });
});

describe('the cookie', () => {
  it('carries the refresh token to the session routes alone, unreadable for scripts and other sites', async () => {
    const response = await signIn((await newAccount()).email);
    const [cookie] = response.cookies;
    expect(cookie).toMatchObject({
      name: 'fairgate_refresh',
      value: response.json().refreshToken,
      path: '/v1/sessions',
      httpOnly: true,
      sameSite: 'Strict',
    });
    expect(cookie).not.toHaveProperty('secure');
  });

  it('is Secure where the gateway is reached by https', async () => {
    const config = { ...gateway.config, publicUrl: 'https://tickets.example.org' };
    const app = await buildGateway(config, gateway.stores);
    const { email } = await newAccount();
    const response = await app.inject({ method: 'POST', url: '/v1/sessions', body: { email, password } });
    expect(response.cookies[0]).toMatchObject({ secure: true });
    await app.close();
  });

  it('alone renews and ends the session: a page keeps nothing', async () => {
    const session = await newSession();
    const cookies = { fairgate_refresh: session.refreshToken };
    const renewed = await inject({ method: 'POST', url: renewUrl, cookies });
    expect(renewed.statusCode).toBe(200);
    expect(renewed.cookies[0]?.value).toBe(renewed.json().refreshToken);
    const next = { fairgate_refresh: renewed.json().refreshToken as string };
    const ended = await inject({ method: 'DELETE', url: '/v1/sessions', cookies: next });
    expect(ended.statusCode).toBe(204);
    expect(ended.cookies[0]).toMatchObject({ name: 'fairgate_refresh', value: '', path: '/v1/sessions' });
    const after = await inject({ method: 'POST', url: renewUrl, cookies: next });
    expect(after.json().code).toBe('SIGN_IN_REQUIRED');
    expect(after.cookies[0]).toMatchObject({ value: '' });
  });
});

describe('renewing', () => {
  it('exchanges each token for the next one', async () => {
    let session = await newSession();
    const seen = new Set<string>();
    for (let turn = 0; turn < 5; turn += 1) {
      seen.add(session.refreshToken);
      const response = await renew(session.refreshToken);
      expect(response.statusCode).toBe(200);
      session = response.json();
    }
    expect(seen.has(session.refreshToken)).toBe(false);
    expect(seen.size).toBe(5);
  });

  it('keeps no token in the database', async () => {
    const { refreshToken } = await newSession();
    const kept = await gateway.stores.database.refreshToken.findMany();
    expect(kept.every(({ tokenHash }) => tokenHash.length === 32)).toBe(true);
    expect(
      JSON.stringify(kept.map(({ tokenHash }) => Buffer.from(tokenHash).toString('base64url'))),
    ).not.toContain(refreshToken);
  });

  it('with a token that was used before ends the whole session, for both who have it', async () => {
    const stolen = await newSession();
    const victims: Session = (await renew(stolen.refreshToken)).json();
    await passTime(11);
    const replay = await renew(stolen.refreshToken);
    expect(replay.json()).toMatchObject({ status: 401, code: 'SESSION_REUSED' });
    expect(replay.cookies[0]).toMatchObject({ value: '' });
    expect((await renew(victims.refreshToken)).json().code).toBe('SESSION_REUSED');
    expect((await renew(stolen.refreshToken)).json().code).toBe('SESSION_REUSED');
  });

  it('leaves the account’s other sessions alone when one is betrayed', async () => {
    const { email } = await newAccount();
    const [one, other]: Session[] = [(await signIn(email)).json(), (await signIn(email)).json()];
    await renew(one!.refreshToken);
    await passTime(11);
    await renew(one!.refreshToken);
    expect((await renew(other!.refreshToken)).statusCode).toBe(200);
  });

  it('from many tabs at once gives all of them the same pair, and the session goes on', async () => {
    const { refreshToken } = await newSession();
    const answers = await Promise.all(Array.from({ length: 12 }, () => renew(refreshToken)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200));
    const tokens = new Set(answers.map((answer) => answer.json().refreshToken as string));
    expect(tokens.size).toBe(1);
    await passTime(60);
    expect((await renew([...tokens][0] ?? '')).statusCode).toBe(200);
  });

  it('by a tab that lags behind gives it the newest token, not a branch of its own', async () => {
    const first = await newSession();
    const second: Session = (await renew(first.refreshToken)).json();
    const third: Session = (await renew(second.refreshToken)).json();
    const lagging: Session = (await renew(first.refreshToken)).json();
    expect(lagging.refreshToken).toBe(third.refreshToken);
    const [{ count }] = await gateway.stores.database.$queryRaw<[{ count: bigint }]>`
      select count(*) from refresh_tokens where user_id = ${first.account.id}::uuid`;
    expect(count).toBe(3n);
  });

  it('in the grace does not hide a thief: the next use by the other ends the session', async () => {
    const { refreshToken } = await newSession();
    const victims: Session = (await renew(refreshToken)).json();
    const thiefs: Session = (await renew(refreshToken)).json();
    await passTime(600);
    expect((await renew(thiefs.refreshToken)).statusCode).toBe(200);
    await passTime(600);
    expect((await renew(victims.refreshToken)).json().code).toBe('SESSION_REUSED');
  });

  it('never leaves a token alive that a replay at the same moment should have ended', async () => {
    for (let round = 0; round < 10; round += 1) {
      const first = await newSession();
      const second: Session = (await renew(first.refreshToken)).json();
      await passTime(11);
      const [renewed] = await Promise.all([renew(second.refreshToken), renew(first.refreshToken)]);
      const after = renewed.statusCode === 200 ? renewed.json().refreshToken : second.refreshToken;
      expect((await renew(after)).json().code).toBe('SESSION_REUSED');
    }
  });

  it.each<[string, number, number]>([
    ['idle for thirty days', 30 * 86_400 + 60, 401],
    ['idle for less', 30 * 86_400 - 3600, 200],
  ])('a session %s', async (_name, seconds, status) => {
    const session = await newSession();
    await passTime(seconds);
    expect((await renew(session.refreshToken)).statusCode).toBe(status);
  });

  it('does not carry a session beyond its longest life', async () => {
    let session = await newSession();
    for (let month = 0; month < 6; month += 1) {
      await passTime(29 * 86_400);
      const answer = await renew(session.refreshToken);
      expect(answer.statusCode).toBe(200);
      session = answer.json();
    }
    expect(Date.parse(session.refreshExpiresAt) - Date.now()).toBeLessThan(7 * 86_400_000);
    await passTime(7 * 86_400);
    expect((await renew(session.refreshToken)).json().code).toBe('SIGN_IN_REQUIRED');
  });

  it.each(['', 'nonsense', randomBytes(32).toString('base64url')])(
    'an unknown token is refused: %s',
    async (token) => {
      expect((await renew(token)).json()).toMatchObject({ status: 401, code: 'SIGN_IN_REQUIRED' });
    },
  );

  it.each<[string, object]>([
    ['a token that is no text', { refreshToken: 7 }],
    ['an unknown field', { token: 'x' }],
    ['an endless token', { refreshToken: 'x'.repeat(101) }],
  ])('%s is malformed', async (_name, body) => {
    const response = await inject({ method: 'POST', url: renewUrl, body });
    expect(response.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });
});

describe('signing out', () => {
  it('ends the session, of whichever of its tokens', async () => {
    const first = await newSession();
    const second: Session = (await renew(first.refreshToken)).json();
    expect((await signOut(first.refreshToken)).statusCode).toBe(204);
    expect((await renew(second.refreshToken)).json().code).toBe('SIGN_IN_REQUIRED');
  });

  it('twice, or without a session, is no fault', async () => {
    const { refreshToken } = await newSession();
    expect((await signOut(refreshToken)).statusCode).toBe(204);
    expect((await signOut(refreshToken)).statusCode).toBe(204);
    expect((await inject({ method: 'DELETE', url: '/v1/sessions' })).statusCode).toBe(204);
  });

  it('while the session is being renewed leaves nothing alive', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { refreshToken } = await newSession();
      const [renewed, ended] = await Promise.all([renew(refreshToken), signOut(refreshToken)]);
      expect(ended.statusCode).toBe(204);
      const next = renewed.statusCode === 200 ? renewed.json().refreshToken : refreshToken;
      expect((await renew(next)).json().code).toBe('SIGN_IN_REQUIRED');
    }
  });
});
