import { randomBytes } from 'node:crypto';
import { createJoinProofs } from '@fairgate/gateway/sale/join-proofs.ts';
import type { Challenge } from '@fairgate/shared/contracts/proofs.ts';
import type { ProofMode } from '@fairgate/shared/domain/proof-of-work.ts';
import { proofSeconds, proofTriesMin } from '@fairgate/shared/domain/proof-of-work.ts';
import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { inspectState } from '../support/inspect-state.ts';
import type { Visitor } from '../support/visitor.ts';

interface ProofModule {
  readonly solveChallenge: (
    challenge: Challenge,
  ) => Promise<{ readonly counter: number; readonly derivedKey: string } | null>;
}

const busy = /^Your device does a sum first/;

describe('a proof of work in a browser', () => {
  const use = useBrowserSale();

  async function putOnSale(proofOfWork: ProofMode): Promise<string> {
    const { eventId, dropId } = await use().putOnSale();
    await use().sale.gateway.stores.database.drop.update({
      where: { eventId_id: { eventId, id: dropId } },
      data: { proofOfWork },
    });
    // A gateway looks at a drop at most a second later.
    const seen = async () => (await use().sale.gateway.app.inject(`/v1/drops/${dropId}`)).json().proofOfWork;
    await expect.poll(seen).toBe(proofOfWork);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    return dropId;
  }

  /** Challenges wait until the test lets them through. */
  async function holdChallenges({ page }: Visitor): Promise<() => void> {
    let letThrough = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    await page.route('**/challenge', async (route) => {
      await held;
      await route.continue();
    });
    return letThrough;
  }

  it('is said before, done when somebody joins by keyboard, and said calmly meanwhile', async () => {
    const dropId = await putOnSale('always');
    const fan = await use().visit();
    await fan.signUp(`#/drops/${dropId}`);
    await fan.page.getByText('Before you get a place your device does a sum').waitFor();
    const letThrough = await holdChallenges(fan);
    await fan.page.getByRole('button', { name: 'Join the line' }).focus();
    await fan.page.keyboard.press('Enter');
    await fan.page.locator('main').getByText(busy).waitFor();
    expect(await fan.page.locator('#announcer').textContent()).toMatch(busy);
    const button = fan.page.getByRole('button', { name: 'Taking your place …' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(await button.evaluate((element) => element.matches(':focus'))).toBe(true);
    await inspectState(fan, 'a door whose visitor does a proof of work');
    letThrough();
    await fan.title('Choose your tickets');
    // A refresh finds the place, which costs nothing any more.
    await fan.page.unroute('**/challenge');
    await fan.page.route('**/challenge', (route) => route.abort());
    await fan.page.reload();
    await fan.title('Choose your tickets');
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  it('is done by who signs in to join, where there is no button', async () => {
    const dropId = await putOnSale('always');
    const fan = await use().visit();
    const email = await fan.signUp();
    await fan.goTo('#/account');
    await fan.press('Sign out');
    await fan.page.getByRole('link', { name: 'Sign in' }).first().waitFor();
    await fan.goTo(`#/drops/${dropId}`);
    const letThrough = await holdChallenges(fan);
    await fan.press('Sign in and join the line');
    await fan.signIn(email);
    await fan.page.locator('main').getByText(busy).waitFor();
    letThrough();
    await fan.title('Choose your tickets');
    await fan.close();
  });

  it('is done anew when it came too late', async () => {
    const dropId = await putOnSale('always');
    const { stores, config } = use().sale.gateway;
    const fan = await use().visit();
    const email = await fan.signUp(`#/drops/${dropId}`);
    const { id } = await stores.database.user.findFirstOrThrow({ where: { email } });
    const longAgo = new Date(Date.now() - (proofSeconds + 1) * 1000);
    const bearer = { dropId, accountId: id };
    const old = await createJoinProofs(config.encryptionKey).challenge(bearer, proofTriesMin, longAgo);
    let asked = 0;
    await fan.page.route('**/challenge', (route) => {
      asked += 1;
      return asked === 1 ? route.fulfill({ json: old }) : route.continue();
    });
    await fan.press('Join the line');
    await fan.title('Choose your tickets');
    expect(asked).toBe(2);
    await fan.close();
  });

  it('stops when somebody leaves, and is not asked of anybody while few come', async () => {
    const [always, quiet] = [await putOnSale('always'), await putOnSale('underPressure')];
    const fan = await use().visit();
    await fan.signUp(`#/drops/${always}`);
    const letThrough = await holdChallenges(fan);
    await fan.press('Join the line');
    await fan.page.locator('main').getByText(busy).waitFor();
    await fan.goTo(`#/drops/${quiet}`);
    await fan.page.getByText('While very many join at once').waitFor();
    letThrough();
    await fan.press('Join the line');
    await fan.title('Choose your tickets');
    expect(fan.page.workers()).toEqual([]);
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  it('says what to do where the browser cannot do it', async () => {
    const dropId = await putOnSale('always');
    const fan = await use().visit();
    await fan.page.addInitScript('delete Crypto.prototype.subtle');
    await fan.signUp(`#/drops/${dropId}`);
    await fan.press('Join the line');
    await fan.problem().getByText('Open this page by its https address').waitFor();
    await fan.close();
  });
});

describe('what the page reckons for a proof of work', () => {
  it('is what the gateway takes, and ends where there is no solution', async () => {
    const path = new URL('../../web/proof-work.js', import.meta.url).href;
    const { solveChallenge } = (await import(path)) as ProofModule;
    const proofs = createJoinProofs(randomBytes(32));
    const bearer = { dropId: crypto.randomUUID(), accountId: crypto.randomUUID() };
    for (const triesMax of [1, 20, 100]) {
      const challenge = await proofs.challenge(bearer, triesMax, new Date());
      const solution = await solveChallenge(challenge);
      expect(solution?.counter).toBeLessThan(triesMax);
      const proof = Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
      expect((await proofs.check(proof, bearer)).kind).toBe('proven');
      const { parameters } = challenge;
      const unsolvable = { ...challenge, parameters: { ...parameters, keyPrefix: 'no' } };
      expect(await solveChallenge(unsolvable)).toBeNull();
    }
  });
});
