import { readdirSync, readFileSync } from 'node:fs';
import { join as pathOf } from 'node:path';
import type { Lanes } from '@fairgate/shared/contracts/lanes.ts';
import type { DropStatus } from '@fairgate/shared/contracts/waiting-room.ts';
import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { createFans, type Fan } from '../support/fan.ts';
import { inspectState } from '../support/inspect-state.ts';
import type { LobbyOptions } from '../support/lobby-on-sale.ts';
import type { OnSale } from '../support/on-sale.ts';
import type { Visitor } from '../support/visitor.ts';

const patient = { timeout: 15_000, interval: 100 };
const general = { name: 'General', weight: 3, places: null };
const fanClub = { name: 'Fan club', weight: 1, places: 200 };
const inLane = 'You are in the lane Fan club. 25 % of all turns are its while others wait too.';

describe('lanes in a browser', () => {
  const use = useBrowserSale();

  it('the door tells the shares of several lanes, and nothing of a single one', async () => {
    const { dropId } = await putLanesOnSale();
    const plain = await use().putOnSale({ opensInSeconds: 400 });
    const fan = await use().visit();
    await fan.goTo(`#/drops/${dropId}?code=FANCLUB2030`);
    await fan.page
      .getByText('Of every 4 turns, 1 is for the lane Fan club (with a code, 200 places at most).')
      .waitFor();
    await fan.page.getByText('You bring a code.').waitFor();
    await inspectState(fan, 'the door of two lanes');
    await fan.goTo(`#/drops/${plain.dropId}`);
    await fan.title('The sale opens soon');
    await fan.page.getByText('First come, first served').waitFor();
    expect(await fan.page.getByText('for the lane').count()).toBe(0);
    await fan.signUp(`#/drops/${plain.dropId}`);
    await fan.press('Join the line');
    await fan.title('You have a place');
    expect(await fan.page.getByText('I have a code').isVisible()).toBe(false);
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  it('a code is refused in words and another one used, by keyboard alone', async () => {
    const { dropId } = await putLanesOnSale();
    const fan = await use().visit();
    const { page } = fan;
    await fan.signUp(`#/drops/${dropId}`);
    await fan.press('Join the line');
    await fan.title('You are in the lobby');
    await page.getByText('I have a code').waitFor();
    await inspectState(fan, 'a line of two lanes');
    await tabTo(fan, 'I have a code');
    await page.keyboard.press('Enter');
    await inspectState(fan, 'the field for a code');
    await page.keyboard.press('Tab');
    const field = page.getByLabel('Your code');
    for (const [typed, words] of [
      ['', /Type the code/],
      ['abc', /6 to 40 letters and digits.+ You keep your place in the lane General\./],
      ['no such code', /opens no lane of this drop\..+ You keep your place in the lane General\./],
    ] as const) {
      await field.press('ControlOrMeta+a');
      await page.keyboard.press('Delete');
      await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
      const fault = page.locator('#lane-code-fault', { hasText: words });
      await fault.waitFor();
      expect(await focusedId(fan)).toBe('lane-code');
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      expect(await field.getAttribute('aria-describedby')).toContain('lane-code-fault');
      expect(await page.locator('#announcer').textContent()).toMatch(words);
    }
    await inspectState(fan, 'a code that was refused');

    await field.press('ControlOrMeta+a');
    await page.keyboard.type('fan-club 2030');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText(inLane, { exact: true }).waitFor();
    expect(await page.locator('#announcer').textContent()).toContain('You are in the lane Fan club.');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('I have a code');
    expect(await field.isVisible()).toBe(false);
    await inspectState(fan, 'a place in another lane');
    const kept = `Object.entries(localStorage).find(([name]) => name.startsWith('fairgate.place.'))[1]`;
    expect(JSON.parse(await page.evaluate<string>(kept))).toMatchObject({ lane: 1 });
    await page.reload();
    await page.getByText(inLane, { exact: true }).waitFor();
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  it("an invitation's link fills the code in, and whoever uses it comes in by the new place", async () => {
    const { dropId } = await putLanesOnSale({ opensInSeconds: 45, sealSeconds: 8, drawSeconds: 3 }, [
      'ada@example.org',
    ]);
    const code = await invitedCode(dropId);
    const fan = await use().visit();
    const { page } = fan;
    const asked: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && asked.push(request.url()));
    await fan.signUp(`#/drops/${dropId}?code=${code}`);
    await fan.press('Join the line');
    await fan.title('You are in the lobby');
    expect(await page.getByLabel('Your code').inputValue()).toBe(code);
    expect(asked.filter((url) => url.endsWith('/codes'))).toEqual([]);
    await fan.press('Use the code');
    await page.getByText(inLane, { exact: true }).waitFor();
    expect(new URL(page.url()).hash).toBe(`#/drops/${dropId}`);
    expect(asked.filter((url) => url.endsWith('/codes'))).toHaveLength(1);
    await page.getByRole('heading', { name: 'Choose your tickets' }).waitFor({ timeout: 60_000 });
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  /** Two lanes, set through the API and known to the waiting room, with a word that opens the second. */
  async function putLanesOnSale(
    times: LobbyOptions = { opensInSeconds: 400, sealSeconds: 60, drawSeconds: 50 },
    emails: readonly string[] = [],
  ): Promise<OnSale> {
    const event = await use().putLobbyOnSale(times);
    const { gateway } = use().sale;
    const [vendor] = (await createFans(gateway, 1)) as [Fan];
    const { vendorId, eventId, dropId } = event;
    await gateway.stores.database.vendorMember.create({
      data: { vendorId, userId: vendor.id, role: 'owner' },
    });
    const lanes = `/v1/events/${eventId}/drops/${dropId}/lanes`;
    const seen = await vendor.call<Lanes>('GET', `/v1/drops/${dropId}/lanes`);
    const match = { 'if-match': String(seen.headers.etag) };
    const made = [
      await vendor.call('PUT', lanes, { lanes: [general, fanClub] }, match),
      await vendor.call('POST', `${lanes}/1/codes`, { words: ['FANCLUB2030'], usesMax: 5 }),
    ];
    if (emails.length > 0) made.push(await vendor.call('POST', `${lanes}/1/invitations`, { emails }));
    expect(made.map(({ status }) => status).filter((status) => status >= 300)).toEqual([]);
    const known = async () =>
      (await vendor.call<DropStatus>('GET', `/v1/drops/${dropId}/status`)).body.joined.length;
    await expect.poll(known, patient).toBe(2);
    return event;
  }

  /** The code in the link of the mail that was sent for this drop. */
  async function invitedCode(dropId: string): Promise<string> {
    const folder = use().sale.gateway.mailFolder;
    const find = () =>
      readdirSync(folder)
        .filter((name) => name.startsWith('lane-invitation-') && name.endsWith('.json'))
        .map((name) => readFileSync(pathOf(folder, name), 'utf8'))
        .map((mail) => new RegExp(`/#/drops/${dropId}\\?code=([0-9A-Z-]+)`).exec(mail)?.[1])
        .find((code) => code !== undefined);
    await expect.poll(find, patient).toBeDefined();
    return find() ?? '';
  }

  async function tabTo({ page }: Visitor, words: string): Promise<void> {
    for (let tabs = 0; tabs < 30; tabs += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate('document.activeElement.textContent')) === words) return;
    }
    throw new Error(`no Tab leads to ${words}`);
  }

  const focusedId = ({ page }: Visitor) => page.evaluate<string>('document.activeElement.id');
});
