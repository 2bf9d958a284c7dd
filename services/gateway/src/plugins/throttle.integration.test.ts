import { randomBytes } from 'node:crypto';
import { emailLimits, rateLimits } from '@fairgate/shared/domain/rate-limits.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestAccount } from '../../../../tests/support/accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';

describe('asking too often', () => {
  let gateway: TestGateway;
  beforeEach(async () => {
    gateway = await createTestGateway();
  });
  afterEach(() => gateway.close());

  const edit = (headers: object, from = '203.0.113.1') =>
    gateway.app.inject({
      method: 'PATCH',
      url: '/v1/account',
      headers: { 'x-forwarded-for': from, ...headers },
      body: {},
    });
  const signIn = (email: string, from: string) =>
    gateway.app.inject({
      method: 'POST',
      url: '/v1/sessions',
      headers: { 'x-forwarded-for': from },
      body: { email, password: 'wrong horse battery' },
    });
  const statuses = async (count: number, ask: (index: number) => Promise<{ statusCode: number }>) => {
    const answers = await Promise.all(Array.from({ length: count }, (_, index) => ask(index)));
    return answers.map(({ statusCode }) => statusCode);
  };

  it('is refused per account, with the seconds to wait, and leaves others alone', async () => {
    const { count, seconds } = rateLimits.edit.perAccount;
    const eager = await createTestAccount(gateway);
    const said = await statuses(count, () => edit(eager.headers));
    expect(said).not.toContain(429);
    const refused = await edit(eager.headers);
    expect(refused.json()).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(Math.ceil(seconds / count));
    expect((await edit((await createTestAccount(gateway)).headers)).statusCode).not.toBe(429);
  });

  it('is refused for an account from however many addresses', async () => {
    const { count } = rateLimits.edit.perAccount;
    const { headers } = await createTestAccount(gateway);
    const said = await statuses(count + 10, (index) => edit(headers, `203.0.113.${index}`));
    expect(said.filter((status) => status === 429).length).toBeGreaterThanOrEqual(9);
  });

  it('without an account is refused per address; a whole IPv6 network is one', async () => {
    const { count } = rateLimits.credentials.perAddress;
    const ask = (from: string) => () =>
      gateway.app.inject({ method: 'POST', url: '/v1/sessions', headers: { 'x-forwarded-for': from } });
    const home = (index: number) => ask(`2001:db8:1:2::${index.toString(16)}`)();
    expect(await statuses(count, home)).not.toContain(429);
    // On a slow machine the allowance grows meanwhile, but never as fast as this.
    expect(await statuses(count, home)).toContain(429);
    expect((await ask('2001:db8:1:3::1')()).statusCode).toBe(400);
  });

  it('with wrong tokens is refused like asking without one', async () => {
    const { count } = rateLimits.edit.perAddress;
    const said = await statuses(count + 30, () => edit({ authorization: 'Bearer nonsense' }));
    expect(new Set(said)).toEqual(new Set([401, 429]));
  });

  it('for one e-mail address is refused where it comes from, known or not, and its owner still gets in', async () => {
    const { count } = emailLimits.signIn.fromAddress;
    for (const email of ['nobody@example.org', (await createTestAccount(gateway)).email]) {
      const said = await statuses(count + 1, () => signIn(email.toUpperCase(), '203.0.113.1'));
      expect(said.filter((status) => status === 429)).toHaveLength(1);
      expect((await signIn(email, '203.0.113.1')).statusCode).toBe(429);
      expect((await signIn(email, '198.51.100.1')).statusCode).toBe(401);
    }
  });

  it('leaves no e-mail address in Redis', async () => {
    const email = `${randomBytes(6).toString('hex')}@example.org`;
    await signIn(email, '203.0.113.1');
    const keys = await gateway.stores.redis.keys('{throttle}:*');
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join('\n')).not.toContain(email);
    for (const key of keys) expect(await gateway.stores.redis.pttl(key)).toBeGreaterThan(0);
  });

  it('is refused too while Redis is gone, and nobody is told 5xx', async () => {
    const { count } = rateLimits.edit.perAccount;
    const { headers } = await createTestAccount(gateway);
    gateway.stores.redis.disconnect();
    const said = await statuses(count + 20, () => edit(headers));
    expect(said.filter((status) => status === 429).length).toBeGreaterThanOrEqual(19);
    expect(said.filter((status) => status >= 500)).toEqual([]);
  });

  it('costs nothing of what it does not belong to', async () => {
    const { headers } = await createTestAccount(gateway);
    const { count } = rateLimits.edit.perAccount;
    await statuses(count + 1, () => edit(headers));
    const read = await gateway.app.inject({ url: '/v1/account', headers });
    expect(read.statusCode).toBe(200);
  });
});
