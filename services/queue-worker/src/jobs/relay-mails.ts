import { loadOrderMailFacts, type OrderMailRow } from '@fairgate/shared/database/order-mail-facts.ts';
import {
  markOutboxDone,
  markOutboxFailed,
  type OutboxRow,
  postponeOutbox,
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
import type { WorkerStores } from '../worker-stores.ts';

const retrySeconds = 30;

type MailStores = Pick<WorkerStores, 'database' | 'log'>;

const templates: Readonly<Record<string, (facts: OrderMailFacts) => MailContent>> = {
  'order-paid': orderPaidMail,
  'order-lost': orderLostMail,
  'order-voided': orderVoidedMail,
};

/** Mails under way at a time, and among them at most one to a domain: one that hangs delays its own mails only. */
const underWayMax = 10;
/** Behind a mail to the same domain that is still under way. Seconds. */
const behindSeconds = 5;

export interface MailRelay {
  /** Starts the mails that are due, and does not wait for them. */
  readonly round: () => Promise<boolean>;
  /** Waits for those under way. */
  readonly settle: () => Promise<void>;
}

/**
 * Sends mails. Events take turns, and each mail goes its own way: a server or a domain that answers slowly delays neither
 * others' mails nor, being a round of its own, any purchase.
 */
export function createMailRelay(stores: MailStores, mailer: Mailer, publicUrl: string): MailRelay {
  const underWay = new Map<string, Promise<void>>();
  return {
    async round() {
      const free = underWayMax - underWay.size;
      if (free === 0) return false;
      const rows = await takeOutbox(stores.database, 'mail', retrySeconds, free, Object.keys(templates));
      for (const row of rows) {
        const order = await loadFacts(stores, row);
        if (order === null) continue;
        const domain = order.email.slice(order.email.lastIndexOf('@') + 1).toLowerCase();
        if (underWay.has(domain)) {
          await postponeOutbox(stores.database, [row.id], behindSeconds);
          continue;
        }
        const sending = sendMail(stores, mailer, publicUrl, row, order).finally(() =>
          underWay.delete(domain),
        );
        underWay.set(domain, sending);
      }
      return false;
    },
    async settle() {
      await Promise.all(underWay.values());
    },
  };
}

/** null: it names no order; the row is tried again and parked in the end. */
async function loadFacts({ database, log }: MailStores, row: OutboxRow): Promise<OrderMailRow | null> {
  const { template, orderId } = row.payload as { template: string; orderId: string };
  const order = await loadOrderMailFacts(database, row.eventId ?? '', orderId).catch((error: unknown) => {
    log.warn({ err: error, orderId }, 'the facts of a mail could not be read');
    return null;
  });
  if (order === null) await markOutboxFailed(database, row.id, `no mail ${template} for order ${orderId}`);
  return order;
}

/** Never rejects: what failed is tried again when it is due. */
async function sendMail(
  { database, log }: MailStores,
  mailer: Mailer,
  publicUrl: string,
  row: OutboxRow,
  order: OrderMailRow,
): Promise<void> {
  const { template } = row.payload as { template: string };
  try {
    const write = templates[template];
    if (write === undefined) throw new Error(`there is no mail ${template}`);
    await mailer.send({
      id: `${template}-${order.orderId}`,
      to: { name: order.name, email: order.email },
      ...write(factsOf(order, publicUrl)),
    });
    await markOutboxDone(database, [row.id]);
  } catch (error) {
    log.warn({ err: error, attempts: row.attempts }, 'a mail was not sent and is tried again');
    await markOutboxFailed(database, row.id, String(error)).catch(() => undefined);
  }
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
