import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import type { Visitor } from '../support/visitor.ts';

/** The gateway's list of seats may be a second old, and the page asks for it every few seconds. */
const lagging = { timeout: 10_000 };

describe('holding seats in a browser', () => {
  const use = useBrowserSale();

  async function shopper(dropId: string): Promise<Visitor> {
    const fan = await use().visit();
    await fan.signUp();
    await fan.enterShop(dropId);
    return fan;
  }

  it('a hold that runs out says so, and the seats can be chosen again', async () => {
    const { dropId } = await use().putOnSale({ holdSeconds: 6 });
    const fan = await shopper(dropId);
    await fan.pick(1, 1);
    await fan.press('Hold 1 seat');
    await fan.title('This ticket is yours for now');
    await fan.title('Your hold has ended');
    await fan.press('Choose again');
    await fan.title('Choose your tickets');
    await fan.pick(1, 1);
    await fan.press('Hold 1 seat');
    await fan.title('This ticket is yours for now');
    await fan.close();
  });

  it('a hold is extended once, survives a refresh, and is given back', async () => {
    const { dropId } = await use().putOnSale({ holdSeconds: 100 });
    const fan = await shopper(dropId);
    await fan.pick(2, 5);
    await fan.press('Hold 1 seat');
    await fan.title('This ticket is yours for now');
    const clock = fan.page.locator('.clock');
    expect(await clock.textContent()).toMatch(/1:\d\d$/);
    await fan.press('More time');
    await expect.poll(() => clock.textContent(), lagging).toMatch(/3:\d\d$/);
    expect(await fan.page.getByRole('button', { name: 'More time' }).count()).toBe(0);
    await fan.page.reload();
    await fan.title('This ticket is yours for now');
    expect(await fan.page.locator('.basket').textContent()).toContain('row 2, seat 5');
    expect(await fan.page.getByRole('button', { name: 'More time' }).count()).toBe(0);
    await fan.press('Give it back');
    await fan.title('Choose your tickets');
    await expect.poll(() => fan.seat(2, 5).getAttribute('aria-disabled'), lagging).toBe('false');
    await fan.close();
  });

  it('of two browsers that want one seat, one gets it and the other is told which was taken', async () => {
    const { dropId } = await use().putOnSale();
    const [first, second] = await Promise.all([shopper(dropId), shopper(dropId)]);
    await Promise.all([first, second].map((fan) => fan.pick(3, 3)));
    await second.pick(3, 4);
    await Promise.all([first.press('Hold 1 seat'), second.press('Hold 2 seats')]);
    const outcomes = await Promise.all([first, second].map(outcomeOf));
    expect(outcomes.toSorted()).toEqual(['held', 'taken']);
    const loser = outcomes[0] === 'taken' ? first : second;
    await expect.poll(() => loser.seat(3, 3).isChecked()).toBe(false);
    await expect.poll(() => loser.seat(3, 3).getAttribute('aria-label'), lagging).toMatch(/in other hands/);
    await Promise.all([first.close(), second.close()]);
  });

  it('what somebody else takes is seen in the list, and no more than the limit can be ticked', async () => {
    const { dropId } = await use().putOnSale({ limit: 2 });
    const [first, second] = await Promise.all([shopper(dropId), shopper(dropId)]);
    await second.pick(1, 1);
    await first.pick(1, 1);
    await first.pick(1, 2);
    await first.pick(1, 3);
    expect(await first.seat(1, 3).isChecked()).toBe(false);
    await first.page.getByText('At most 2 seats per person.').waitFor();
    await first.press('Hold 2 seats');
    await first.title('These tickets are yours for now');
    await expect.poll(() => second.seat(1, 1).isChecked(), lagging).toBe(false);
    await second.seat(1, 2).click({ force: true });
    expect(await second.seat(1, 2).isChecked()).toBe(false);
    await Promise.all([first.close(), second.close()]);
  });

  it('what is not there is refused with how much there is', async () => {
    const { dropId } = await use().putOnSale({ rows: 2, seatsPerRow: 3 });
    const fan = await shopper(dropId);
    await fan.page.getByLabel('How many').selectOption('4');
    await fan.press('Hold 4 tickets');
    await fan.problem().getByText('At most 3 are free side by side.').waitFor();
    await fan.page.getByLabel('Side by side in one row').uncheck();
    await fan.press('Hold 4 tickets');
    await fan.title('These tickets are yours for now');
    await fan.close();
  });
});

async function outcomeOf({ page }: Visitor): Promise<'held' | 'taken'> {
  const held = page.getByRole('heading', { level: 1, name: /yours for now/ });
  const taken = page.locator('[data-code="SEATS_TAKEN"]');
  await held.or(taken).waitFor();
  return (await held.count()) > 0 ? 'held' : 'taken';
}
