import { loadOrderMailFacts, type OrderMailRow } from '@fairgate/shared/database/order-mail-facts.ts';
import { formatMoney } from '@fairgate/shared/domain/format-money.ts';
import type { MailContent } from '@fairgate/shared/mail/mail.ts';
import type { OrderMailFacts } from '@fairgate/shared/mail/templates/order-mails.ts';
import { formatMoment, type MailWriter, pageLink, seatLine } from './mail-sources.ts';

/** A mail to an order's buyer. The row's payload: `template`, `orderId`. */
export function orderMail(write: (facts: OrderMailFacts) => MailContent): MailWriter {
  return async ({ database, publicUrl }, row) => {
    const { template, orderId } = row.payload as { template: string; orderId: string };
    const order = await loadOrderMailFacts(database, row.eventId ?? '', orderId);
    if (order === null) throw new Error(`no order ${orderId}`);
    return {
      id: `${template}-${orderId}`,
      to: { name: order.name, email: order.email },
      ...write(factsOf(order, publicUrl)),
    };
  };
}

function factsOf(order: OrderMailRow, publicUrl: string): OrderMailFacts {
  return {
    name: order.name,
    eventName: order.eventName,
    startsAt: formatMoment(order.startsAt, order.locale, order.timeZone),
    venueName: order.venueName,
    amount: formatMoney(order.amountMinor, order.currency, order.locale),
    orderId: order.orderId,
    tickets: order.tickets.map(
      (ticket) => `${seatLine(ticket)}, ${formatMoney(ticket.priceMinor, order.currency, order.locale)}`,
    ),
    link: pageLink(publicUrl, 'tickets'),
  };
}
