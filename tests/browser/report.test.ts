import type { DropStatus } from '@fairgate/shared/contracts/waiting-room.ts';
import { describe, expect, it } from 'vitest';
import { useBrowserSale } from '../support/browser-sale.ts';
import { createFans, type Fan } from '../support/fan.ts';
import { inspectState } from '../support/inspect-state.ts';
import type { OnSale } from '../support/on-sale.ts';
import { plantLine } from '../support/planted-line.ts';
import type { Visitor } from '../support/visitor.ts';

/** The page asks again every some fifteen seconds. */
const lagging = { timeout: 40_000 };

describe('the report of a sale in a browser', () => {
  const use = useBrowserSale();

  it('is found from the door of a sale that is over, and tells two lanes apart', async () => {
    const { gateway } = use().sale;
    const event = await use().putOnSale({ opensInSeconds: -3_600, ratePerMinute: 8 });
    await closeDrop(event);
    await plantLine(gateway, event);
    const fan = await use().visit();
    await fan.goTo(`#/drops/${event.dropId}`);
    await fan.title('This sale is closed');
    await inspectState(fan, 'the door of a sale that is over');
    await fan.page.getByRole('link', { name: 'See how this sale went' }).click();
    await fan.title('How this sale went');
    expect(await fan.page.evaluate('document.activeElement.textContent')).toBe('How this sale went');
    expect(await fan.page.title()).toContain('How this sale went');
    const words = await mainWords(fan);
    for (const said of [
      '65 people joined, 53 turns led into the shop, and 0 of 65 tickets are sold.',
      'general, 75 % of all turns',
      'Fan club, 25 % of all turns',
      '1 place was given up for a new one after the turn was used, and 1 place was given up for another lane.',
      '4 minutes 25 seconds',
      '7 minutes 33 seconds',
      '1 minute 51 seconds',
      'Half of the promised waits were off by less than 1 %. 100 % of people waited no longer than the longest',
      'Nobody came in before their turn.',
      'First come, first served.',
      '69'.repeat(32),
    ])
      expect(words).toContain(said);
    expect(await fan.fact('Turns not taken').first().textContent()).toBe('1');
    await inspectState(fan, 'the report of two lanes');
    expect(fan.faults).toEqual([]);
    await fan.close();
  });

  it('comes by itself when the last shopper of a sold-out sale has left', async () => {
    const { dropId, ...onSale } = await use().putOnSale({ rows: 1, seatsPerRow: 2, general: 0, free: 0 });
    const [buyer] = (await createFans(use().sale.gateway, 1)) as [Fan];
    const visitor = await use().visit();
    await visitor.goTo(`#/drops/${dropId}/report`);
    await visitor.title('The report is not there yet');
    await visitor.page.getByText('It is made when the sale is over').waitFor();
    await inspectState(visitor, 'a report that is not there yet');
    await buyer.comeIn(dropId);
    const { body: hold } = await buyer.hold(dropId, { tickets: [0, 1] });
    const { body: order } = await buyer.order(dropId, hold.holdId);
    await buyer.pay(order);
    await buyer.orderIn(order.orderId, ['PAID']);
    await visitor.page
      .getByText('Everything is sold, and some people are still in the shop.')
      .waitFor(lagging);
    await buyer.call('DELETE', `/v1/drops/${dropId}/admissions`);
    await visitor.page.getByRole('heading', { level: 1, name: 'How this sale went' }).waitFor(lagging);
    const words = await mainWords(visitor);
    expect(words).toContain('1 person joined, 1 turn led into the shop, and 2 of 2 tickets are sold.');
    expect(words).toContain('There is nothing to compare');
    expect(await visitor.fact('Orders paid').textContent()).toBe('1, for 2 tickets');
    await inspectState(visitor, 'the report of a sold-out sale');
    await visitor.goTo(`#/events/${onSale.eventId}`);
    expect(visitor.faults).toEqual([]);
    await visitor.close();
  });

  async function closeDrop({ vendorId, dropId }: OnSale): Promise<void> {
    const { gateway } = use().sale;
    const [vendor] = (await createFans(gateway, 1)) as [Fan];
    await gateway.stores.database.vendorMember.create({
      data: { vendorId, userId: vendor.id, role: 'owner' },
    });
    const seen = await vendor.call('GET', `/v1/drops/${dropId}`);
    const match = { 'if-match': String(seen.headers.etag) };
    await vendor.call('PATCH', `/v1/drops/${dropId}/controls`, { state: 'CLOSED' }, match);
    const phase = async () => (await vendor.call<DropStatus>('GET', `/v1/drops/${dropId}/status`)).body.phase;
    await expect.poll(phase, lagging).toBe('closed');
  }

  const mainWords = async ({ page }: Visitor) => (await page.locator('main').textContent()) ?? '';
});
