import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { inspectState } from '../support/inspect-state.ts';

const use = useBrowserSale();
const isFocused = (button: Locator) => button.evaluate((element) => element.matches(':focus'));

it('a place is given up by keyboard, after being asked once, and joining again takes it up', async () => {
  const { dropId } = await use().putOnSale({ opensInSeconds: 600 });
  const fan = await use().visit();
  await fan.signUp(`#/drops/${dropId}`);
  await fan.press('Join the line');
  await fan.title('You have a place');
  const place = () =>
    use().sale.gateway.stores.database.dropEntry.findFirst({ where: { dropId, leftAt: null } });
  await expect.poll(place, { timeout: 15_000 }).toMatchObject({ entryIndex: 0 });

  const open = fan.page.getByRole('button', { name: 'Give my place up' });
  await open.focus();
  await fan.page.keyboard.press('Enter');
  const keep = fan.page.getByRole('button', { name: 'Keep my place' });
  expect(await isFocused(keep)).toBe(true);
  await inspectState(fan, 'a line that asks before the place is given up');
  await fan.page.keyboard.press('Escape');
  expect(await isFocused(open)).toBe(true);
  expect(await place()).not.toBeNull();

  await fan.press('Give my place up');
  await fan.press('Yes, give it up');
  await fan.page.getByText('You gave your place up. If you join again').waitFor();
  await fan.title('The sale opens soon');
  expect(await place()).toBeNull();
  // A refresh finds no place, and takes none by itself.
  await fan.page.reload();
  await fan.title('The sale opens soon');
  expect(await place()).toBeNull();
  await inspectState(fan, 'the door after a place was given up');
  await fan.press('Join the line');
  await fan.title('You have a place');
  await expect.poll(place, { timeout: 15_000 }).toMatchObject({ entryIndex: 0 });
  expect(fan.faults).toEqual([]);
  await fan.close();
});

it('a line that operators hold says so, and goes on', async () => {
  const { eventId, dropId } = await use().putOnSale({ cap: 1 });
  const { database } = use().sale.gateway.stores;
  const inside = await use().visit();
  await inside.signUp(`#/drops/${dropId}`);
  await inside.press('Join the line');
  await inside.page.getByRole('heading', { name: 'Choose' }).first().waitFor({ timeout: 30_000 });
  const fan = await use().visit();
  await fan.signUp(`#/drops/${dropId}`);
  await fan.press('Join the line');
  await fan.title('You are in line');
  const set = (state: string) =>
    database.$executeRaw`
      with changed as (update drops set state = ${state}, version = version + 1
        where event_id = ${eventId}::uuid and id = ${dropId}::uuid returning id, version)
      insert into outbox (topic, dedupe_key, event_id, payload)
      select 'drop-publish', 'held:' || version, ${eventId}::uuid,
        jsonb_build_object('eventId', ${eventId}::text, 'dropId', ${dropId}::text) from changed`;
  await set('HELD');
  const words = fan.page.getByText('The organiser lets nobody in at the moment.');
  await words.waitFor({ timeout: 30_000 });
  await inspectState(fan, 'a line that is held');
  await set('SCHEDULED');
  await words.waitFor({ state: 'hidden', timeout: 30_000 });
  expect([...inside.faults, ...fan.faults]).toEqual([]);
  await Promise.all([inside.close(), fan.close()]);
});
