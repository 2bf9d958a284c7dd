import { randomUUID } from 'node:crypto';
import {
  controlLoopbackStripe,
  type LoopbackControl,
} from '@fairgate/loopback-stripe/control/control-loopback-stripe.ts';
import type { Refund } from '@fairgate/shared/contracts/refunds.ts';
import { listFolderMails } from '@fairgate/shared/mail/folder-mails.ts';
import { expect } from 'vitest';
import { createFans, type Fan } from './fan.ts';
import { type OnSale, type OnSaleOptions, putOnSale } from './on-sale.ts';
import { publishDrop, startTestSale, type TestSale } from './sale.ts';

/** A sale with what is needed to see money come back. */
export interface MoneyBackDesk {
  readonly sale: TestSale;
  readonly control: LoopbackControl;
}

export async function openMoneyBackDesk(): Promise<MoneyBackDesk> {
  const sale = await startTestSale();
  return { sale, control: controlLoopbackStripe(sale.stripe.url) };
}

/** An event on sale, and a manager of its vendor. */
export async function openEvent(
  { sale }: MoneyBackDesk,
  options: OnSaleOptions = {},
): Promise<{ event: OnSale; vendor: Fan }> {
  const event = await putOnSale(sale.gateway.database.ownerDatabaseUrl, { general: 60, ...options });
  await publishDrop(sale.gateway, event);
  return { event, vendor: await openVendor({ sale }, event) };
}

/** A manager of the event's vendor. */
export async function openVendor({ sale }: Pick<MoneyBackDesk, 'sale'>, { vendorId }: OnSale): Promise<Fan> {
  const vendor = await newFan({ sale });
  const data = { vendorId, userId: vendor.id, role: 'manager' };
  await sale.gateway.stores.database.vendorMember.create({ data });
  return vendor;
}

export async function newFan({ sale }: Pick<MoneyBackDesk, 'sale'>): Promise<Fan> {
  const [fan] = await createFans(sale.gateway, 1);
  if (fan === undefined) throw new Error('no fan was made');
  return fan;
}

/** An unpaid order of so many standing tickets at 25.00 each. */
export async function orderStanding(desk: MoneyBackDesk, event: OnSale, quantity: number) {
  const fan = await newFan(desk);
  await fan.comeIn(event.dropId);
  const held = await fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity });
  const { body: order } = await fan.order(event.dropId, held.body.holdId);
  return { fan, order };
}

/** A paid one. */
export async function buy(
  desk: MoneyBackDesk,
  event: OnSale,
  quantity: number,
  card?: string,
): Promise<{ fan: Fan; orderId: string }> {
  const { fan, order } = await orderStanding(desk, event, quantity);
  await fan.pay(order, card);
  await fan.orderIn(order.orderId, ['PAID']);
  return { fan, orderId: order.orderId };
}

export function refund(
  vendor: Fan,
  event: OnSale,
  orderId: string,
  wish: object = {},
  key: string = randomUUID(),
) {
  return vendor.call<Refund>(
    'POST',
    `/v1/events/${event.eventId}/orders/${orderId}/refunds`,
    { reason: 'asked for', ...wish },
    { 'idempotency-key': key },
  );
}

/** Waits until the order's newest refund is in one of the states. */
export async function refundIn(fan: Fan, orderId: string, states: readonly string[]): Promise<Refund> {
  let found: Refund | undefined;
  await expect
    .poll(async () => {
      const { body } = await fan.call<{ items: Refund[] }>('GET', `/v1/orders/${orderId}/refunds`);
      found = body.items[0];
      return found?.state;
    })
    .toSatisfy((state: string | undefined) => states.includes(state ?? 'none'));
  return found as Refund;
}

/** The text of a mail that was sent, by the start of its id. */
export async function mailOf({ sale }: MoneyBackDesk, start: string): Promise<string> {
  let text: string | undefined;
  await expect
    .poll(async () => {
      const mails = await listFolderMails(sale.gateway.mailFolder, 500);
      text = mails.find((mail) => mail.id.startsWith(start))?.text;
      return text !== undefined;
    })
    .toBe(true);
  return text ?? '';
}

/** What Stripe itself says about an order's money. */
export async function moneyOf({ control }: MoneyBackDesk, orderId: string) {
  const { intents } = await control.ledger();
  const own = intents.filter((intent) => intent.metadata.order_id === orderId);
  return {
    captured: own.reduce((sum, one) => sum + one.captured, 0),
    refunded: own.reduce((sum, one) => sum + one.refunded, 0),
  };
}

export async function intentOf({ sale }: MoneyBackDesk, orderId: string): Promise<string> {
  const payment = await sale.gateway.stores.database.payment.findFirstOrThrow({ where: { orderId } });
  return payment.paymentIntentId;
}
