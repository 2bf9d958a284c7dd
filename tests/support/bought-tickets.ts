import type { MyTicket } from '@fairgate/shared/contracts/orders.ts';
import type { Fan } from './fan.ts';
import type { OnSale } from './on-sale.ts';

/** Buys tickets of general admission over the real routes; they have their codes. */
export async function buyTickets(fan: Fan, event: OnSale, quantity: number): Promise<readonly MyTicket[]> {
  await fan.comeIn(event.dropId);
  const held = await fan.hold(event.dropId, { categoryId: event.generalCategoryId, quantity });
  const { body: order } = await fan.order(event.dropId, held.body.holdId);
  await fan.pay(order);
  await fan.orderIn(order.orderId, ['PAID']);
  return (await fan.tickets()).filter((ticket) => ticket.orderId === order.orderId);
}
