import {
  loadDisputeMailFacts,
  loadEventMailFacts,
  loadRefundMailFacts,
} from '@fairgate/shared/database/money-back-mail-facts.ts';
import { formatMoney } from '@fairgate/shared/domain/format-money.ts';
import {
  disputeOpenedMail,
  eventMovedMail,
  orderRefundedMail,
  ticketRevokedMail,
} from '@fairgate/shared/mail/templates/money-back-mails.ts';
import { formatMoment, type MailWriter, pageLink, seatLine } from './mail-sources.ts';

/** Vendors read English. */
const vendorLocale = 'en';

/** To the buyer. The row's payload: `refundId`. */
export const writeOrderRefunded: MailWriter = async ({ database, publicUrl }, row) => {
  const { refundId } = row.payload as { refundId: string };
  const refund = await loadRefundMailFacts(database, row.eventId ?? '', refundId, null);
  if (refund === null) throw new Error(`no refund ${refundId}`);
  const money = (minor: number): string => formatMoney(minor, refund.currency, refund.locale);
  return {
    id: `order-refunded-${refundId}`,
    to: { name: refund.name, email: refund.email },
    ...orderRefundedMail({
      name: refund.name,
      eventName: refund.eventName,
      cause: refund.cause,
      reason: refund.reason,
      amount: money(refund.amountMinor),
      fee: refund.feeMinor === 0 ? null : money(refund.feeMinor),
      tickets: refund.tickets.map(seatLine),
      link: pageLink(publicUrl, 'orders'),
    }),
  };
};

/** To somebody who held a ticket of it. The row's payload: `refundId`, `accountId`. */
export const writeTicketRevoked: MailWriter = async ({ database, publicUrl }, row) => {
  const { refundId, accountId } = row.payload as { refundId: string; accountId: string };
  const refund = await loadRefundMailFacts(database, row.eventId ?? '', refundId, accountId);
  if (refund === null) throw new Error(`no refund ${refundId}, or no account ${accountId}`);
  return {
    id: `ticket-revoked-${refundId}-${accountId}`,
    to: { name: refund.name, email: refund.email },
    ...ticketRevokedMail({
      name: refund.name,
      eventName: refund.eventName,
      tickets: refund.tickets.map(seatLine),
      link: pageLink(publicUrl, 'tickets'),
    }),
  };
};

/** To a holder. The row's payload: `accountId`, `from` (when it was to start), `reason`, `refundableUntil`. */
export const writeEventMoved: MailWriter = async ({ database, publicUrl }, row) => {
  const { accountId, from, reason, refundableUntil } = row.payload as {
    accountId: string;
    from: string;
    reason: string;
    refundableUntil: string | null;
  };
  const event = await loadEventMailFacts(database, row.eventId ?? '', accountId);
  if (event === null) throw new Error(`no event ${row.eventId}, or no account ${accountId}`);
  const moment = (at: Date): string => formatMoment(at, event.locale, event.timeZone);
  return {
    id: `event-moved-${row.id}`,
    to: { name: event.name, email: event.email },
    ...eventMovedMail({
      name: event.name,
      eventName: event.eventName,
      before: moment(new Date(from)),
      after: moment(event.startsAt),
      reason,
      refundableUntil: refundableUntil === null ? null : moment(new Date(refundableUntil)),
      link: pageLink(publicUrl, 'tickets'),
    }),
  };
};

/** To the vendor. The row's payload: `disputeId`. */
export const writeDisputeOpened: MailWriter = async ({ database }, row) => {
  const { disputeId } = row.payload as { disputeId: string };
  const dispute = await loadDisputeMailFacts(database, row.eventId ?? '', disputeId);
  if (dispute === null) throw new Error(`no dispute ${disputeId}`);
  return {
    id: `dispute-opened-${disputeId.replaceAll('_', '-')}`,
    to: { name: dispute.vendorName, email: dispute.email },
    ...disputeOpenedMail({
      vendorName: dispute.vendorName,
      eventName: dispute.eventName,
      orderId: dispute.orderId,
      amount: formatMoney(dispute.amountMinor, dispute.currency, vendorLocale),
      reason: dispute.reason.replaceAll('_', ' '),
      evidenceDue:
        dispute.evidenceDue === null
          ? null
          : formatMoment(dispute.evidenceDue, vendorLocale, dispute.timeZone),
    }),
  };
};
