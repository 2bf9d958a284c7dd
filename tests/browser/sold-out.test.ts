import { createClient } from '@fairgate/client/create-client.ts';
import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { createFans, type Fan } from '../support/fan.ts';
import { inspectState } from '../support/inspect-state.ts';

/** The gateway keeps what it counted for seconds, and pages ask every few seconds. */
const lagging = { timeout: 30_000 };

describe('a sale in which nothing is left', () => {
  const use = useBrowserSale();

  async function hold(fan: Fan, dropId: string, wish: object): Promise<string> {
    await fan.comeIn(dropId);
    const { status, body } = await fan.hold(dropId, wish);
    expect([200, 201]).toContain(status);
    return body.holdId;
  }

  async function buy(fan: Fan, dropId: string, holdId: string): Promise<void> {
    const { body: order } = await fan.order(dropId, holdId);
    if (order.payment !== null) await fan.pay(order);
    await fan.orderIn(order.orderId, ['PAID']);
  }

  it('says so in the shop, after leaving, on the event, at the door and in the list', async () => {
    const onSale = await use().putOnSale({ rows: 1, seatsPerRow: 2, general: 1, free: 1 });
    const { eventId, dropId } = onSale;
    const buyers = await createFans(use().sale.gateway, 3);
    const wishes = [
      { tickets: [0, 1] },
      { categoryId: onSale.generalCategoryId, quantity: 1 },
      { categoryId: onSale.freeCategoryId, quantity: 1 },
    ];
    const fan = await use().visit();
    await fan.signUp();
    await fan.enterShop(dropId);
    const button = fan.page.getByRole('button', { name: /^Hold one ticket/ });
    expect(await button.getAttribute('aria-disabled')).toBeNull();

    const holdIds = await Promise.all(buyers.map((buyer, index) => hold(buyer, dropId, wishes[index] ?? {})));
    await expect.poll(() => button.getAttribute('aria-disabled'), lagging).toBe('true');
    await fan.title('Choose your tickets');
    await expect.poll(() => fan.page.locator('.hint').textContent(), lagging).toContain('may come back');
    await Promise.all(buyers.map((buyer, index) => buy(buyer, dropId, holdIds[index] ?? '')));
    await expect.poll(() => fan.page.locator('h1').textContent(), lagging).toBe('Sold out');
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(await fan.page.locator('#best-reason').textContent()).toBe('Nothing is free now.');
    await inspectState(fan, 'a shop in which nothing is left');

    await fan.press('Leave the shop');
    await fan.title('You left the shop');
    expect(await fan.page.locator('main').textContent()).toContain('Everything is sold by now.');
    expect(await fan.page.locator('#announcer').textContent()).toBe('');

    const api = createClient({ baseUrl: use().sale.gatewayUrl });
    const listed = async () =>
      (await api.GET('/v1/events', { params: { query: { limit: 100 } } })).data?.items.find(
        ({ id }) => id === eventId,
      )?.nextDrop?.phase;
    await expect.poll(listed, lagging).toBe('soldOut');
    await fan.goTo(`#/events/${eventId}`);
    await expect.poll(() => fan.page.locator('.drop-card .tag').textContent(), lagging).toBe('Sold out');
    expect(await fan.page.getByRole('link', { name: 'Go to the sale' }).count()).toBe(0);
    await inspectState(fan, 'an event of which nothing is left');
    await fan.goTo(`#/drops/${dropId}`);
    await fan.title('Sold out');
    await fan.goTo('#/');
    const card = fan.page.locator(`a[href="#/events/${eventId}"]`);
    await expect.poll(() => card.locator('.tag').textContent(), lagging).toBe('Sold out');
    expect(await card.textContent()).not.toContain('from €');
    await inspectState(fan, 'a list with a sold-out event');
    await fan.close();
  });

  it('is never far behind on the event page: an opening is seen without a click', async () => {
    const { eventId } = await use().putOnSale({ opensInSeconds: 12 });
    const fan = await use().visit();
    await fan.goTo(`#/events/${eventId}`);
    const tag = fan.page.locator('.drop-card .tag');
    expect(await tag.textContent()).toBe('not open yet');
    await fan.page.getByRole('link', { name: 'Go to the waiting room' }).focus();
    await expect.poll(() => tag.textContent(), lagging).toBe('open now');
    expect(await fan.page.evaluate('document.activeElement.textContent')).toBe('Go to the sale');
    await fan.close();
  });
});
