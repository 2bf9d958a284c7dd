import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { inspectState } from '../support/inspect-state.ts';
import { Visitor } from '../support/visitor.ts';

/** An address that is not of this machine, or what the makers of the page offer. */
const elsewhere = /https?:\/\/(?!127\.0\.0\.1)|scalar|open api client|\bMCP\b|\bask ai\b/i;

describe('the page of the API', () => {
  let gateway: TestGateway;
  let browser: Browser;
  let visitor: Visitor;
  const asked: string[] = [];
  let origin: string;
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([createTestGateway(), openBrowser()]);
    await gateway.app.listen({ host: '127.0.0.1', port: 0 });
    origin = `http://127.0.0.1:${(gateway.app.server.address() as AddressInfo).port}`;
    visitor = await Visitor.open(browser, origin);
    visitor.page.on('request', (request) => void asked.push(request.url()));
    await visitor.page.goto(`${origin}/docs`);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  it('shows the document', async () => {
    await visitor.page.getByRole('heading', { name: 'Fairgate', exact: true }).waitFor();
    await visitor.page.getByRole('link', { name: 'My account' }).waitFor();
    expect(await visitor.page.title()).toBe('Fairgate’s API');
  });

  it.each([
    ['as it opens', async () => undefined],
    ['where a request is tried', async () => tryRequest()],
  ])(
    'leads to no one else, asks no one else, and does nothing that its policy refuses: %s',
    async (_name, come) => {
      await come();
      await visitor.page.waitForLoadState('networkidle');
      expect(asked.filter((url) => !/^(data|blob):/.test(url) && new URL(url).origin !== origin)).toEqual([]);
      expect(visitor.faults).toEqual([]);
      const ways = await visitor.page
        .locator('a:visible, button:visible')
        .evaluateAll((elements) =>
          elements.map((each) => `${each.textContent} ${each.getAttribute('href')}`),
        );
      expect(ways.length).toBeGreaterThan(10);
      expect(ways.filter((way) => elsewhere.test(way))).toEqual([]);
    },
  );

  it('has beside it the page of every problem, accessible in light and dark, narrow and wide', async () => {
    await visitor.page.goto(`${origin}/problems#SEATS_TAKEN`);
    await visitor.page.getByRole('heading', { name: 'Some of these tickets are taken' }).waitFor();
    await inspectState(visitor, 'the problems');
    expect(visitor.faults).toEqual([]);
  });

  async function tryRequest(): Promise<void> {
    await visitor.page
      .getByRole('button', { name: /^Test Request/ })
      .first()
      .click();
    await visitor.page.getByRole('button', { name: 'Close Client' }).waitFor();
  }
});
