import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openBrowser } from './browser.ts';
import { type LobbyOptions, putLobbyOnSale } from './lobby-on-sale.ts';
import { type OnSale, type OnSaleOptions, putOnSale } from './on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from './sale.ts';
import { Visitor } from './visitor.ts';

export interface BrowserSale {
  readonly sale: TestSale;
  /** A visitor with a browser of their own. */
  readonly visit: (viewport?: { width: number; height: number }) => Promise<Visitor>;
  readonly putOnSale: (options?: OnSaleOptions) => Promise<OnSale>;
  /** With a lobby and a draw that has no public randomness. */
  readonly putLobbyOnSale: (options: LobbyOptions) => Promise<OnSale>;
}

/**
 * A whole sale and a browser for the tests of a describe block; read it inside of tests only.
 * @param variables of its own, once they are known
 */
export function useBrowserSale(
  variables: () => Promise<Record<string, string>> = async () => ({}),
): () => BrowserSale {
  let browser: Browser;
  let sale: TestSale;
  beforeAll(async () => {
    const own = await variables();
    [browser, sale] = await Promise.all([openBrowser(), startTestSale({ BEACON_URL: 'off', ...own })]);
  });
  afterAll(async () => {
    await browser?.close();
    await sale?.close();
  });
  return () => ({
    sale,
    visit: (viewport) => Visitor.open(browser, sale.gatewayUrl, viewport),
    putLobbyOnSale: (options) => putLobbyOnSale(sale, options),
    async putOnSale(options) {
      const event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, options);
      await publishDrop(sale.gateway, event);
      return event;
    },
  });
}
