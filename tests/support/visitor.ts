import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export const phone = { width: 390, height: 844 } as const;
export const desktop = { width: 1440, height: 900 } as const;

const usualPassword = 'correct horse battery';

export interface Card {
  readonly number: string;
  readonly expiry?: string;
  readonly cvc?: string;
}

export const goodCard: Card = { number: '4242424242424242' };
export const declinedCard: Card = { number: '4000000000000002' };
export const bankCard: Card = { number: '4000002760003184' };

/** Somebody with a browser of their own, who does what a person does: reads, clicks and types. */
export class Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly #url: string;
  /** What the page threw or complained about; a test may expect it to stay empty. */
  readonly faults: string[] = [];

  private constructor(page: Page, url: string) {
    this.page = page;
    this.context = page.context();
    this.#url = url;
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      // A refused call is a state of its own; Chromium reports it all the same.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        this.faults.push(message.text());
    });
  }

  static async open(
    browser: Browser,
    gatewayUrl: string,
    viewport: { width: number; height: number } = desktop,
  ) {
    const context = await browser.newContext({
      viewport,
      hasTouch: viewport.width < 600,
      reducedMotion: 'reduce',
      timezoneId: 'America/New_York',
      locale: 'en-GB',
    });
    context.setDefaultTimeout(15_000);
    return new Visitor(await context.newPage(), gatewayUrl);
  }

  goTo(hash: string) {
    return this.page.goto(`${this.#url}/${hash}`);
  }

  /** Makes an account through the page's own form and comes back to `next`. */
  async signUp(
    next = '#/',
    { email, password } = { email: `${randomUUID()}@example.org`, password: usualPassword },
  ): Promise<string> {
    await this.goTo(`#/sign-up?next=${encodeURIComponent(next)}`);
    await this.page.getByLabel('Your name').fill('Ada Fan');
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Make the account' }).click();
    await this.page.waitForURL((url) => url.hash === next);
    return email;
  }

  async signIn(email: string) {
    await this.page.getByLabel('E-mail').fill(email);
    await this.page.getByLabel('Password').fill(usualPassword);
    await this.press('Sign in');
  }

  /** The heading of the state, as soon as it is shown. */
  title(words: string | RegExp) {
    return this.page.getByRole('heading', { level: 1, name: words }).waitFor();
  }

  async press(name: string | RegExp) {
    await this.page.getByRole('button', { name }).click();
  }

  /** From the drop's door into the shop. */
  async enterShop(dropId: string) {
    await this.goTo(`#/drops/${dropId}`);
    await this.press('Join the line');
    await this.title('Choose your tickets');
  }

  seat(row: number, seat: number) {
    return this.page.getByRole('checkbox', { name: new RegExp(`^Row ${row}, seat ${seat},`) });
  }

  /** Ticks the seat's box by clicking what is drawn over it, as a person does. */
  async pick(row: number, seat: number) {
    await this.page.locator('label', { has: this.seat(row, seat) }).click();
  }

  /** From the shop to the till with the best that is free of the first category. */
  async orderBest(quantity = 1) {
    await this.page.getByLabel('How many').selectOption(String(quantity));
    await this.press(/^Hold (one ticket|\d+ tickets)/);
    await this.title(/yours for now/);
    await this.press(/^Order and pay/);
    await this.title(/^Pay/);
  }

  async typeCard({ number, expiry = '12 / 34', cvc = '123' }: Card) {
    await this.page.getByLabel('Card number').fill(number);
    await this.page.getByLabel('Expiry').fill(expiry);
    await this.page.getByLabel('Security code').fill(cvc);
  }

  /** What stands below the term in a list of facts. */
  fact(term: string) {
    return this.page.locator(`dt:text-is("${term}") + dd`);
  }

  problem() {
    return this.page.getByRole('alert');
  }

  close() {
    return this.context.close();
  }
}
