import { controlLoopbackStripe } from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { bankCard, declinedCard, goodCard, type Visitor } from '../support/visitor.ts';

describe('paying in a browser', () => {
  const use = useBrowserSale();

  /** A visitor who has ordered one ticket and stands before the till. */
  async function buyer(): Promise<Visitor> {
    const { dropId } = await use().putOnSale();
    const fan = await use().visit();
    await fan.signUp();
    await fan.enterShop(dropId);
    await fan.orderBest();
    return fan;
  }

  it('a declined card says why and keeps what was typed; another one pays', async () => {
    const fan = await buyer();
    await fan.typeCard(declinedCard);
    await fan.press(/^Pay/);
    await fan.problem().getByText('Your card was declined.').waitFor();
    expect(await fan.page.getByLabel('Card number').inputValue()).toBe('4000 0000 0000 0002');
    await fan.typeCard({ number: '4000000000009995' });
    await fan.press(/^Pay/);
    await fan.problem().getByText('Your card has insufficient funds.').waitFor();
    await fan.typeCard(goodCard);
    await fan.press(/^Pay/);
    await fan.title('Your ticket');
    await fan.close();
  });

  it('a mistyped card is marked at its field', async () => {
    const fan = await buyer();
    await fan.typeCard({ number: '4242424242424241', expiry: '12 / 34', cvc: '1' });
    await fan.press(/^Pay/);
    expect(await fan.page.getByLabel('Security code').getAttribute('aria-invalid')).toBe('true');
    await fan.page.getByLabel('Security code').fill('123');
    await fan.press(/^Pay/);
    await fan.page.getByText('Your card number is incorrect.').waitFor();
    expect(await fan.page.getByLabel('Card number').getAttribute('aria-invalid')).toBe('true');
    await fan.close();
  });

  it('3-D Secure leads to the bank and back, whether it approves or not', async () => {
    const fan = await buyer();
    await fan.typeCard(bankCard);
    await fan.press(/^Pay/);
    await fan.page.locator('#fail').click();
    await fan.title(/^Pay/);
    await fan.problem().getByText('Your bank did not approve the payment').waitFor();
    expect(new URL(fan.page.url()).search).toBe('');
    await fan.typeCard(bankCard);
    await fan.press(/^Pay/);
    await fan.page.locator('#approve').click();
    await fan.title('Your ticket');
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  it('an order is cancelled after asking once more, and its seats are free again', async () => {
    const fan = await buyer();
    await fan.press('Cancel this order');
    await fan.press('Keep it');
    await fan.press('Cancel this order');
    await fan.press('Yes, cancel it');
    await fan.title('This order has ended');
    await fan.page.getByRole('link', { name: 'Choose again' }).click();
    await fan.title('Choose your tickets');
    await fan.page.getByText('40 free').first().waitFor();
    await fan.close();
  });

  it('an order whose intent could not be made yet keeps its seats and goes on by itself', async () => {
    const { dropId } = await use().putOnSale();
    const fan = await use().visit();
    await fan.signUp();
    await fan.enterShop(dropId);
    const control = controlLoopbackStripe(use().sale.stripe.url);
    const outage = await control.setFault({
      kind: 'outage',
      mode: 'unavailable',
      method: 'POST',
      path: '/v1/payment_intents',
    });
    await fan.orderBest();
    await fan.page.getByText('The payment service does not answer yet').waitFor();
    await control.clearFaults(outage.id);
    await fan.page.getByLabel('Card number').waitFor();
    await fan.typeCard(goodCard);
    await fan.press(/^Pay/);
    await fan.title('Your ticket');
    await fan.close();
  });

  it('a confirmation whose answer is lost is found out by asking, and charged once', async () => {
    const fan = await buyer();
    const control = controlLoopbackStripe(use().sale.stripe.url);
    await control.setFault({
      kind: 'drop_reply',
      method: 'POST',
      path: '/v1/payment_intents/*/confirm',
      count: 1,
    });
    await fan.typeCard(goodCard);
    await fan.press(/^Pay/);
    await fan.title('Your ticket');
    await fan.close();
  });

  it('with a real Stripe no card form is shown, and the page says why', async () => {
    const { dropId } = await use().putOnSale();
    const fan = await use().visit();
    await fan.signUp();
    await fan.page.route(/\/v1\/orders\/[0-9a-f-]+$/, async (route) => {
      const response = await route.fetch();
      const order = await response.json();
      await route.fulfill({
        response,
        json: { ...order, payment: { ...order.payment, stripeUrl: 'https://api.stripe.com' } },
      });
    });
    await fan.enterShop(dropId);
    await fan.orderBest();
    await fan.page.getByText('pays only with the loopback Stripe').waitFor();
    expect(await fan.page.getByLabel('Card number').count()).toBe(0);
    await fan.close();
  });
});
