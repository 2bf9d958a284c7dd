import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFolderMail } from '@fairgate/shared/mail/folder-mails.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../../../../tests/support/gateway.ts';
import { injectDescribed } from '../testing/inject-described.ts';

const password = 'correct horse battery';
const newPassword = 'staple battery horse';

let gateway: TestGateway;
let inject: ReturnType<typeof injectDescribed>;
beforeAll(async () => {
  gateway = await createTestGateway();
  inject = injectDescribed(gateway.app);
});
afterAll(() => gateway.close());

const post = (url: string, body: object) => inject({ method: 'POST', url, body });
const ask = (email: string) => post('/v1/password-resets', { email });
const confirm = (token: string, chosen = newPassword) =>
  post('/v1/password-resets/confirm', { token, password: chosen });
const signIn = (email: string, given: string) => post('/v1/sessions', { email, password: given });

async function newAccount(): Promise<{ email: string; refreshToken: string }> {
  const email = `${randomBytes(6).toString('hex')}@example.org`;
  const response = await post('/v1/accounts', { email, password, name: 'Ada' });
  return { email, refreshToken: response.json().refreshToken };
}

const mailIds = (): string[] =>
  existsSync(gateway.mailFolder)
    ? readdirSync(gateway.mailFolder).map((name) => name.replace(/\.json$/, ''))
    : [];

/** The mails to one address, once there are so many. */
async function mailsTo(email: string, count: number) {
  for (let tries = 0; tries < 200; tries += 1) {
    const mails = await Promise.all(mailIds().map((id) => readFolderMail(gateway.mailFolder, id)));
    const theirs = mails.filter((mail) => mail?.to.email === email).map((mail) => mail!);
    if (theirs.length >= count) return theirs;
    await sleep(10);
  }
  throw new Error(`no ${count} mails came for ${email}`);
}

/** Until so many statements wait for a lock. */
async function untilWaiting(count: number): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    const [row] = await gateway.stores.database.$queryRaw<[{ waiting: number }]>`
      select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    if (row.waiting >= count) return;
    await sleep(10);
  }
  throw new Error(`${count} statements never waited for a lock`);
}

async function resetToken(email: string): Promise<string> {
  expect((await ask(email)).statusCode).toBe(202);
  const [mail] = await mailsTo(email, 1);
  return /\/reset-password#token=([\w-]+)/.exec(mail!.text)?.[1] ?? '';
}

describe('a password reset', () => {
  it('comes as a link by mail, takes the new password and ends every session', async () => {
    const { email, refreshToken } = await newAccount();
    const token = await resetToken(email);
    expect(token).toHaveLength(43);
    expect((await confirm(token)).statusCode).toBe(204);
    expect((await signIn(email, password)).json().code).toBe('CREDENTIALS_WRONG');
    expect((await signIn(email, newPassword)).statusCode).toBe(200);
    const renewed = await post('/v1/sessions/renew', { refreshToken });
    expect(renewed.json().code).toBe('SIGN_IN_REQUIRED');
  });

  it('is answered alike for an unknown address, to which no mail goes', async () => {
    const { email } = await newAccount();
    const before = mailIds().length;
    const unknown = await ask('nobody@example.org');
    const known = await ask(email);
    expect([unknown.statusCode, unknown.body]).toEqual([known.statusCode, known.body]);
    await mailsTo(email, 1);
    expect(mailIds()).toHaveLength(before + 1);
  });

  it('works once', async () => {
    const { email } = await newAccount();
    const token = await resetToken(email);
    const tries = await Promise.all([
      confirm(token, 'first of the two'),
      confirm(token, 'second of the two'),
    ]);
    expect(tries.map(({ statusCode }) => statusCode).sort()).toEqual([204, 410]);
    const third = await confirm(token);
    expect(third.json()).toMatchObject({ status: 410, code: 'RESET_LINK_ENDED' });
    const winner = tries[0]?.statusCode === 204 ? 'first of the two' : 'second of the two';
    expect((await signIn(email, winner)).statusCode).toBe(200);
  });

  it('works for an hour', async () => {
    const { email } = await newAccount();
    const token = await resetToken(email);
    const age = (minutes: number) => gateway.stores.database.$executeRaw`
      update password_resets set expires_at = expires_at - ${minutes}::int * interval '1 minute'
      where user_id = (select id from users where email = ${email})`;
    await age(61);
    expect((await confirm(token)).json().code).toBe('RESET_LINK_ENDED');
    expect((await signIn(email, password)).statusCode).toBe(200);
    await age(-30);
    expect((await confirm(token)).statusCode).toBe(204);
  });

  it('spends the other links of the account too', async () => {
    const { email } = await newAccount();
    const first = await resetToken(email);
    await ask(email);
    const tokens = (await mailsTo(email, 2)).map(({ text }) => /#token=([\w-]+)/.exec(text)?.[1] ?? '');
    const second = tokens.find((token) => token !== first) ?? '';
    expect((await confirm(second)).statusCode).toBe(204);
    expect((await confirm(first)).json().code).toBe('RESET_LINK_ENDED');
  });

  it('by two links at the same moment changes the password once, without a deadlock', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { email } = await newAccount();
      await Promise.all([ask(email), ask(email)]);
      const tokens = (await mailsTo(email, 2)).map(({ text }) => /#token=([\w-]+)/.exec(text)?.[1] ?? '');
      const answers = await Promise.all(tokens.map((token) => confirm(token)));
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 410]);
    }
  });

  it.each<[string, ('signIn' | 'confirm')[]]>([
    ['before', ['signIn', 'confirm']],
    ['after', ['confirm', 'signIn']],
  ])('lets no session live that the old password began just %s it', async (_name, order) => {
    const { email } = await newAccount();
    const token = await resetToken(email);
    const { database } = gateway.stores;
    const steps = { signIn: () => signIn(email, password), confirm: () => confirm(token) };
    const answers = await database
      .$transaction(
        async (holder) => {
          await holder.$queryRaw`select from users where email = ${email} for update`;
          const started = [];
          for (const [index, step] of order.entries()) {
            started.push(steps[step]());
            await untilWaiting(index + 1);
          }
          return started;
        },
        { timeout: 20_000 },
      )
      .then((started) => Promise.all(started));
    const signedIn = answers[order.indexOf('signIn')]!;
    expect(answers[order.indexOf('confirm')]!.statusCode).toBe(204);
    expect(signedIn.statusCode).toBe(order[0] === 'signIn' ? 200 : 401);
    const renewed = await post('/v1/sessions/renew', { refreshToken: signedIn.json().refreshToken ?? '' });
    expect(renewed.json().code).toBe('SIGN_IN_REQUIRED');
  });

  it('keeps only the hash of its token', async () => {
    const { email } = await newAccount();
    const token = await resetToken(email);
    const kept = await gateway.stores.database.passwordReset.findMany();
    const hashes = kept.map(({ tokenHash }) => Buffer.from(tokenHash).toString('base64url'));
    expect(hashes).not.toContain(token);
  });

  it.each<[string, string, object, string[]]>([
    ['no address', '', {}, ['/email']],
    ['a wrong address', '', { email: 'ada' }, ['/email']],
    ['a short password', '/confirm', { token: 'x', password: 'short' }, ['/password']],
    ['no token', '/confirm', { password: newPassword }, ['/token']],
  ])('with %s is malformed', async (_name, path, body, pointers) => {
    const response = await post(`/v1/password-resets${path}`, body);
    expect(response.json()).toMatchObject({ status: 400, errors: pointers.map((pointer) => ({ pointer })) });
  });

  it('with an unknown token costs no password hash', async () => {
    const unknown = await confirm(randomBytes(32).toString('base64url'));
    expect(unknown.json()).toMatchObject({ status: 410, code: 'RESET_LINK_ENDED' });
  });
});

describe('the development page of mails', () => {
  it('lists the mails and shows each one', async () => {
    const { email } = await newAccount();
    const token = await resetToken(email);
    const list = await gateway.app.inject('/dev/mails');
    expect(list.headers['content-type']).toContain('text/html');
    expect(list.body).toContain(email);
    const [mail] = await mailsTo(email, 1);
    const page = await gateway.app.inject(`/dev/mails/${mail!.id}`);
    expect(page.body).toContain(`#token=${token}`);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).not.toContain('<script');
  });

  it('shows the mails to one address, on a phone too, with times in words', async () => {
    const [mine, other] = [await newAccount(), await newAccount()];
    for (const { email } of [mine, other]) await resetToken(email);
    const { body } = await gateway.app.inject(
      `/dev/mails?to=${encodeURIComponent(mine.email.toUpperCase())}`,
    );
    expect(body).toContain(mine.email);
    expect(body).not.toContain(other.email);
    expect(body).toContain('name="viewport"');
    expect(body).toMatch(/<time [^>]*>[A-Z][a-z]+day,? \d/);
    const none = await gateway.app.inject('/dev/mails?to=%3Cscript%3E');
    expect(none.body).toContain('No mail was sent to such an address yet.');
    expect(none.body).not.toContain('<script');
  });

  it.each([randomUUID(), '..%2F..%2Fetc%2Fpasswd', '.hidden'])('knows no mail %s', async (id) => {
    expect((await gateway.app.inject(`/dev/mails/${id}`)).statusCode).toBe(404);
  });

  it('is not there when mails go to a server', async () => {
    const other = await createTestGateway({ MAIL_URL: 'smtp://127.0.0.1:1' });
    expect((await other.app.inject('/dev/mails')).statusCode).toBe(404);
    expect(
      (await other.app.inject({ method: 'POST', url: '/v1/password-resets', body: { email: 'a@b.example' } }))
        .statusCode,
    ).toBe(202);
    await other.close();
  });
});
