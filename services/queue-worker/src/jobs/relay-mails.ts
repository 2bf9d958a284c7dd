import {
  markOutboxDone,
  markOutboxFailed,
  type OutboxRow,
  postponeOutbox,
  takeOutbox,
} from '@fairgate/shared/database/outbox.ts';
import type { Mail } from '@fairgate/shared/mail/mail.ts';
import { type Mailer, mailsAtOnceMax } from '@fairgate/shared/mail/open-mailer.ts';
import { paced } from '@fairgate/shared/process/recovery-pace.ts';
import type { MailSources } from '../mails/mail-sources.ts';
import { mailTemplates } from '../mails/mail-templates.ts';
import type { WorkerStores } from '../worker-stores.ts';

const retrySeconds = 30;
/** Of the mails under way, those to one domain: many buyers have their address at the same. */
const perDomainMax = 5;
/** A domain of which a mail is under way for so long gets no other meanwhile: it delays its own mails only. Milliseconds. */
const slowMs = 2_000;
/** Behind the mails to the same domain that are under way. Seconds. */
const behindSeconds = 5;

interface UnderWay {
  readonly domain: string;
  readonly sinceMs: number;
  /** Never rejects. */
  readonly sent: Promise<void>;
}

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
  const underWay = new Set<UnderWay>();
  const isFull = (domain: string): boolean => {
    const own = [...underWay].filter((mail) => mail.domain === domain);
    return own.length >= perDomainMax || own.some(({ sinceMs }) => Date.now() - sinceMs > slowMs);
  };
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
      const free = mailsAtOnceMax - underWay.size;
      if (free === 0) return false;
      const kinds = Object.keys(mailTemplates);
      const behind: bigint[] = [];
      for (const row of await takeOutbox(sources.database, 'mail', paced(retrySeconds), free, kinds)) {
        const mail = await writeMail({ log }, sources, row);
        if (mail === null) continue;
        const { email } = mail.to;
        const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
        if (isFull(domain)) {
          behind.push(row.id);
          continue;
        }
        const one: UnderWay = { domain, sinceMs: Date.now(), sent: send(row, mail) };
        underWay.add(one);
        void one.sent.finally(() => underWay.delete(one));
      }
      await postponeOutbox(sources.database, behind, behindSeconds);
      return false;
    },
    async settle() {
      await Promise.all([...underWay].map(({ sent }) => sent));
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
