import { loadTransfer, type TransferView } from '@fairgate/shared/database/transfer-views.ts';
import {
  type TransferMailFacts,
  transferGivenMail,
  transferOfferedMail,
  transferReceivedMail,
} from '@fairgate/shared/mail/templates/transfer-mails.ts';
import { formatMoment, type MailSources, type MailWriter, pageLink, seatLine } from './mail-sources.ts';

/** Of an address without an account the language is not known. */
const strangersLocale = 'en';

/** The offer, to an address that may have no account. Nothing is sent when it has ended meanwhile. */
export const transferOffered: MailWriter = async (sources, row) => {
  const transfer = await transferOf(sources, row);
  if (transfer.state !== 'OFFERED') return null;
  const { transferId } = transfer;
  const code = sources.transferCodes.codeOf(transferId);
  return {
    id: `transfer-offered-${transferId}`,
    to: { name: transfer.toEmail, email: transfer.toEmail },
    ...transferOfferedMail(
      factsOf(transfer, strangersLocale, pageLink(sources.publicUrl, `transfers/${transferId}?code=${code}`)),
    ),
  };
};

export const transferGiven: MailWriter = async (sources, row) => {
  const transfer = await transferOf(sources, row);
  const { giver, transferId } = transfer;
  return {
    id: `transfer-given-${transferId}`,
    to: giver,
    ...transferGivenMail(factsOf(transfer, giver.locale, pageLink(sources.publicUrl, 'tickets'))),
  };
};

export const transferReceived: MailWriter = async (sources, row) => {
  const transfer = await transferOf(sources, row);
  const { receiver, transferId } = transfer;
  if (receiver === null) throw new Error(`nobody received transfer ${transferId}`);
  return {
    id: `transfer-received-${transferId}`,
    to: receiver,
    ...transferReceivedMail(factsOf(transfer, receiver.locale, pageLink(sources.publicUrl, 'tickets'))),
  };
};

async function transferOf(
  { database }: MailSources,
  row: { readonly payload: Readonly<Record<string, unknown>> },
): Promise<TransferView> {
  const transferId = String(row.payload.transferId);
  const transfer = await loadTransfer(database, transferId);
  if (transfer === null) throw new Error(`no transfer ${transferId}`);
  return transfer;
}

function factsOf(transfer: TransferView, locale: string, link: string): TransferMailFacts {
  return {
    giverName: transfer.giver.name,
    receiverName: transfer.receiver?.name ?? null,
    toEmail: transfer.toEmail,
    eventName: transfer.eventName,
    startsAt: formatMoment(transfer.startsAt, locale, transfer.timeZone),
    venueName: transfer.venueName,
    ticket: seatLine({ ...transfer, category: transfer.categoryName }),
    expiresAt: formatMoment(transfer.expiresAt, locale, transfer.timeZone),
    link,
  };
}
