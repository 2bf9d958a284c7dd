import { createClient } from '@fairgate/client/create-client.ts';
import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { createFans } from '../support/fan.ts';

/** The gateway keeps what it counted for seconds, and a list is asked for twice a minute. */
const lagging = { timeout: 50_000 };

describe('a page that was opened early', () => {
  const use = useBrowserSale();

  it('what is on shows and tells the opening by the clock, keeps the focus, and asks seldom', async () => {
    const { eventId } = await use().putOnSale({ opensInSeconds: 12 });
    const fan = await use().visit();
    const asked: string[] = [];
    fan.page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/v1/events') asked.push(request.url());
    });
    await fan.goTo('#/');
    const card = fan.page.locator(`a[href="#/events/${eventId}"]`);
    const tag = card.locator('.tag');
    await card.focus();
    expect(await tag.textContent()).toMatch(/^opens in/);
    await expect.poll(() => tag.textContent(), lagging).toBe('sale open');
    await expect
      .poll(() => fan.page.locator('#announcer').textContent(), lagging)
      .toContain('Night of Lights: sale open.');
    await expect.poll(() => asked.length, lagging).toBe(2);
    expect(await fan.page.evaluate('document.activeElement.getAttribute("href")')).toBe(
      `#/events/${eventId}`,
    );
    await fan.page.waitForTimeout(5_000);
    expect(asked.length).toBe(2);
    await fan.close();
  });

  it('the door opens by itself, the button stays, and the sold-out sale says so', async () => {
    const onSale = await use().putOnSale({
      ...{ opensInSeconds: 10, rows: 1, seatsPerRow: 1, general: 0, free: 1 },
    });
    const { dropId, eventId } = onSale;
    const buyers = await createFans(use().sale.gateway, 2);
    const wishes = [{ tickets: [0] }, { categoryId: onSale.freeCategoryId, quantity: 1 }];
    const fan = await use().visit();
    await fan.goTo(`#/drops/${dropId}`);
    await fan.title('The sale opens soon');
    const button = fan.page.getByRole('button', { name: 'Sign in and join the line' });
    await button.focus();
    await fan.title('The sale is open');
    expect(await fan.page.evaluate('document.activeElement.textContent')).toBe('Sign in and join the line');
    expect(await fan.page.locator('#announcer').textContent()).toBe('The sale is open.');

    const list = await use().visit();
    await list.goTo('#/');
    const tag = list.page.locator(`a[href="#/events/${eventId}"] .tag`);
    expect(await tag.textContent()).toBe('sale open');
    for (const [at, buyer] of buyers.entries()) {
      await buyer.comeIn(dropId);
      const { body: hold } = await buyer.hold(dropId, wishes[at] ?? {});
      const { body: order } = await buyer.order(dropId, hold.holdId);
      if (order.payment !== null) await buyer.pay(order);
      await buyer.orderIn(order.orderId, ['PAID']);
    }
    const api = createClient({ baseUrl: use().sale.gatewayUrl });
    const phase = async () =>
      (await api.GET('/v1/drops/{dropId}/status', { params: { path: { dropId } } })).data?.phase;
    await expect.poll(phase, lagging).toBe('soldOut');
    await expect.poll(() => fan.page.locator('h1').textContent(), lagging).toBe('Sold out');
    expect(await button.isVisible()).toBe(false);
    await expect.poll(() => tag.textContent(), lagging).toBe('Sold out');
    expect(await list.page.locator('#announcer').textContent()).toContain('Night of Lights: Sold out.');
    await fan.close();
    await list.close();
  });
});
