import type { Lanes, NewLaneCodes } from '@fairgate/shared/contracts/lanes.ts';
import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { createFans, type Fan } from '../support/fan.ts';
import { inspectState } from '../support/inspect-state.ts';
import type { OnSale } from '../support/on-sale.ts';

describe('a code that opens a lane, in a browser', () => {
  const use = useBrowserSale();

  /** A lane with two places beside the general one, and a word that opens it. */
  async function openLane({ vendorId, eventId, dropId }: OnSale, word: string): Promise<void> {
    const { gateway } = use().sale;
    const [vendor] = (await createFans(gateway, 1)) as [Fan];
    await gateway.stores.database.vendorMember.create({
      data: { vendorId, userId: vendor.id, role: 'owner' },
    });
    const seen = await vendor.call<Lanes>('GET', `/v1/drops/${dropId}/lanes`);
    const lanes = [
      { name: 'General', weight: 3, places: null },
      { name: 'Fan club', weight: 1, places: 2 },
    ];
    const path = `/v1/events/${eventId}/drops/${dropId}/lanes`;
    await vendor.call('PUT', path, { lanes }, { 'if-match': String(seen.headers.etag) });
    const made = await vendor.call<NewLaneCodes>('POST', `${path}/1/codes`, { words: [word], usesMax: 5 });
    expect(made.status).toBe(201);
  }

  it('is entered by keyboard, refused in words, and gives a place in its lane', async () => {
    const times = { opensInSeconds: 600, sealSeconds: 60, drawSeconds: 50 };
    const event = await use().putLobbyOnSale(times);
    await openLane(event, 'FANCLUB2030');
    const fan = await use().visit();
    await fan.signUp(`#/drops/${event.dropId}`);
    await fan.press('Join the line');
    await fan.title('You are in the lobby');
    const { keyboard } = fan.page;
    await fan.page.getByText('I have a code').focus();
    await keyboard.press('Enter');
    await fan.page.getByText('“Fan club” with 25 % of the turns and 2 places at most').waitFor();
    await inspectState(fan, 'a code is asked for');

    await keyboard.press('Tab');
    await keyboard.type('no such code');
    await keyboard.press('Enter');
    await fan.page.getByText('This code opens no lane of this drop').waitFor();
    const field = fan.page.getByLabel('Your code');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await fan.page.evaluate('document.activeElement.id')).toBe('lane-code');
    await inspectState(fan, 'a code was refused');

    await field.fill('fanclub-2030');
    // Redis hears of a new lane a moment after Postgres.
    await expect
      .poll(async () => {
        if ((await field.count()) > 0) await keyboard.press('Enter');
        return fan.page
          .getByText('You are in the lane “Fan club”. 25 % of all turns are its')
          .first()
          .isVisible();
      })
      .toBe(true);
    expect(await field.count()).toBe(0);
    await fan.title('You are in the lobby');
    await inspectState(fan, 'in another lane');
    await fan.page.reload();
    await fan.page.getByText('You are in the lane “Fan club”').first().waitFor();
    expect(await fan.page.getByText('I have a code').count()).toBe(0);
    await fan.close();
  });

  it('stands in the field when it came with the address, and is used by nobody but who presses', async () => {
    const event = await use().putLobbyOnSale({ opensInSeconds: 600, sealSeconds: 60, drawSeconds: 50 });
    await openLane(event, 'INVITED2030');
    const fan = await use().visit();
    await fan.signUp(`#/drops/${event.dropId}?code=INVITED2030`);
    await fan.press('Join the line');
    await fan.title('You are in the lobby');
    const field = fan.page.getByLabel('Your code');
    await field.waitFor();
    expect(await field.inputValue()).toBe('INVITED2030');
    const { database } = use().sale.gateway.stores;
    expect(await database.laneRedemption.count({ where: { dropId: event.dropId } })).toBe(0);
    await expect
      .poll(async () => {
        if ((await field.count()) > 0) await fan.press('Use the code');
        return database.laneRedemption.count({ where: { dropId: event.dropId } });
      })
      .toBe(1);
    await fan.close();
  });

  it('is not asked for where there is one lane', async () => {
    const event = await use().putOnSale({ opensInSeconds: 400 });
    const fan = await use().visit();
    await fan.signUp(`#/drops/${event.dropId}`);
    await fan.press('Join the line');
    await fan.title('You have a place');
    expect(await fan.page.getByText('I have a code').count()).toBe(0);
    expect(fan.faults).toEqual([]);
    await fan.close();
  });
});
