import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { createFans, type Fan } from '../support/fan.ts';
import type { OnSale } from '../support/on-sale.ts';
import { phone } from '../support/visitor.ts';

describe('waiting in a browser', () => {
  const use = useBrowserSale();

  /** A drop whose shop has room for one, and somebody in it. */
  async function fullShop(): Promise<{ event: OnSale; inside: Fan }> {
    const event = await use().putOnSale({ cap: 1 });
    const [inside] = await createFans(use().sale.gateway, 1);
    await inside!.comeIn(event.dropId);
    return { event, inside: inside! };
  }

  const leave = (fan: Fan, { dropId }: OnSale) => fan.call('DELETE', `/v1/drops/${dropId}/admissions`);

  it('a refresh keeps the place, another device shows it, and whoever leaves lets in', async () => {
    const { event, inside } = await fullShop();
    const fan = await use().visit();
    const email = await fan.signUp(`#/drops/${event.dropId}`);
    await fan.press('Join the line');
    await fan.title('You are in line');
    expect(await fan.fact('Your place').textContent()).toBe('2');
    await fan.page.reload();
    await fan.title('You are in line');
    expect(await fan.fact('Your place').textContent()).toBe('2');
    await expect.poll(() => fan.page.title(), { timeout: 5_000 }).toMatch(/^\(1\) You are in line/);

    const other = await use().visit(phone);
    await other.goTo(`#/sign-in?next=${encodeURIComponent(`#/drops/${event.dropId}`)}`);
    await other.signIn(email);
    await other.press('Join the line');
    await other.title('You are in line');
    expect(await other.fact('Your place').textContent()).toBe('2');
    await other.close();

    await leave(inside, event);
    await fan.title('Choose your tickets');
    await fan.page.reload();
    await fan.title('Choose your tickets');
    await fan.press('Leave the shop');
    await fan.title('You left the shop');
    await fan.close();
  });

  it('whoever joins without being signed in gets the place after signing up, without asking twice', async () => {
    const { dropId } = await use().putOnSale({ opensInSeconds: 120 });
    const fan = await use().visit();
    await fan.goTo(`#/drops/${dropId}`);
    await fan.title('The sale opens soon');
    await fan.press('Sign in and join the line');
    await fan.title('Sign in');
    const next = new URLSearchParams(new URL(fan.page.url()).hash.split('?')[1]).get('next') ?? '';
    await fan.signUp(next);
    await fan.title('You have a place');
    expect(await fan.page.locator('.figure').textContent()).toMatch(/^[01]:\d\d$/);
    await fan.close();
  });

  it('the door opens by itself at the opening', async () => {
    const { dropId } = await use().putOnSale({ opensInSeconds: 8 });
    const fan = await use().visit();
    await fan.signUp(`#/drops/${dropId}`);
    await fan.press(/Join the line/);
    await fan.title('Choose your tickets');
    await fan.close();
  });

  it('a paused sale says so and goes on from there', async () => {
    const { event, inside } = await fullShop();
    const fan = await use().visit();
    await fan.signUp(`#/drops/${event.dropId}`);
    await fan.press('Join the line');
    await fan.title('You are in line');
    await setState(event, 'PAUSED');
    await fan.title('The sale is paused');
    await setState(event, 'SCHEDULED');
    await fan.title('You are in line');
    await leave(inside, event);
    await fan.title('Choose your tickets');
    await fan.close();
  });

  it('a gateway that is over capacity, or out of reach, is asked again, and the page says so meanwhile', async () => {
    const { event } = await fullShop();
    const fan = await use().visit();
    await fan.signUp(`#/drops/${event.dropId}`);
    let refusals = 2;
    await fan.page.route('**/entries', (route) => {
      refusals -= 1;
      if (refusals === 1) return route.abort();
      if (refusals === 0)
        return route.fulfill({
          status: 503,
          headers: { 'retry-after': '1' },
          contentType: 'application/problem+json',
          body: JSON.stringify({
            code: 'OVERLOADED',
            status: 503,
            title: 'We are over capacity',
            advice: '',
          }),
        });
      return route.continue();
    });
    await fan.press('Join the line');
    await fan.page.getByText('We cannot reach Fairgate.').waitFor();
    await fan.page.getByText('We are over capacity.').waitFor();
    await fan.title('You are in line');
    expect(await fan.page.locator('#notice').textContent()).toBe('');
    await fan.close();
  });

  async function setState({ eventId, dropId }: OnSale, state: string): Promise<void> {
    const { database } = use().sale.gateway.stores;
    await database.drop.updateMany({ where: { id: dropId }, data: { state } });
    await database.outboxRow.create({
      data: {
        topic: 'drop-publish',
        dedupeKey: `test:${dropId}:${state}`,
        eventId,
        payload: { eventId, dropId },
      },
    });
  }
});
