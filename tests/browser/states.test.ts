import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { createFans } from '../support/fan.ts';
import { inspectState } from '../support/inspect-state.ts';
import { declinedCard, goodCard } from '../support/visitor.ts';

/** Every state of the page once, as somebody who cannot see or point would meet it. */
describe('every state is accessible, in light and dark, narrow and wide', () => {
  const use = useBrowserSale();

  it('what is on, an event, the forms, and what is not there', async () => {
    const { eventId, dropId } = await use().putOnSale();
    const fan = await use().visit();
    const states: readonly [hash: string, title: string][] = [
      ['#/', "What's on"],
      [`#/events/${eventId}`, 'Night of Lights'],
      [`#/drops/${dropId}`, 'The sale is open'],
      ['#/sign-in?next=%23%2Ftickets', 'Sign in'],
      ['#/sign-up', 'Make an account'],
      ['#/forgotten', 'Forgot your password?'],
      ['#/nowhere', 'There is nothing here'],
      ['#/events/00000000-0000-4000-8000-000000000000', 'There is nothing here'],
    ];
    for (const [hash, title] of states) {
      await fan.goTo(hash);
      await fan.title(title);
      await inspectState(fan, title);
    }
    await fan.goTo('#/sign-in');
    await fan.page.getByLabel('E-mail').fill('nobody@example.org');
    await fan.page.getByLabel('Password').fill('not a password');
    await fan.press('Sign in');
    await fan.problem().waitFor();
    await inspectState(fan, 'a refused sign-in');
    await fan.page.goto(`${use().sale.gatewayUrl}/reset-password#token=x`);
    await fan.title('Choose a new password');
    await fan.page.getByLabel('New password').fill('quite another one');
    await fan.press('Use this password');
    await fan.problem().waitFor();
    await inspectState(fan, 'a reset link that ended');
    await fan.close();
  });

  it('the lobby, the line, and a gateway out of reach', async () => {
    const soon = await use().putOnSale({ opensInSeconds: 500 });
    const full = await use().putOnSale({ cap: 1 });
    const [inside] = await createFans(use().sale.gateway, 1);
    await inside!.comeIn(full.dropId);
    const fan = await use().visit();
    await fan.signUp(`#/drops/${soon.dropId}`);
    await fan.title('The sale opens soon');
    await inspectState(fan, 'the door before the opening');
    await fan.press('Join the line');
    await fan.title('You have a place');
    await inspectState(fan, 'the lobby');
    await fan.goTo(`#/drops/${full.dropId}`);
    await fan.press('Join the line');
    await fan.title('You are in line');
    await inspectState(fan, 'the line');
    await fan.page.route('**/status', (route) => route.abort());
    await fan.page.locator('.notice').waitFor();
    await inspectState(fan, 'out of reach');
    await fan.close();
  });

  it('choosing, holding, paying, and what one owns', async () => {
    const event = await use().putOnSale({
      sections: ['Stalls', 'Circle'],
      seatsPerRow: 24,
      holdSeconds: 200,
    });
    const [other] = await createFans(use().sale.gateway, 1);
    await other!.comeIn(event.dropId);
    await other!.hold(event.dropId, { tickets: [0, 1] });
    const fan = await use().visit();
    await fan.signUp();
    for (const empty of ['tickets', 'orders']) {
      await fan.goTo(`#/${empty}`);
      await fan.title(`My ${empty}`);
      await inspectState(fan, `no ${empty}`);
    }
    await fan.enterShop(event.dropId);
    await fan.page.getByLabel('Section').selectOption({ index: 1 });
    await fan.page.getByLabel('Section').selectOption({ index: 0 });
    await fan.pick(2, 7);
    await fan.pick(2, 8);
    await expect.poll(() => fan.seat(1, 1).getAttribute('aria-disabled'), { timeout: 10_000 }).toBe('true');
    await inspectState(fan, 'choosing');
    await fan.page.getByRole('radio', { name: /Standing/ }).check();
    await fan.press('Hold one ticket');
    await fan.title('This ticket is yours for now');
    await inspectState(fan, 'a hold');
    await fan.press('Order and pay');
    await fan.title(/^Pay/);
    await fan.typeCard(declinedCard);
    await fan.press(/^Pay/);
    await fan.problem().waitFor();
    await fan.page.getByText('This is a test').click();
    await fan.press('Cancel this order');
    await inspectState(fan, 'a declined card');
    await fan.press('Keep it');
    await fan.page.route('**/payment-return', async (route) => {
      const response = await route.fetch();
      const order = await response.json();
      await route.fulfill({ response, json: { ...order, state: 'AUTHORIZED', payment: null } });
    });
    await fan.page.route(/\/v1\/orders\/[0-9a-f-]+$/, (route) => route.abort());
    await fan.typeCard(goodCard);
    await fan.press(/^Pay/);
    await fan.title('We are finishing your purchase');
    await inspectState(fan, 'finishing');
    await fan.page.unrouteAll();
    await fan.page.reload();
    await fan.title('Your ticket');
    await fan.page.getByText('The code as text').click();
    await inspectState(fan, 'the ticket');
    for (const [hash, title] of [
      ['#/tickets', 'My tickets'],
      ['#/orders', 'My orders'],
      ['#/account', 'Your account'],
    ] as const) {
      await fan.goTo(hash);
      await fan.title(title);
      await inspectState(fan, title);
    }
    await fan.goTo(`#/drops/${event.dropId}`);
    await fan.title('Choose your tickets');
    await fan.press('Leave the shop');
    await fan.title('You left the shop');
    await inspectState(fan, 'outside again');
    await fan.close();
  });

  it('a hold and an order that ended', async () => {
    const event = await use().putOnSale({ holdSeconds: 5 });
    const fan = await use().visit();
    await fan.signUp();
    await fan.enterShop(event.dropId);
    await fan.orderBest();
    await fan.press('Cancel this order');
    await fan.press('Yes, cancel it');
    await fan.title('This order has ended');
    await inspectState(fan, 'an order that ended');
    await fan.page.getByRole('link', { name: 'Choose again' }).click();
    await fan.title('Choose your tickets');
    await fan.press('Hold one ticket');
    await fan.title('Your hold has ended');
    await inspectState(fan, 'a hold that ended');
    await fan.close();
  });
});
