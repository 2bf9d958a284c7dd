import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { desktop, goodCard, phone } from '../support/visitor.ts';

const signedCode = /^FG1\.[\w-]+\.[\w-]{38}\.[\w-]{86}$/;

describe('a whole purchase in a browser', () => {
  const use = useBrowserSale();

  it.each([
    ['on a desktop', desktop],
    ['on a phone', phone],
  ])('goes from what is on to the ticket by mouse %s', async (_name, viewport) => {
    const { dropId } = await use().putOnSale();
    const fan = await use().visit(viewport);
    await fan.signUp();
    await fan.page.locator('.event-card').last().click();
    await fan.title('Night of Lights');
    await fan.goTo(`#/drops/${dropId}`);
    await fan.press('Join the line');
    await fan.title('Choose your tickets');
    await fan.pick(2, 3);
    await fan.pick(2, 4);
    await fan.press('Hold 2 seats, €99.00');
    await fan.title('These tickets are yours for now');
    await fan.press('Order and pay €99.00');
    await fan.title('Pay €99.00');
    await fan.typeCard(goodCard);
    await fan.press('Pay €99.00');
    await fan.title('Your 2 tickets');
    const codes = await fan.page.locator('.ticket code').allTextContents();
    expect(codes).toEqual([expect.stringMatching(signedCode), expect.stringMatching(signedCode)]);
    await fan.press('I am done: leave the shop');
    await fan.page.getByText('You left the shop').waitFor();
    await fan.page.getByRole('link', { name: 'Orders', exact: true }).click();
    await fan.page.getByRole('link', { name: /Night of Lights.*Paid/ }).waitFor();
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  it('needs no mouse', async () => {
    const { dropId } = await use().putOnSale();
    const fan = await use().visit();
    const { page } = fan;
    const { keyboard } = page;
    await fan.goTo(`#/drops/${dropId}`);
    await tabTo(page, page.getByRole('button', { name: 'Sign in and join the line' }));
    await keyboard.press('Enter');
    await fan.title('Sign in');
    await tabTo(page, page.getByRole('link', { name: 'Make an account' }));
    await keyboard.press('Enter');
    await fan.title('Make an account');
    await keyboard.press('Tab');
    await keyboard.type('Ada Fan');
    await keyboard.press('Tab');
    await keyboard.type('keyboard@example.org');
    await keyboard.press('Tab');
    await keyboard.type('correct horse battery');
    await keyboard.press('Enter');
    await fan.title('Choose your tickets');
    await tabTo(page, fan.seat(1, 1));
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowRight');
    await keyboard.press('Space');
    await keyboard.press('ArrowRight');
    await keyboard.press('Space');
    await tabTo(page, page.getByRole('button', { name: 'Hold 2 seats' }));
    await keyboard.press('Enter');
    await fan.title('These tickets are yours for now');
    expect(await page.locator('.basket').textContent()).toMatch(/row 2, seat 2[\s\S]*row 2, seat 3/);
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await fan.title('Pay €99.00');
    await tabTo(page, page.getByLabel('Card number'));
    await keyboard.type('4242424242424242');
    await keyboard.press('Tab');
    await keyboard.type('1234');
    await keyboard.press('Tab');
    await keyboard.type('123');
    await keyboard.press('Enter');
    await fan.title('Your 2 tickets');
    await tabTo(page, page.getByRole('button', { name: 'I am done: leave the shop' }));
    await keyboard.press('Enter');
    await page.getByText('You left the shop').waitFor();
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  it('costs nothing, and asks for no card, when the ticket is free', async () => {
    const { dropId } = await use().putOnSale();
    const fan = await use().visit();
    await fan.signUp();
    await fan.enterShop(dropId);
    await fan.page.getByRole('radio', { name: /Press/ }).check();
    await fan.press('Hold one ticket');
    await fan.title('This ticket is yours for now');
    await fan.press('Get the ticket');
    await fan.title('Your ticket');
    expect(await fan.fact('Category').textContent()).toBe('Press');
    await fan.close();
  });
});

/** Presses Tab until the element has the focus, and sees that the focus shows. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' });
  for (let presses = 0; presses < 60; presses += 1) {
    const focused = await target.evaluate((element) => element.matches(':focus-visible'));
    if (focused) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}
