import {
  markOutboxDone,
  markOutboxFailed,
  type OutboxRow,
  postponeOutbox,
  takeOutbox,
} from '@fairgate/shared/database/outbox.ts';
import type { Mail } from '@fairgate/shared/mail/mail.ts';
import type { Mailer } from '@fairgate/shared/mail/open-mailer.ts';
import { paced } from '@fairgate/shared/process/recovery-pace.ts';
import type { MailSources } from '../mails/mail-sources.ts';
import { mailTemplates } from '../mails/mail-templates.ts';
import type { WorkerStores } from '../worker-stores.ts';

const retrySeconds = 30;
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
 * others' mails nor, being a round of its own, any purchase. A template that this version does not know is left to others.
 */
export function createMailRelay(
  { log }: Pick<WorkerStores, 'log'>,
  mailer: Mailer,
  sources: MailSources,
): MailRelay {
  const underWay = new Map<string, Promise<void>>();
  const send = async (row: OutboxRow, mail: Mail): Promise<void> => {
    try {
      await mailer.send(mail);
      await markOutboxDone(sources.database, [row.id]);
    } catch (error) {
      log.warn({ err: error, attempts: row.attempts }, 'a mail was not sent and is tried again');
      await markOutboxFailed(sources.database, row.id, String(error)).catch(() => undefined);
    }
  };
  return {
    async round() {
      const free = underWayMax - underWay.size;
      if (free === 0) return false;
      const kinds = Object.keys(mailTemplates);
      for (const row of await takeOutbox(sources.database, 'mail', paced(retrySeconds), free, kinds)) {
        const mail = await writeMail({ log }, sources, row);
        if (mail === null) continue;
        const { email } = mail.to;
        const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
        if (underWay.has(domain)) {
          await postponeOutbox(sources.database, [row.id], behindSeconds);
          continue;
        }
        const sending = send(row, mail).finally(() => underWay.delete(domain));
        underWay.set(domain, sending);
      }
      return false;
    },
    async settle() {
      await Promise.all(underWay.values());
    },
  };
}

/** null: there is nothing to send, or its facts could not be read; then the row is tried again and parked in the end. */
async function writeMail(
  { log }: Pick<WorkerStores, 'log'>,
  sources: MailSources,
  row: OutboxRow,
): Promise<Mail | null> {
  const template = String(row.payload.template);
  try {
    const write = mailTemplates[template];
    if (write === undefined) throw new Error(`no mail is called ${template}`);
    const mail = await write(sources, row);
    if (mail === null) await markOutboxDone(sources.database, [row.id]);
    return mail;
  } catch (error) {
    log.warn({ err: error, template }, 'the facts of a mail could not be read');
    await markOutboxFailed(sources.database, row.id, String(error)).catch(() => undefined);
    return null;
  }
}
