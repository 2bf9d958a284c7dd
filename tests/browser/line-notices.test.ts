import { generateKeyPairSync } from 'node:crypto';
import type { PushSubscription } from '@fairgate/shared/contracts/notices.ts';
import type { Worker } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { createFans } from '../support/fan.ts';
import { inspectState } from '../support/inspect-state.ts';
import type { OnSale } from '../support/on-sale.ts';
import { type PushService, startPushService } from '../support/push-service.ts';
import { phone, type Visitor } from '../support/visitor.ts';

let push: PushService;
beforeAll(async () => {
  push ??= await startPushService();
});
afterAll(() => push?.close());

const webPushKey = String(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }).d,
);

const byMail = (fan: Visitor) => fan.page.getByRole('switch', { name: /^By e-mail to/ });
const onDevice = (fan: Visitor) => fan.page.getByRole('switch', { name: 'On this device' });
const says = (fan: Visitor, words: string | RegExp) =>
  fan.page.locator('.line-notices .note', { hasText: words }).waitFor();
const announced = (fan: Visitor) => fan.page.locator('#announcer').textContent();

/** Chromium's own push service is Google's: the browser's part of a subscription is played, all else is real. */
const playSubscription = (fan: Visitor, subscription: PushSubscription): Promise<unknown> =>
  fan.context.addInitScript(`
    const given = ${JSON.stringify(subscription)};
    const own = { endpoint: given.endpoint, toJSON: () => given, unsubscribe: async () => true };
    PushManager.prototype.getSubscription = async () => (localStorage.getItem('test.subscribed') === null ? null : own);
    PushManager.prototype.subscribe = async () => {
      localStorage.setItem('test.subscribed', 'yes');
      return own;
    };`);

/** As if the notice had been pressed: where the service worker leads. */
const pressed = (worker: Worker, path: string): Promise<string[]> =>
  worker.evaluate(`(async () => {
    const told = [];
    self.lookUp ??= self.clients.matchAll.bind(self.clients);
    self.clients.openWindow = async (url) => told.push('opens ' + url);
    self.clients.matchAll = async (options) => (await self.lookUp(options)).map((one) => ({
      postMessage: (...message) => one.postMessage(...message),
      focus: async () => told.push('comes to the front'),
    }));
    await lead(${JSON.stringify(path)});
    return told;
  })()`);

describe('asking for notices in a browser', () => {
  const use = useBrowserSale(async () => {
    push ??= await startPushService();
    return { WEB_PUSH_KEY: webPushKey, WEB_PUSH_ORIGINS: push.origin };
  });

  const waiting = async (fan: Visitor): Promise<OnSale> => {
    const event = await use().putOnSale({ opensInSeconds: 3_000 });
    await fan.signUp(`#/drops/${event.dropId}`);
    await fan.press(/Join the line/);
    await fan.title('You have a place');
    await byMail(fan).waitFor();
    return event;
  };

  it('by keyboard: both are saved, said, and there after a refresh', async () => {
    const fan = await use().visit(phone);
    await fan.context.grantPermissions(['notifications'], { origin: use().sale.gatewayUrl });
    await playSubscription(fan, push.subscribe('keyboard'));
    await waiting(fan);
    expect(await byMail(fan).isChecked()).toBe(false);
    await inspectState(fan, 'nothing is asked for');
    await byMail(fan).focus();
    await fan.page.keyboard.press('Space');
    await says(fan, 'Saved. You get an e-mail for each, once.');
    expect(await announced(fan)).toBe('Saved. You get an e-mail for each, once.');
    expect(await fan.page.evaluate('document.activeElement.id')).toBe('notice-email');
    await fan.page.keyboard.press('Tab');
    await fan.page.keyboard.press('Space');
    await says(fan, /This device shows each once/);
    await inspectState(fan, 'both are asked for');

    await fan.page.reload();
    await byMail(fan).waitFor();
    await expect
      .poll(async () => [await byMail(fan).isChecked(), await onDevice(fan).isChecked()])
      .toEqual([...[true, true]]);
    await onDevice(fan).press('Space');
    await says(fan, 'Nothing is sent this way.');
    await fan.page.reload();
    await byMail(fan).waitFor();
    expect([await byMail(fan).isChecked(), await onDevice(fan).isChecked()]).toEqual([true, false]);
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  it('what does not work is said beside the switch, which stays as it was', async () => {
    const fan = await use().visit();
    await waiting(fan);
    await fan.page.route('**/notices', (route) =>
      route.request().method() === 'PUT'
        ? route.fulfill({
            status: 409,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              code: 'DROP_CLOSED',
              status: 409,
              title: 'The drop is closed',
              advice: '',
            }),
          })
        : route.continue(),
    );
    await byMail(fan)
      .check({ force: true })
      .catch(() => undefined);
    await says(fan, /^Not saved\. The drop is closed\./);
    expect(await byMail(fan).isChecked()).toBe(false);
    await inspectState(fan, 'a wish that was not saved');
    // Chromium without its maker's service: allowed by the person, refused by the machine.
    await fan.context.grantPermissions(['notifications'], { origin: use().sale.gatewayUrl });
    await fan.context.addInitScript(
      "PushManager.prototype.subscribe = async () => { throw new DOMException('no service', 'AbortError'); };",
    );
    await fan.page.reload();
    await byMail(fan).waitFor();
    await onDevice(fan).click();
    await says(fan, /^Not saved\. This browser could not be reached/);
    expect(await onDevice(fan).isChecked()).toBe(false);
    await fan.close();
  });

  it.each([
    [
      'blocked',
      "Object.defineProperty(Notification, 'permission', { get: () => 'denied' })",
      /^This browser blocks/,
    ],
    ['unsupported', 'delete window.PushManager', /^This browser cannot show notices\./],
  ])('a browser in which notices are %s says so, and leaves the e-mail', async (state, script, words) => {
    const fan = await use().visit();
    await fan.context.addInitScript(script);
    await waiting(fan);
    await says(fan, words);
    expect(await onDevice(fan).getAttribute('aria-disabled')).toBe('true');
    await onDevice(fan).press('Space');
    expect(await onDevice(fan).isChecked()).toBe(false);
    await byMail(fan).click();
    await says(fan, 'Saved. You get an e-mail for each, once.');
    await inspectState(fan, `notices are ${state}`);
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  it('nobody is asked for a permission before pressing, and no worker is installed', async () => {
    const fan = await use().visit();
    await fan.context.addInitScript(
      "window.asked = 0; Notification.requestPermission = async () => { window.asked += 1; return 'default'; };",
    );
    await waiting(fan);
    const asked = () => fan.page.evaluate('asked');
    const workers = () =>
      fan.page.evaluate('navigator.serviceWorker.getRegistrations().then((all) => all.length)');
    expect([await asked(), await workers()]).toEqual([0, 0]);
    await onDevice(fan).click();
    await says(fan, /Press again to be asked again\./);
    expect([await asked(), await workers()]).toEqual([1, 0]);
    await fan.close();
  });

  it('the turn reaches the mailbox of who asked, from the page on', async () => {
    const event = await use().putOnSale({ cap: 1 });
    const [inside] = await createFans(use().sale.gateway, 1);
    await inside!.comeIn(event.dropId);
    const fan = await use().visit();
    const email = await fan.signUp(`#/drops/${event.dropId}`);
    await fan.press('Join the line');
    await fan.title('You are in line');
    await byMail(fan).click();
    await says(fan, 'Saved. You get an e-mail for each, once.');
    // Gone elsewhere: whoever is there comes in by itself, and needs no mail.
    await fan.page.goto('about:blank');
    await inside!.call('DELETE', `/v1/drops/${event.dropId}/admissions`);
    await expect
      .poll(
        async () => {
          await fan.page.goto(`${use().sale.gatewayUrl}/dev/mails?to=${encodeURIComponent(email)}`);
          return fan.page.locator('ol a').allTextContents();
        },
        { timeout: 20_000 },
      )
      .toEqual(['It is your turn: Night of Lights']);
    await fan.page.locator('ol a').click();
    const [opened] = await Promise.all([
      fan.context.waitForEvent('page'),
      fan.page.frameLocator('iframe').getByRole('link', { name: 'Come in' }).click(),
    ]);
    expect(new URL(opened.url()).hash).toBe(`#/drops/${event.dropId}`);
    await fan.close();
  });

  it('a notice that is pushed is shown, and leads to the line', async () => {
    const fan = await use().visit();
    const { gatewayUrl } = use().sale;
    await fan.context.grantPermissions(['notifications'], { origin: gatewayUrl });
    await playSubscription(fan, push.subscribe('shown'));
    const event = await waiting(fan);
    const devtools = await fan.context.newCDPSession(fan.page);
    const registered = new Promise<string>((resolve) => {
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [own] = registrations;
        if (own !== undefined) resolve(own.registrationId);
      });
    });
    await devtools.send('ServiceWorker.enable');
    await onDevice(fan).click();
    await says(fan, /This device shows each once/);
    const path = `/#/drops/${event.dropId}`;
    for (const title of ['About five minutes until your turn', 'It is your turn']) {
      await devtools.send('ServiceWorker.deliverPushMessage', {
        origin: gatewayUrl,
        registrationId: await registered,
        data: JSON.stringify({ title, body: 'Night of Lights', path, tag: event.dropId }),
      });
    }
    const shown = () =>
      fan.page.evaluate(
        'navigator.serviceWorker.ready.then((one) => one.getNotifications()).then((all) => all.map(({ title, body, data }) => [title, body, data.path]))',
      );
    await expect.poll(shown).toEqual([['It is your turn', 'Night of Lights', path]]);

    const [worker] = fan.context.serviceWorkers();
    expect(await pressed(worker!, path)).toEqual(['comes to the front']);
    expect(await pressed(worker!, '/#/orders')).toEqual([`opens ${gatewayUrl}/#/orders`]);
    expect(await pressed(worker!, 'https://evil.example/')).toEqual([`opens ${gatewayUrl}`]);
    await fan.close();
  });
});

describe('an installation without a key', () => {
  const use = useBrowserSale();

  it('offers the e-mail alone', async () => {
    const { dropId } = await use().putOnSale({ opensInSeconds: 3_000 });
    const fan = await use().visit();
    await fan.signUp(`#/drops/${dropId}`);
    await fan.press(/Join the line/);
    await byMail(fan).waitFor();
    expect(await onDevice(fan).count()).toBe(0);
    await fan.close();
  });
});
