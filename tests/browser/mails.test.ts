import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { inspectState } from '../support/inspect-state.ts';

describe('the mails of development', () => {
  const use = useBrowserSale();

  it('are accessible as a list, as none, and one by one, in light and dark, narrow and wide', async () => {
    const fan = await use().visit();
    const email = await fan.signUp();
    await fan.goTo('#/forgotten');
    await fan.page.getByLabel('E-mail').fill(email);
    await fan.page.locator('main button').click();
    const list = `${use().sale.gatewayUrl}/dev/mails?to=${encodeURIComponent(email)}`;
    const link = fan.page.locator('ol a').first();
    await expect
      .poll(
        async () => {
          await fan.page.goto(list);
          return link.count();
        },
        { timeout: 15_000 },
      )
      .toBe(1);
    await inspectState(fan, 'the list of mails');
    await link.click();
    await fan.page.getByText('As text').waitFor();
    await inspectState(fan, 'one mail', { without: 'iframe' });
    await fan.page.goto(`${use().sale.gatewayUrl}/dev/mails?to=nobody-at-all`);
    await inspectState(fan, 'no mails');
    await fan.close();
  });
});
