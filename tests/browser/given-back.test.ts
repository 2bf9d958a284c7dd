import { signReturn } from '@fairgate/shared/tokens/return-ticket.ts';
import { expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { inspectState } from '../support/inspect-state.ts';

const use = useBrowserSale();

it('whose visit ended while something of ours failed takes the turn back by keyboard', async () => {
  const { dropId } = await use().putOnSale({ admissionSeconds: 14 });
  const { gateway } = use().sale;
  const [secret] = gateway.config.placeSecrets;
  if (secret === undefined) throw new Error('no secret');
  const fan = await use().visit();
  await fan.signUp();
  // As the gateway answers when Redis is out of reach.
  await fan.page.route('**/holds', async (route) => {
    const admission = await gateway.stores.database.admission.findFirst({
      where: { dropId, state: 'ACTIVE' },
    });
    if (admission === null) return route.continue();
    const { id: admissionId, accountId } = admission;
    const ticket = signReturn({ admissionId, accountId, failedAt: Math.floor(Date.now() / 1_000) }, secret);
    return route.fulfill({
      status: 503,
      headers: { 'fairgate-return': ticket, 'retry-after': '1', 'content-type': 'application/problem+json' },
      body: JSON.stringify({ status: 503, code: 'STORE_UNAVAILABLE', title: 'A store is away', advice: '' }),
    });
  });
  await fan.enterShop(dropId);
  await fan.pick(1, 2);
  await fan.press(/^Hold one seat|^Hold 1 seat/);
  await fan.page.getByText('Something of ours failed while you were inside.').waitFor({ timeout: 30_000 });
  await inspectState(fan, 'a visit that ended and gives its turn back');
  await fan.page.unroute('**/holds');
  const take = fan.page.getByRole('button', { name: 'Take my turn back' });
  const inside = fan.page.getByRole('heading', { name: 'Choose your tickets' });
  // The visit is over everywhere a moment later.
  await expect
    .poll(
      async () => {
        if (await take.isVisible()) await take.press('Enter');
        return inside.isVisible();
      },
      { timeout: 20_000, interval: 1_000 },
    )
    .toBe(true);
  await fan.pick(1, 2);
  await fan.press(/^Hold one seat|^Hold 1 seat/);
  await fan.title('This ticket is yours for now');
  expect(await gateway.stores.database.priorityReturn.count({ where: { dropId } })).toBe(1);
  expect(fan.faults).toEqual([]);
  await fan.close();
});
