import { demoFan } from '@fairgate/shared/domain/demo-fan.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts } from '../../../../prisma/seed/demo-accounts.ts';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';

describe('the plain page', () => {
  let development: TestGateway;
  let production: TestGateway;
  beforeAll(async () => {
    [development, production] = await Promise.all([
      createTestGateway({ STRIPE_API_URL: 'http://127.0.0.1:4242' }),
      createTestGateway(),
    ]);
  });
  afterAll(() => Promise.all([development?.close(), production?.close()]));

  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/reset-password', 'text/html; charset=utf-8'],
    ['/app.js', 'application/javascript; charset=utf-8'],
    ['/service-worker.js', 'application/javascript; charset=utf-8'],
    ['/views/line.js', 'application/javascript; charset=utf-8'],
    ['/style/base.css', 'text/css; charset=utf-8'],
  ])('%s is asked for again each time, and changed only by a new release', async (url, type) => {
    const first = await development.app.inject(url);
    expect(first.statusCode).toBe(200);
    expect(first.headers).toMatchObject({
      'content-type': type,
      'cache-control': 'public, max-age=0, s-maxage=30, must-revalidate',
    });
    const again = await development.app.inject({
      url,
      headers: { 'if-none-match': String(first.headers.etag) },
    });
    expect(again.statusCode).toBe(304);
  });

  it('runs and loads nothing but its own files, and speaks to the loopback Stripe in development only', async () => {
    const policyOf = async ({ app }: TestGateway) =>
      String((await app.inject('/')).headers['content-security-policy']).split('; ');
    const everywhere = [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ];
    expect(await policyOf(development)).toEqual(
      expect.arrayContaining([...everywhere, "connect-src 'self' http://127.0.0.1:4242"]),
    );
    expect(await policyOf(production)).toEqual(expect.arrayContaining([...everywhere, "connect-src 'self'"]));
  });

  it.each(['/nowhere.html', '/README.md', '/views', '/views/', '/..%2fpackage.json', '/.env'])(
    'what is no file stays a problem of the API: %s',
    async (url) => {
      const answer = await development.app.inject(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ code: 'NOT_FOUND' });
    },
  );

  it('a person who mistyped an address gets a page that leads on', async () => {
    const answer = await development.app.inject({
      url: '/nowhere',
      headers: { accept: 'text/html,*/*;q=0.8' },
    });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.body).toContain('<a href="/">');
  });

  it('fills in the demo fan where the seed made one and no real money moves', async () => {
    const facts = async ({ app }: TestGateway) => (await app.inject('/page-facts.json')).json();
    expect(await facts(development)).toEqual({ demoFan: null, mails: '/dev/mails' });
    const { name, email } = demoAccounts.fan;
    for (const { stores } of [development, production]) {
      await stores.database.user.create({
        data: { id: crypto.randomUUID(), email, name, passwordHash: 'none' },
      });
    }
    expect(await facts(development)).toMatchObject({ demoFan });
    expect(await facts(production)).toMatchObject({ demoFan: null });
    expect(demoAccounts.fan).toMatchObject(demoFan);
  });
});
