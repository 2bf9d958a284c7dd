import { readFile } from 'node:fs/promises';
import type { LobbyReceipt } from '@fairgate/shared/contracts/draws.ts';
import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { createFans, type Fan } from '../support/fan.ts';
import { inspectState } from '../support/inspect-state.ts';
import type { Visitor } from '../support/visitor.ts';

describe('a lobby and its draw in a browser', () => {
  const use = useBrowserSale();

  const join = (fans: readonly Fan[], dropId: string) =>
    Promise.all(fans.map((fan) => fan.call('POST', `/v1/drops/${dropId}/entries`)));

  it('the event and the door say how the line is made, with a lobby and without', async () => {
    const times = { opensInSeconds: 400, sealSeconds: 60, drawSeconds: 50 };
    const lobby = await use().putLobbyOnSale(times);
    const plain = await use().putOnSale({ opensInSeconds: 400 });
    const fan = await use().visit();
    for (const [{ eventId, dropId }, words, name] of [
      [lobby, /A draw makes the line, .+ closes, at .+: arriving earlier gives no advantage/, 'a lobby'],
      [plain, /First come, first served/, 'no lobby'],
    ] as const) {
      for (const [part, id] of [
        ['events', eventId],
        ['drops', dropId],
      ] as const) {
        await fan.goTo(`#/${part}/${id}`);
        await fan.page.getByText(words).waitFor();
        await inspectState(fan, `${part} with ${name}`);
      }
    }
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  it('from the door through the lobby, the seal and the draw to a place that the browser checks', async () => {
    const times = { opensInSeconds: 80, sealSeconds: 30, drawSeconds: 20 };
    const { dropId } = await use().putLobbyOnSale({ ...times, cap: 1 });
    await join(await createFans(use().sale.gateway, 6), dropId);
    const fan = await use().visit();
    await hearAnnouncements(fan);
    await fan.signUp(`#/drops/${dropId}`);
    await fan.press('Join the line');
    await fan.title('You are in the lobby');
    expect(await fan.fact('Your place').textContent()).toBe('not drawn yet');
    await expect.poll(() => fan.fact('In the lobby').textContent()).toBe('7 people');
    await inspectState(fan, 'the lobby before the seal');
    await fan.page.reload();
    await fan.title('You are in the lobby');

    await sealNow(dropId, 22);
    await fan.title('Waiting for the draw');
    await fan.page.getByText('with you and 6 others in it').waitFor();
    await inspectState(fan, 'waiting for the draw');
    const late = await use().visit();
    await late.signUp(`#/drops/${dropId}`);
    await late.press('Join the line');
    await late.title('You have a place');
    await late.page.getByText('You stand behind the 7 people in it').waitFor();
    expect(await late.fact('Your place').textContent()).toBe('8');

    await fan.page.getByRole('heading', { name: /^Your place is \d$/ }).waitFor({ timeout: 30_000 });
    const rank = Number(await fan.fact('Your place').textContent());
    expect(rank).toBeLessThanOrEqual(7);
    await inspectState(fan, 'drawn');
    await checkPlace(fan, 5);
    await inspectState(fan, 'a place that was checked');
    await fan.context.setOffline(true);
    expect(await savedReceipt(fan)).toMatchObject({ dropId, lobby: [7] });
    await fan.context.setOffline(false);
    const announced = (await announcements(fan)).filter((words) => words.includes('The draw is done'));
    expect(announced).toHaveLength(1);
    await checkPlace(late, 3);
    await late.page.getByText('You joined after the lobby was closed').waitFor();
    expect([...fan.faults, ...late.faults]).toEqual([]);
    await Promise.all([fan.close(), late.close()]);
  });

  it('a draw that is not done at the opening is said, and the line goes on from it', async () => {
    const times = { opensInSeconds: 22, sealSeconds: 10, drawSeconds: 15 };
    const { dropId } = await use().putLobbyOnSale(times);
    const fan = await use().visit();
    await fan.signUp(`#/drops/${dropId}`);
    await fan.press('Join the line');
    await fan.title('Waiting for the draw');
    await fan.page.getByText('with you alone in it').waitFor();
    await fan.title('The draw is being finished …');
    await inspectState(fan, 'a draw that is late');
    await fan.title('Choose your tickets');
    await checkPlace(fan, 5);
    await fan.close();
  });

  /** Ends the lobby before its time, however long the visitor needed to look at it, and waits until that is told. */
  async function sealNow(dropId: string, drawSeconds: number): Promise<void> {
    const { app, stores } = use().sale.gateway;
    const sealAt = new Date();
    await stores.database.draw.updateMany({
      where: { dropId },
      data: { sealAt, beaconAt: new Date(sealAt.getTime() + drawSeconds * 1000) },
    });
    const draw = async () => (await app.inject(`/v1/drops/${dropId}/status`)).json().draw;
    await expect.poll(draw, { timeout: 10_000, interval: 300 }).toBe('sealed');
  }

  async function checkPlace({ page }: Visitor, steps: number): Promise<void> {
    await page.getByText('Check my place').focus();
    await page.keyboard.press('Enter');
    await page.getByText(`All ${steps} steps are right.`).waitFor();
    expect(await page.locator('.checks .mark').allTextContents()).toEqual(new Array(steps).fill('✓'));
    expect(await page.locator('.proof').textContent()).toContain('COMMIT_REVEAL');
  }

  async function savedReceipt({ page }: Visitor): Promise<LobbyReceipt> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save my receipt' }).click(),
    ]);
    return JSON.parse(await readFile(await download.path(), 'utf8')) as LobbyReceipt;
  }

  /** Keeps whatever the page's live region says, over reloads too. */
  function hearAnnouncements({ page }: Visitor) {
    return page.addInitScript(`addEventListener('DOMContentLoaded', () => {
      window.heard = [];
      new MutationObserver(() => {
        const words = document.getElementById('announcer').textContent;
        if (words !== '') window.heard.push(words);
      }).observe(document.getElementById('announcer'), { childList: true, subtree: true });
    })`);
  }

  const announcements = ({ page }: Visitor) => page.evaluate<string[]>('window.heard');
});
