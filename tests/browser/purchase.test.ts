import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';
import { desktop, goodCard, phone, Visitor } from '../support/visitor.ts';

describe('a whole purchase in a browser', () => {
  let browser: Browser;
  let sale: TestSale;
  let event: OnSale;
  beforeAll(async () => {
    [browser, sale] = await Promise.all([openBrowser(), startTestSale()]);
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl);
    await publishDrop(sale.gateway, event);
  });
  afterAll(async () => {
    await browser?.close();
    await sale?.close();
  });

  it.each([
    ['on a desktop', desktop, 1],
    ['on a phone', phone, 2],
  ])('goes from what is on to the ticket by mouse %s', async (_name, viewport, row) => {
    const fan = await Visitor.open(browser, sale.gatewayUrl, viewport);
    await fan.signUp();
    await fan.page.getByRole('link', { name: /Night of Lights/ }).click();
    await fan.title('Night of Lights');
    await fan.page.getByRole('link', { name: 'Go to the sale' }).click();
    await fan.press('Join the line');
    await fan.title('Choose your tickets');
    await fan.pick(row, 3);
    await fan.pick(row, 4);
    await fan.press(/Hold 2 seats/);
    await fan.title('These tickets are yours for now');
    expect(await fan.page.locator('.total strong').textContent()).toBe('€99.00');
    await fan.press('Order and pay €99.00');
    await fan.title('Pay €99.00');
    await fan.typeCard(goodCard);
    await fan.press('Pay €99.00');
    await fan.title('Your 2 tickets');
    expect(await fan.page.locator('.ticket code').allTextContents()).toEqual([
      expect.stringMatching(/^FG1\./),
      expect.stringMatching(/^FG1\./),
    ]);
    await fan.press('I am done: leave the shop');
    await fan.page.getByText('You left the shop').waitFor();
    expect(fan.faults).toEqual([]);
    await fan.close();
  });
});
