import { createPublicKey, randomUUID } from 'node:crypto';
import { listFolderMails } from '@fairgate/shared/mail/folder-mails.ts';
import { verifyTicketCode } from '@fairgate/shared/tokens/ticket-code.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFans } from '../support/fan.ts';
import { type OnSale, putOnSale } from '../support/on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from '../support/sale.ts';

describe.each([
  ['with jobs', 'on'],
  ['with sweepers alone', 'off'],
])('a purchase %s', (_name, queues) => {
  let sale: TestSale;
  let event: OnSale;
  beforeAll(async () => {
    sale = await startTestSale({ FAIRGATE_QUEUES: queues });
    event = await putOnSale(sale.gateway.database.ownerDatabaseUrl);
    await publishDrop(sale.gateway, event);
  });
  afterAll(() => sale.close());

  it('goes from the line to a signed ticket and a mail', async () => {
    const [fan] = await createFans(sale.gateway, 1);
    await fan!.comeIn(event.dropId);
    const held = await fan!.hold(event.dropId, { categoryId: event.seatedCategoryId, quantity: 2 });
    expect(held.status).toBe(201);
    expect(held.body.amountMinor).toBe(9900);
    const ordered = await fan!.order(event.dropId, held.body.holdId);
    expect(ordered.status).toBe(201);
    expect(ordered.body).toMatchObject({ state: 'PENDING_PAYMENT', amountMinor: 9900 });
    expect((await fan!.pay(ordered.body)).status).toBe(200);
    const paid = await fan!.orderIn(ordered.body.orderId, ['PAID']);
    expect(paid.payment).toBeNull();

    const tickets = await fan!.tickets();
    expect(tickets.map((ticket) => ticket.number)).toEqual(held.body.tickets.map((ticket) => ticket.number));
    const { kty, crv, x } = sale.gateway.config.signingKey;
    const key = createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
    for (const ticket of tickets) {
      expect(verifyTicketCode(ticket.code ?? '', key)).toMatchObject({ number: ticket.number, version: 1 });
    }
    await expect
      .poll(async () => (await listFolderMails(sale.gateway.mailFolder, 10)).map((mail) => mail.id), {
        timeout: 5000,
      })
      .toContain(`order-paid-${ordered.body.orderId}`);
  });

  it('costs nothing when the tickets are free', async () => {
    const [fan] = await createFans(sale.gateway, 1);
    await fan!.comeIn(event.dropId);
    const held = await fan!.hold(event.dropId, { categoryId: event.freeCategoryId, quantity: 1 });
    const ordered = await fan!.order(event.dropId, held.body.holdId);
    expect(ordered.body.payment).toBeNull();
    await fan!.orderIn(ordered.body.orderId, ['PAID']);
    expect(await fan!.tickets()).toHaveLength(1);
  });

  it('goes on with another card after a declined one', async () => {
    const [fan] = await createFans(sale.gateway, 1);
    await fan!.comeIn(event.dropId);
    const held = await fan!.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 3 });
    const { body: order } = await fan!.order(event.dropId, held.body.holdId);
    expect((await fan!.pay(order, 'pm_card_chargeDeclined')).status).toBe(402);
    expect((await fan!.call('GET', `/v1/orders/${order.orderId}`)).body).toMatchObject({
      state: 'PENDING_PAYMENT',
    });
    expect((await fan!.pay(order)).status).toBe(200);
    await fan!.orderIn(order.orderId, ['PAID']);
  });

  it('repeated with the same key is one order, and with another content is refused', async () => {
    const [fan] = await createFans(sale.gateway, 1);
    await fan!.comeIn(event.dropId);
    const held = await fan!.hold(event.dropId, { categoryId: event.generalCategoryId, quantity: 1 });
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => fan!.order(event.dropId, held.body.holdId, key)),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body.orderId)).size).toBe(1);
    const again = await fan!.order(event.dropId, randomUUID(), key);
    expect(again).toMatchObject({ status: 409, body: { code: 'KEY_REUSED' } });
  });

  it('given up before paying gives the seats back', async () => {
    const [first, second] = await createFans(sale.gateway, 2);
    await first!.comeIn(event.dropId);
    await second!.comeIn(event.dropId);
    const held = await first!.hold(event.dropId, { tickets: [20, 21] });
    const { body: order } = await first!.order(event.dropId, held.body.holdId);
    const taken = await second!.hold(event.dropId, { tickets: [21, 22] });
    expect(taken).toMatchObject({ status: 409, body: { code: 'SEATS_TAKEN', tickets: [21] } });
    const cancelled = await first!.call('POST', `/v1/orders/${order.orderId}/cancellation`);
    expect(cancelled.status).toBe(200);
    await first!.orderIn(order.orderId, ['EXPIRED']);
    await expect
      .poll(async () => (await second!.hold(event.dropId, { tickets: [21, 22] })).status, { timeout: 5000 })
      .toBe(201);
  });
});
