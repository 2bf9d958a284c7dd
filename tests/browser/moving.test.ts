import { expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { inspectState } from '../support/inspect-state.ts';
import { phone } from '../support/visitor.ts';

const use = useBrowserSale();
const signInFor = (next: string) => `#/sign-in?next=${encodeURIComponent(next)}`;

it('a visit moves from the laptop to the phone with its code, and ends on the laptop', async () => {
  const { dropId } = await use().putOnSale();
  const laptop = await use().visit();
  const email = await laptop.signUp();
  await laptop.enterShop(dropId);
  await laptop.page.getByText('Go on on another device').click();
  await laptop.press('Show a code');
  const code = laptop.page.locator('.move-code code');
  await code.waitFor();
  const written = String(await code.textContent());
  expect(written).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await inspectState(laptop, 'a shop that shows a code for another device');

  const mobile = await use().visit(phone);
  await mobile.goTo(signInFor(`#/drops/${dropId}`));
  await mobile.signIn(email);
  await mobile.press('Join the line');
  await mobile.title('You are in the shop on another device');
  await inspectState(mobile, 'a shop that is open on another device');
  const field = mobile.page.getByLabel('The code that it shows');
  await field.fill('0000-0000');
  await field.press('Enter');
  await mobile.problem().filter({ hasText: 'This code moves nothing here' }).waitFor();
  await field.fill(written.toLowerCase());
  await field.press('Enter');
  await mobile.title('Choose your tickets');

  await laptop.pick(1, 2);
  await laptop.press(/^Hold one seat|^Hold 1 seat/);
  await laptop.title('You went on on another device');
  await inspectState(laptop, 'a visit that went on elsewhere');
  await mobile.pick(1, 2);
  await mobile.press(/^Hold one seat|^Hold 1 seat/);
  await mobile.title('This ticket is yours for now');
  expect([...laptop.faults, ...mobile.faults]).toEqual([]);
  await Promise.all([laptop.close(), mobile.close()]);
});

it('the address of the code leads straight in, and a device that is gone needs none', async () => {
  const { dropId } = await use().putOnSale();
  const [first, second] = [await use().visit(), await use().visit(phone)];
  const email = await first.signUp();
  await first.enterShop(dropId);
  await first.page.getByText('Go on on another device').click();
  await first.press('Show a code');
  const code = await first.page.locator('.move-code code').textContent();
  await second.goTo(signInFor(`#/drops/${dropId}?move=${code}`));
  await second.signIn(email);
  await second.press('Join the line');
  await second.title('Choose your tickets');
  await first.page.reload();
  await first.page.getByRole('heading', { level: 1 }).waitFor();
  await first.pick(1, 2);
  await first.press(/^Hold one seat|^Hold 1 seat/);
  await first.title('You went on on another device');
  await first.press('Look at this drop again');
  await first.press('Join the line');
  await first.title('You are in the shop on another device');
  await first.press('It is gone: go on here without a code');
  await first.title('Choose your tickets');
  expect([...first.faults, ...second.faults]).toEqual([]);
  await Promise.all([first.close(), second.close()]);
});
