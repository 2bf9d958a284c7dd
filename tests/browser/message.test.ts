import { expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { inspectState } from '../support/inspect-state.ts';

const use = useBrowserSale();

it('what operators tell is shown to who waits in a language of theirs, said aloud, and taken back', async () => {
  const { eventId, dropId } = await use().putOnSale({ opensInSeconds: 60 });
  const { database } = use().sale.gateway.stores;
  const tell = (message: Record<string, string>, messageVersion: number) =>
    database.drop.update({
      where: { eventId_id: { eventId, id: dropId } },
      data: { message, messageVersion },
    });
  const fan = await use().visit();
  await fan.signUp(`#/drops/${dropId}`);
  await fan.press('Join the line');
  await fan.title('You have a place');
  await tell({ de: 'Einlass ist um acht.', en: 'The doors open at eight.' }, 1);
  const words = fan.page.getByText('The doors open at eight.');
  await words.first().waitFor({ timeout: 30_000 });
  expect(await fan.page.locator('#announcer').textContent()).toBe('The doors open at eight.');
  expect(await fan.page.getByText('Einlass ist um acht.').count()).toBe(0);
  await inspectState(fan, 'a line with a message');
  await tell({}, 2);
  await fan.page
    .locator('main')
    .getByText('The doors open at eight.')
    .waitFor({ state: 'hidden', timeout: 30_000 });
  expect(fan.faults).toEqual([]);
  await fan.close();
});
