import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { inspectState } from '../support/inspect-state.ts';
import { openVendor, refund } from '../support/money-back.ts';
import { goodCard, type Visitor } from '../support/visitor.ts';

describe('money that comes back', () => {
  const use = useBrowserSale();

  const rows = (fan: Visitor) => fan.page.locator('section:has-text("Money back") li').allTextContents();
  const shown = async (fan: Visitor): Promise<string[]> => {
    await fan.page.reload();
    await fan.page.getByRole('heading', { name: 'Money back' }).waitFor();
    return (await rows(fan)).map((text) => text.replaceAll(/, \w+day, .*?\d{1,2}:\d\d/g, ''));
  };

  it('stands on the order’s page: how much, and what the organiser keeps', async () => {
    const event = await use().putOnSale();
    const fan = await use().visit();
    await fan.signUp();
    await fan.enterShop(event.dropId);
    await fan.orderBest(2);
    await fan.typeCard(goodCard);
    await fan.press(/^Pay/);
    await fan.title('Your 2 tickets');
    const orderId = /#\/orders\/([\w-]+)/.exec(fan.page.url())?.[1] ?? '';
    expect(await rows(fan)).toEqual([]);

    const vendor = await openVendor(use(), event);
    const lines = await use().sale.gateway.stores.database.orderLine.findMany({ where: { orderId } });
    const [first, second] = lines.map(({ ticketNumber, priceMinor }) => ({ ticketNumber, priceMinor }));
    const euros = (minor = 0) => `€${(minor / 100).toFixed(2)}`;
    const part = { tickets: [first?.ticketNumber], feeMinorPerTicket: 500 };
    expect((await refund(vendor, event, orderId, part)).status).toBe(201);
    const told = /^(Refunded; your bank shows it within some days|The refund is on its way to your bank)\./;
    const withoutWords = async () => (await shown(fan)).map((text) => text.replace(told, ''));
    const firstRow = `1 ticketThe organiser keeps €5.00.${euros((first?.priceMinor ?? 0) - 500)}`;
    expect(await withoutWords()).toEqual([firstRow]);
    await inspectState(fan, 'an order of which a part went back');
    expect((await refund(vendor, event, orderId)).status).toBe(201);
    await fan.page.reload();
    await fan.title('Refunded');
    expect(await withoutWords()).toEqual([`1 ticket${euros(second?.priceMinor)}`, firstRow]);
    await inspectState(fan, 'an order that went back');
    expect(fan.faults).toEqual([]);
    await fan.close();
  });
});
