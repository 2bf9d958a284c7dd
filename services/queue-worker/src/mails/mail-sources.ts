import type { Database } from '@fairgate/shared/database/client.ts';
import type { OutboxRow } from '@fairgate/shared/database/outbox.ts';
import type { Mail } from '@fairgate/shared/mail/mail.ts';
import type { LaneCodes } from '@fairgate/shared/tokens/lane-code.ts';
import type { TransferCodes } from '@fairgate/shared/tokens/transfer-code.ts';

/** What a mail's facts are loaded from. */
export interface MailSources {
  readonly database: Database;
  readonly publicUrl: string;
  readonly transferCodes: TransferCodes;
  readonly laneCodes: LaneCodes;
}

/**
 * The mail that an outbox row asks for; null: what it would say is not so any more, and nothing is sent. Throws when its
 * facts are missing: it is tried again and stays visible as failed.
 */
export type MailWriter = (sources: MailSources, row: OutboxRow) => Promise<Mail | null>;

/** A moment as the shop says it: 'Saturday 5 December 2026 at 20:00 (Berlin time)', by the venue's clock. */
export function formatMoment(at: Date, locale: string, timeZone: string): string {
  // English without a country is written as on the page.
  const written = locale === 'en' ? 'en-GB' : locale;
  const city = (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
  const words = new Intl.DateTimeFormat(written, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(
    at,
  );
  return `${words} (${city} time)`;
}

/** A place on the plain page, such as `tickets`. */
export function pageLink(publicUrl: string, place: string): string {
  return new URL(`/#/${place}`, publicUrl).toString();
}

export function seatLine(ticket: {
  readonly category: string;
  readonly zone: string | null;
  readonly row: string | null;
  readonly label: string | null;
}): string {
  const { category, zone, row, label } = ticket;
  return zone === null ? category : `${category}: ${zone}, row ${row}, seat ${label}`;
}
