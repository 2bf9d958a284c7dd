import {
  orderLostMail,
  orderPaidMail,
  orderVoidedMail,
} from '@fairgate/shared/mail/templates/order-mails.ts';
import { laneInvitation } from './lane-mails.ts';
import { lineNoticeMail } from './line-notices.ts';
import type { MailWriter } from './mail-sources.ts';
import {
  writeDisputeOpened,
  writeEventMoved,
  writeOrderRefunded,
  writeTicketRevoked,
} from './money-back-mails.ts';
import { orderMail } from './order-mails.ts';
import { transferGiven, transferOffered, transferReceived } from './transfer-mails.ts';

/** Every mail that an outbox row may ask for, by the `template` of its payload. */
export const mailTemplates: Readonly<Record<string, MailWriter>> = {
  'order-paid': orderMail(orderPaidMail),
  'order-lost': orderMail(orderLostMail),
  'order-voided': orderMail(orderVoidedMail),
  'order-refunded': writeOrderRefunded,
  'ticket-revoked': writeTicketRevoked,
  'event-moved': writeEventMoved,
  'dispute-opened': writeDisputeOpened,
  'lane-invitation': laneInvitation,
  'line-soon': lineNoticeMail,
  'line-turn': lineNoticeMail,
  'transfer-offered': transferOffered,
  'transfer-given': transferGiven,
  'transfer-received': transferReceived,
};
