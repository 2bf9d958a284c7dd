import {
  markOutboxDone,
  markOutboxFailed,
  type OutboxRow,
  takeOutbox,
} from '@fairgate/shared/database/outbox.ts';
import type { Mailer } from '@fairgate/shared/mail/open-mailer.ts';
import type { MailSources } from '../mails/mail-sources.ts';
import { mailTemplates } from '../mails/mail-templates.ts';
import type { WorkerStores } from '../worker-stores.ts';

const mailsPerRound = 20;
const retrySeconds = 30;

/** Sends the mails that are due, in a round of its own: a slow mail server delays mails and nothing else. */
export async function relayMails(
  { log }: Pick<WorkerStores, 'log'>,
  mailer: Mailer,
  sources: MailSources,
): Promise<boolean> {
  const rows = await takeOutbox(sources.database, 'mail', retrySeconds, mailsPerRound);
  await Promise.all(
    rows.map(async (row) => {
      try {
        await sendMail(mailer, sources, row);
        await markOutboxDone(sources.database, [row.id]);
      } catch (error) {
        log.warn({ err: error, attempts: row.attempts }, 'a mail was not sent and is tried again');
        await markOutboxFailed(sources.database, row.id, String(error));
      }
    }),
  );
  return rows.length === mailsPerRound;
}

async function sendMail(mailer: Mailer, sources: MailSources, row: OutboxRow): Promise<void> {
  const template = String(row.payload.template);
  const write = mailTemplates[template];
  if (write === undefined) throw new Error(`no mail is called ${template}`);
  const mail = await write(sources, row);
  if (mail !== null) await mailer.send(mail);
}
