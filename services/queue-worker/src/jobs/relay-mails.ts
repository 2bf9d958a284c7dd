import { loadOrderMailFacts, type OrderMailRow } from '@fairgate/shared/database/order-mail-facts.ts';
import {
  markOutboxDone,
  markOutboxFailed,
  type OutboxRow,
  takeOutbox,
} from '@fairgate/shared/database/outbox.ts';
import { formatMoney } from '@fairgate/shared/domain/format-money.ts';
import type { MailContent } from '@fairgate/shared/mail/mail.ts';
import type { Mailer } from '@fairgate/shared/mail/open-mailer.ts';
import {
  type OrderMailFacts,
  orderLostMail,
  orderPaidMail,
  orderVoidedMail,
} from '@fairgate/shared/mail/templates/order-mails.ts';
import { paced } from '@fairgate/shared/process/recovery-pace.ts';
import type { WorkerStores } from '../worker-stores.ts';

const mailsPerRound = 20;
const retrySeconds = 30;

const templates: Readonly<Record<string, (facts: OrderMailFacts) => MailContent>> = {
  'order-paid': orderPaidMail,
  'order-lost': orderLostMail,
  'order-voided': orderVoidedMail,
};

/** Sends the mails that are due, in a round of its own: a slow mail server delays mails and nothing else. */
export async function relayMails(
  { database, log }: WorkerStores,
  mailer: Mailer,
  publicUrl: string,
): Promise<boolean> {
  const rows = await takeOutbox(database, 'mail', paced(retrySeconds), mailsPerRound);
  await Promise.all(
    rows.map(async (row) => {
      try {
        await sendOrderMail({ database, log }, mailer, publicUrl, row);
        await markOutboxDone(database, [row.id]);
      } catch (error) {
        log.warn({ err: error, attempts: row.attempts }, 'a mail was not sent and is tried again');
        await markOutboxFailed(database, row.id, String(error));
      }
    }),
  );
  return rows.length === mailsPerRound;
}

async function sendOrderMail(
  { database }: Pick<WorkerStores, 'database' | 'log'>,
  mailer: Mailer,
  publicUrl: string,
  row: OutboxRow,
): Promise<void> {
  const { template, orderId } = row.payload as { template: string; orderId: string };
  const write = templates[template];
  const order = await loadOrderMailFacts(database, row.eventId ?? '', orderId);
  if (write === undefined || order === null) throw new Error(`no mail ${template} for order ${orderId}`);
  await mailer.send({
    id: `${template}-${orderId}`,
    to: { name: order.name, email: order.email },
    ...write(factsOf(order, publicUrl)),
  });
}

function factsOf(order: OrderMailRow, publicUrl: string): OrderMailFacts {
  const when = new Intl.DateTimeFormat(order.locale, {
    dateStyle: 'full',
    timeStyle: 'long',
    timeZone: order.timeZone,
  });
  return {
    name: order.name,
    eventName: order.eventName,
    startsAt: when.format(order.startsAt),
    venueName: order.venueName,
    amount: formatMoney(order.amountMinor, order.currency, order.locale),
    tickets: order.tickets.map(({ category, zone, row, label }) =>
      zone === null ? category : `${category}: ${zone}, row ${row}, seat ${label}`,
    ),
    link: new URL('/#/tickets', publicUrl).toString(),
  };
}
