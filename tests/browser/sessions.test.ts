import { demoFan } from '@fairgate/shared/domain/demo-fan.ts';
import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import type { Visitor } from '../support/visitor.ts';

describe('sessions in a browser', () => {
  const use = useBrowserSale();

  /** The next call that the pattern names meets an access token that is over. */
  function endToken(fan: Visitor, pattern: RegExp): Promise<unknown> {
    return fan.page.route(
      pattern,
      (route) =>
        route.fulfill({
          status: 401,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            code: 'TOKEN_INVALID',
            status: 401,
            title: 'The token is not valid',
            advice: '',
          }),
        }),
      { times: 1 },
    );
  }

  it('a token that is over is renewed without a word', async () => {
    const { dropId } = await use().putOnSale();
    const fan = await use().visit();
    await fan.signUp();
    await fan.enterShop(dropId);
    await endToken(fan, /\/holds$/);
    const renewal = fan.page.waitForResponse(/\/sessions\/renew/);
    await fan.press('Hold one ticket');
    expect((await renewal).status()).toBe(200);
    await fan.title('This ticket is yours for now');
    await fan.close();
  });

  it('a session that is over leads to sign-in and back, and the seats are still held', async () => {
    const { dropId } = await use().putOnSale();
    const fan = await use().visit();
    const email = await fan.signUp();
    await fan.enterShop(dropId);
    await fan.pick(4, 2);
    await fan.press('Hold 1 seat');
    await fan.title('This ticket is yours for now');
    await use().sale.gateway.stores.database.refreshToken.deleteMany();
    await endToken(fan, /\/orders$/);
    await fan.press(/^Order and pay/);
    await fan.title('Sign in');
    await fan.signIn(email);
    await fan.title('This ticket is yours for now');
    expect(await fan.page.locator('.basket').textContent()).toContain('row 4, seat 2');
    await fan.press(/^Order and pay/);
    await fan.title(/^Pay/);
    await fan.close();
  });

  it('refused sign-ins and sign-ups say why, and signing out forgets', async () => {
    const fan = await use().visit();
    const email = await fan.signUp();
    await fan.goTo('#/account');
    await fan.press('Sign out');
    await fan.title("What's on");
    await fan.goTo('#/tickets');
    await fan.title('Sign in');
    await fan.page.getByLabel('E-mail').fill(email);
    await fan.page.getByLabel('Password').fill('not this one');
    await fan.press('Sign in');
    await fan.problem().getByText('E-mail or password is wrong').waitFor();
    await fan.page.getByRole('link', { name: 'Make an account' }).click();
    await fan.page.getByLabel('Your name').fill('Ada');
    await fan.page.getByLabel('E-mail').fill(email);
    await fan.page.getByLabel('Password').fill('another password');
    await fan.press('Make the account');
    await fan.problem().getByText('An account with this e-mail exists').waitFor();
    await fan.close();
  });

  it('the demo fan is filled in, and only needs to press the button', async () => {
    const fan = await use().visit();
    await fan.signUp('#/', demoFan);
    await fan.goTo('#/account');
    await fan.press('Sign out');
    await fan.title("What's on");
    await fan.goTo('#/sign-in?next=%23%2Ftickets');
    await fan.page.getByText('the demo fan is filled in').waitFor();
    await fan.press('Sign in');
    await fan.title('My tickets');
    await fan.close();
  });

  it('a forgotten password is replaced by the link of a mail', async () => {
    const fan = await use().visit();
    const email = await fan.signUp();
    await fan.goTo('#/account');
    await fan.press('Sign out');
    await fan.title("What's on");
    await fan.goTo('#/forgotten');
    await fan.page.getByLabel('E-mail').fill(email);
    await fan.press('Send me a link');
    await fan.title('Look into your mail');
    await fan.page.getByRole('link', { name: 'here', exact: true }).click();
    await fan.page.getByLabel('To an address with').fill(email);
    const mail = fan.page.getByRole('listitem').filter({ hasText: email }).filter({ hasText: 'password' });
    // The mail leaves a moment after the answer, and the list does not refresh itself.
    await expect
      .poll(async () => {
        await fan.page.getByRole('button', { name: 'Show' }).click();
        return mail.count();
      })
      .toBe(1);
    await mail.getByRole('link').click();
    const link = /http\S+reset-password#\S+/.exec((await fan.page.locator('pre').textContent()) ?? '')?.[0];
    await fan.page.goto(link ?? '');
    await fan.title('Choose a new password');
    await fan.page.getByLabel('New password').fill('quite another one');
    await fan.press('Use this password');
    await fan.title('Your password is changed');
    await fan.page.getByRole('link', { name: 'Sign in' }).first().click();
    await fan.title('Sign in');
    await fan.page.getByLabel('E-mail').fill(email);
    await fan.page.getByLabel('Password').fill('quite another one');
    await fan.press('Sign in');
    await fan.title("What's on");
    await fan.page.getByRole('link', { name: 'Ada', exact: true }).waitFor();
    await fan.close();
  });
});
